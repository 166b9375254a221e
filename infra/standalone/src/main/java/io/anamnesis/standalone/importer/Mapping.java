package io.anamnesis.standalone.importer;

import io.anamnesis.standalone.importer.MappingNode.Text;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a mapping file says, read but not yet held against any table. The format is described in
 * {@code docs/reference/mapping.md}.
 *
 * @param origin the mapping file itself
 * @param zone of times and dates written without an offset; null: they are refused
 * @param timeFormat pattern of {@code time}; null: ISO 8601
 * @param inTimeOrder facts of all files are sent sorted by time, and held in memory for it
 * @param lookups by name
 */
record Mapping(DataFile origin, @Nullable ZoneId zone, @Nullable DateTimeFormatter timeFormat, boolean inTimeOrder,
    Map<String, LookupSource> lookups, List<TableRule> tables) {

  /** Where a lookup's rows come from. */
  sealed interface LookupSource {
    int line();
  }

  /** Pairs written in the mapping itself. */
  record Pairs(Map<String, String> values, int line) implements LookupSource {}

  /**
   * Another table.
   *
   * @param columns those that are kept in memory
   * @param firstWins whether a key may come again; else it is refused
   */
  record TableLookup(String file, String key, List<String> columns, boolean firstWins, TableFormat format, int line)
      implements
        LookupSource {}

  /**
   * How a table is written.
   *
   * @param charset null: detected
   */
  record TableFormat(java.nio.charset.@Nullable Charset charset, char delimiter) {}

  /**
   * What becomes of the rows of a table.
   *
   * @param file glob for the file's name
   * @param groupBy column that consecutive rows of one unit share; null: every row by itself
   */
  record TableRule(String file, @Nullable Text groupBy, TableFormat format, List<FactRule> facts, int line) {}

  /**
   * What becomes of a row, or of a group of rows.
   *
   * @param when a condition; null: always
   */
  record FactRule(String name, Text type, Text id, Text source, Text subject, Text time, @Nullable Text when,
      MappingNode.Entries data, int line) {}
}
