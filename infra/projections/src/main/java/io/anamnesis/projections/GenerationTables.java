package io.anamnesis.projections;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/**
 * The tables of one generation: the one place where SQL is put together from a name, checked and quoted.
 *
 * @param rows a row per subject: its state
 * @param lines a row per line of a journal
 * @param cells a row per figure of a tally
 * @param lookups a row per personal value, indexed blind
 */
record GenerationTables(String rows, String lines, String cells, String lookups) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,30}");

  private static final String CREATE = """
      create table %1$s (
        subject text primary key,
        position bigint not null,
        state text not null
      );
      create table %2$s (
        subject text not null,
        position bigint not null,
        ordinal integer not null,
        entry text not null,
        primary key (subject, position, ordinal)
      );
      create table %3$s (
        cell text primary key,
        value numeric not null
      );
      create table %4$s (
        kind text not null,
        token bytea not null,
        subject text not null,
        primary key (subject, kind, token)
      )""";

  private static final String CREATE_INDEXES = """
      create index if not exists %2$s on %1$s (kind, token, subject)""";

  private static final String DROP = """
      drop table if exists %1$s, %2$s, %3$s, %4$s""";

  static GenerationTables of(String projection, int generation) {
    String stem = checked(projection).replace('-', '_') + "_g" + generation;
    return new GenerationTables(table(stem), table(stem + "_line"), table(stem + "_cell"), table(stem + "_lookup"));
  }

  /** @throws IllegalArgumentException for a name that no projection or policy may have */
  static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a name is 1 to 30 of a-z 0-9 -");
    }
    return name;
  }

  private static String table(String name) {
    return "views.\"" + name + "\"";
  }

  void create(Connection connection) throws SQLException {
    execute(connection, CREATE.formatted(rows, lines, cells, lookups));
  }

  /** What only readers need: made when the rows have caught up. */
  void createIndexes(Connection connection) throws SQLException {
    String index = lookups.substring("views.".length(), lookups.length() - 1) + "_token\"";
    execute(connection, CREATE_INDEXES.formatted(lookups, index));
  }

  void drop(Connection connection) throws SQLException {
    execute(connection, DROP.formatted(rows, lines, cells, lookups));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
