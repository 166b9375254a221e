package io.anamnesis.standalone.importer;

import io.anamnesis.standalone.importer.Table.Row;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row as CEL sees it: a map from column to cell. */
final class RowView extends AbstractMap<String, String> {
  private final Row row;

  RowView(Row row) {
    this.row = row;
  }

  @Override
  public boolean containsKey(@Nullable Object column) {
    return column instanceof String name && row.columns().has(name);
  }

  @Override
  public @Nullable String get(@Nullable Object column) {
    return column instanceof String name && row.columns().has(name) ? row.get(name) : null;
  }

  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    return row.columns().names().stream().map(name -> Map.entry(name, row.get(name)))
        .collect(Collectors.toUnmodifiableSet());
  }
}
