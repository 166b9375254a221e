package io.anamnesis.events;

import tools.jackson.databind.node.ObjectNode;

/**
 * A fact of a type {@code x.<anything>}: any JSON object, kept as it came, every member sealed until a registered schema
 * marks it clear. By which schema it was sealed is its revision; 1 where none was registered.
 */
public record ExtensionFact(String type, ObjectNode data) implements CustomerEvent {
  public static final String PREFIX = "x.";
}
