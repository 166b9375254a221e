package io.anamnesis.projections.declared;

import dev.cel.common.values.SelectableValue;
import java.util.Optional;
import java.util.function.Function;

/**
 * A struct at work: its fields are read when they are asked for. The type checker has seen to it that only fields that exist
 * are.
 */
record StructValue(String name, Function<String, Object> reader) implements SelectableValue<String> {

  @Override
  public Object select(String field) {
    return reader.apply(field);
  }

  @Override
  public Optional<Object> find(String field) {
    return Optional.of(reader.apply(field));
  }

  /** Values of events stay out of texts that are made on the way. */
  @Override
  public String toString() {
    return name;
  }
}
