package io.anamnesis.benchmarks;

import java.util.List;

/**
 * The rows of a view that answer, and those that answered before and are kept level beside them; judged by SQL alone.
 *
 * @param former generation whose place was taken
 */
record GenerationPair(String view, int live, int former) {
  private static final String COLUMNS = """
      select string_agg(quote_ident(column_name), ', ' order by ordinal_position) from information_schema.columns
      where table_schema = 'views' and table_name = '%s'""";

  private static final String ROWS = """
      select count(*) from views.%s""";

  /** A figure of nothing may be there or not. */
  private static final String DIFFERENCES = """
      select count(*) from (
        (select %1$s from views.%2$s %4$s except all select %1$s from views.%3$s %4$s)
        union all
        (select %1$s from views.%3$s %4$s except all select %1$s from views.%2$s %4$s)) differing""";

  private static final List<String> KINDS = List.of("", "_line", "_cell", "_lookup");

  /** Rows of all kinds that answer. */
  long rows(Cluster cluster, String database) {
    return KINDS.stream().mapToLong(kind -> Long.parseLong(cluster.ask(database, ROWS.formatted(table(live, kind)))))
        .sum();
  }

  /** Rows of all kinds that are in one and not in the other, every column compared. */
  long differences(Cluster cluster, String database) {
    return KINDS.stream().mapToLong(kind -> {
      String columns = cluster.ask(database, COLUMNS.formatted(table(live, kind)));
      String some = kind.equals("_cell") ? "where value <> 0" : "";
      return Long.parseLong(
          cluster.ask(database, DIFFERENCES.formatted(columns, table(live, kind), table(former, kind), some)));
    }).sum();
  }

  private String table(int generation, String kind) {
    return view.replace('-', '_') + "_g" + generation + kind;
  }
}
