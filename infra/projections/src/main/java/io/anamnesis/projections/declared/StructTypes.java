package io.anamnesis.projections.declared;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import java.util.Collection;
import java.util.Optional;

/** The struct types that an expression can come across. */
final class StructTypes implements CelTypeProvider {
  private final ImmutableMap<String, CelType> byName;

  /** @throws IllegalArgumentException if two share a name */
  StructTypes(Collection<? extends Struct> structs) {
    ImmutableMap.Builder<String, CelType> types = ImmutableMap.builder();
    structs.forEach(struct -> types.put(struct.name(), struct.type()));
    this.byName = types.buildOrThrow();
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return byName.values();
  }

  @Override
  public Optional<CelType> findType(String typeName) {
    return Optional.ofNullable(byName.get(typeName));
  }
}
