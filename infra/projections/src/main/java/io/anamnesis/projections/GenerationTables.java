package io.anamnesis.projections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  /** Those of tables that are filled by COPY; that of the figures stays, since they are added to. */
  private static final String DROP_KEYS = """
      alter table %1$s drop constraint if exists %4$s;
      alter table %2$s drop constraint if exists %5$s;
      alter table %3$s drop constraint if exists %6$s""";

  private static final String HAS_KEYS = """
      select exists (select from pg_constraint where conrelid = to_regclass(?) and contype = 'p')""";

  private static final String CREATE_KEYS = """
      alter table %1$s add primary key (subject);
      alter table %2$s add primary key (subject, position, ordinal);
      alter table %3$s add primary key (subject, kind, token)""";

  private static final String EMPTY = """
      truncate %1$s, %2$s, %3$s, %4$s""";

  /** What rows are found by. To sort samples of the states, which nobody compares, takes longer than to make the keys. */
  private static final String ANALYZE = """
      analyze %1$s (subject), %2$s (subject, position, ordinal), %3$s (cell), %4$s (kind, token, subject)""";

  /** Readers are not ours to end: a dump takes its time, and what waits for it comes again. */
  private static final String EVICT = """
      select pg_terminate_backend(held.pid) from pg_locks held
      join pg_stat_activity client on client.pid = held.pid and client.backend_type = 'client backend'
      join unnest(?::text[]) as tables (name) on held.relation = to_regclass(tables.name)
      where held.database = (select oid from pg_database where datname = current_database())
        and held.pid <> pg_backend_pid() and held.mode <> 'AccessShareLock' and client.usename = current_user""";

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
    ViewsDatabase.execute(connection, CREATE.formatted(rows, lines, cells, lookups));
  }

  /** What only readers need: made when the rows have caught up. */
  void createIndexes(Connection connection) throws SQLException {
    String index = lookups.substring("views.".length(), lookups.length() - 1) + "_token\"";
    ViewsDatabase.execute(connection, CREATE_INDEXES.formatted(lookups, index));
  }

  /** Takes away all rows, and the keys that would have to be kept up while many come. */
  void empty(Connection connection) throws SQLException {
    ViewsDatabase.execute(connection, EMPTY.formatted(rows, lines, cells, lookups));
    ViewsDatabase.execute(connection,
        DROP_KEYS.formatted(rows, lines, lookups, keyOf(rows), keyOf(lines), keyOf(lookups)));
  }

  /** Makes the keys that {@link #empty} has taken away, unless they are there. */
  void createKeys(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HAS_KEYS)) {
      statement.setString(1, rows);
      try (ResultSet found = statement.executeQuery()) {
        found.next();
        if (!found.getBoolean(1)) {
          ViewsDatabase.execute(connection, CREATE_KEYS.formatted(rows, lines, lookups));
        }
      }
    }
  }

  /** Lets the planner know what rows are found by. */
  void analyze(Connection connection) throws SQLException {
    ViewsDatabase.execute(connection, ANALYZE.formatted(rows, lines, cells, lookups));
  }

  /**
   * Ends the sessions of other processes, of the same role, that are in the middle of a write to the tables.
   *
   * @return how many there were
   */
  int evictWriters(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(EVICT)) {
      statement.setArray(1, connection.createArrayOf("text", new String[]{rows, lines, cells, lookups}));
      try (ResultSet ended = statement.executeQuery()) {
        int sessions = 0;
        while (ended.next()) {
          sessions++;
        }
        return sessions;
      }
    }
  }

  /** As PostgreSQL names the primary key of a table. */
  private static String keyOf(String table) {
    return table.substring("views.".length(), table.length() - 1) + "_pkey\"";
  }

  void drop(Connection connection) throws SQLException {
    ViewsDatabase.execute(connection, DROP.formatted(rows, lines, cells, lookups));
  }
}
