package io.anamnesis.projections;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A tally as a plain SQL view. Names of columns may come from an analyst: here they are quoted, as identifiers and as texts.
 *
 * @param query what the view is defined as
 */
record SqlView(String name, String query) {
  private static final String QUERY = """
      select %s
      from views.figures(%s) figure
      where value <> 0%s""";

  static SqlView of(Tally<?> tally) {
    String columns = Stream.concat(tally.dimensions().stream().map(SqlView::dimension),
        tally.measures().stream().map(SqlView::measure)).collect(Collectors.joining(",\n  "));
    String groups = tally.dimensions().isEmpty()
        ? "\nhaving count(*) > 0"
        : IntStream.rangeClosed(1, tally.dimensions().size()).mapToObj(Integer::toString)
            .collect(Collectors.joining(", ", "\ngroup by ", ""));
    return new SqlView(GenerationTables.checked(tally.name()).replace('-', '_'),
        QUERY.formatted(columns, text(tally.name()), groups));
  }

  String drop() {
    return "drop view if exists analysis." + identifier(name);
  }

  String create() {
    return "create view analysis." + identifier(name) + " as\n" + query;
  }

  private static String dimension(Column column) {
    return "(cell::jsonb -> 'dimensions' ->> " + text(column.name()) + ")::" + type(column) + " as "
        + identifier(column.name());
  }

  private static String measure(Column column) {
    return "sum(value) filter (where cell::jsonb ->> 'measure' = " + text(column.name()) + ")::" + type(column) + " as "
        + identifier(column.name());
  }

  private static String type(Column column) {
    return switch (column.type()) {
      case TEXT -> "text";
      case INTEGER -> "bigint";
      case DECIMAL -> "numeric";
      case BOOLEAN -> "boolean";
      case TIMESTAMP -> "timestamptz";
      case DATE -> "date";
      case JSON -> "jsonb";
    };
  }

  private static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String text(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }
}
