package io.anamnesis.events;

import tools.jackson.databind.node.ObjectNode;

/**
 * A fact of a type {@code x.<anything>}: any JSON object, kept as it came, every member sealed until a registered schema
 * marks it clear.
 */
public record ExtensionFact(String type, ObjectNode data) implements CustomerEvent {
  public static final String PREFIX = "x.";
}
