package io.anamnesis.events.schema;

import java.util.Map;

/** The fields of types {@code x.…} that may be read by whoever may know nothing personal. */
@FunctionalInterface
public interface OpenFields {
  /** Nothing is registered. */
  OpenFields NONE = type -> Map.of();

  /** By name, in the order of the schema; empty for a type of which nothing is registered. */
  Map<String, FieldForm> of(String type);
}
