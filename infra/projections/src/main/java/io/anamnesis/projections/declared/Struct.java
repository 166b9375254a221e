package io.anamnesis.projections.declared;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructType;
import java.util.Map;
import java.util.Optional;

/** A struct type of CEL: named fields with their types. */
interface Struct {
  /** No two structs that one expression can see share a name. */
  String name();

  Map<String, CelType> fields();

  default StructType type() {
    Map<String, CelType> fields = fields();
    return resolved(name(), fields);
  }

  @SuppressWarnings("Immutable") // the map is never changed
  private static StructType resolved(String name, Map<String, CelType> fields) {
    return StructType.create(name, ImmutableSet.copyOf(fields.keySet()),
        field -> Optional.ofNullable(fields.get(field)));
  }
}
