package io.anamnesis.projections.declared;

import dev.cel.common.types.CelType;
import java.util.Map;

/** A fact of a type {@code x.…} as expressions see it: it can be counted, but none of its fields is open. */
record ExtensionFields() implements Struct {
  static final StructValue VALUE = new StructValue("extension", field -> {
    throw new IllegalArgumentException("no field " + field);
  });

  @Override
  public String name() {
    return "extension";
  }

  @Override
  public Map<String, CelType> fields() {
    return Map.of();
  }
}
