package io.anamnesis.standalone.importer;

import io.anamnesis.standalone.importer.Mapping.LookupSource;
import io.anamnesis.standalone.importer.Mapping.Pairs;
import io.anamnesis.standalone.importer.Mapping.TableLookup;
import io.anamnesis.standalone.importer.Table.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by key, held in memory.
 *
 * @param columns names of the values; empty for pairs, which have one value without a name
 */
record Lookup(List<String> columns, Map<String, List<String>> rows) {

  /** The value of the named column; empty where the key or the value is missing. */
  String find(String key, String column) {
    List<String> row = rows.get(key);
    return row == null ? "" : row.get(columns.indexOf(column));
  }

  /** The value of a pair; empty where the key is missing. */
  String find(String key) {
    List<String> row = rows.get(key);
    return row == null ? "" : row.getFirst();
  }

  static Lookup load(DataFile mapping, LookupSource source) {
    return switch (source) {
      case Pairs pairs -> {
        Map<String, List<String>> rows = new HashMap<>();
        pairs.values().forEach((key, value) -> rows.put(key, List.of(value)));
        yield new Lookup(List.of(), rows);
      }
      case TableLookup table -> load(mapping, table);
    };
  }

  private static Lookup load(DataFile mapping, TableLookup lookup) {
    @Nullable
    DataFile file = mapping.neighbour(lookup.file());
    if (file == null) {
      file = mapping.neighbour(lookup.file() + ".gz");
    }
    if (file == null) {
      throw CannotImport.mapping(mapping.fileName(), lookup.line(),
          "there is no file " + lookup.file() + " beside the mapping");
    }
    Map<String, List<String>> rows = new HashMap<>();
    try (Table table = Table.open(file, lookup.format(), read -> {})) {
      requireColumns(mapping, lookup, table.columns());
      for (Row row : table) {
        List<String> values = lookup.columns().stream().map(row::get).toList();
        if (rows.putIfAbsent(row.get(lookup.key()), values) != null && !lookup.firstWins()) {
          throw new CannotImport("The lookup file " + file.fileName() + " repeats a key in row " + row.number()
              + "; 'duplicates: first' in the mapping would take the first.");
        }
      }
    }
    return new Lookup(lookup.columns(), rows);
  }

  private static void requireColumns(DataFile mapping, TableLookup lookup, Table.Columns columns) {
    if (!columns.has(lookup.key())) {
      throw CannotImport.mapping(mapping.fileName(), lookup.line(), lookup.file() + " has no column " + lookup.key());
    }
    for (String column : lookup.columns()) {
      if (!columns.has(column)) {
        throw CannotImport.mapping(mapping.fileName(), lookup.line(), lookup.file() + " has no column " + column);
      }
    }
  }
}
