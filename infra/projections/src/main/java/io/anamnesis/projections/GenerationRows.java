package io.anamnesis.projections;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes the tables of one generation, set-wise. Writing happens in the transaction that moves the token. */
final class GenerationRows {
  private static final int CELLS_AT_ONCE = 5_000;

  /** A subject's row, its state still as text. */
  record Row(String state, long position) {}

  private static final String LOAD = """
      select subject, position, state from %s where subject = any (?)""";

  private static final String UPSERT = """
      insert into %s as row (subject, position, state)
      select * from unnest(?::text[], ?::bigint[], ?::text[])
      on conflict (subject) do update set position = excluded.position, state = excluded.state""";

  private static final String ADD_LINES = """
      insert into %s (subject, position, ordinal, entry)
      select * from unnest(?::text[], ?::bigint[], ?::integer[], ?::text[])""";

  private static final String DELETE_LINES = """
      delete from %s where subject = any (?)""";

  private static final String ADD_TO_CELLS = """
      insert into %s as figure (cell, value)
      select * from unnest(?::text[], ?::numeric[])
      on conflict (cell) do update set value = figure.value + excluded.value""";

  private static final String DELETE_LOOKUPS = """
      delete from %s where subject = any (?)""";

  private static final String ADD_LOOKUPS = """
      insert into %s (subject, kind, token)
      select * from unnest(?::text[], ?::text[], ?::bytea[])
      on conflict do nothing""";

  private final GenerationTables tables;

  GenerationRows(GenerationTables tables) {
    this.tables = tables;
  }

  Map<String, Row> load(Connection connection, Collection<String> subjects) throws SQLException {
    Map<String, Row> rows = HashMap.newHashMap(subjects.size());
    try (PreparedStatement statement = connection.prepareStatement(LOAD.formatted(tables.rows()))) {
      statement.setArray(1, connection.createArrayOf("text", subjects.toArray(new String[0])));
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          rows.put(found.getString(1), new Row(found.getString(3), found.getLong(2)));
        }
      }
    }
    return rows;
  }

  /** Writes what is changed; lines are added to those that are there, or come in their place where all were folded anew. */
  void write(Connection connection, Collection<? extends SubjectChange<?>> changes) throws SQLException {
    forgetLines(connection,
        changes.stream().filter(SubjectChange::anew).<String>map(SubjectChange::subject).toList());
    upsert(connection, changes);
    addLines(connection, changes);
    addToCells(connection, changes);
    replaceLookups(connection, changes);
  }

  void forgetLines(Connection connection, List<String> subjects) throws SQLException {
    if (!subjects.isEmpty()) {
      execute(connection, DELETE_LINES.formatted(tables.lines()), SqlArray.of("text", subjects));
    }
  }

  private void upsert(Connection connection, Collection<? extends SubjectChange<?>> changes) throws SQLException {
    if (!changes.isEmpty()) {
      execute(connection, UPSERT.formatted(tables.rows()),
          SqlArray.of("text", changes.stream().map(SubjectChange::subject).toList()),
          SqlArray.of("bigint", changes.stream().map(change -> change.after().position()).toList()),
          SqlArray.of("text", changes.stream().map(SubjectChange::json).toList()));
    }
  }

  private void addLines(Connection connection, Collection<? extends SubjectChange<?>> changes) throws SQLException {
    List<NewLine> lines = changes.stream().flatMap(change -> change.lines().stream()).toList();
    if (!lines.isEmpty()) {
      execute(connection, ADD_LINES.formatted(tables.lines()),
          SqlArray.of("text", lines.stream().map(NewLine::subject).toList()),
          SqlArray.of("bigint", lines.stream().map(NewLine::position).toList()),
          SqlArray.of("integer", lines.stream().map(NewLine::ordinal).toList()),
          SqlArray.of("text", lines.stream().map(NewLine::entry).toList()));
    }
  }

  private void addToCells(Connection connection, Collection<? extends SubjectChange<?>> changes) throws SQLException {
    Map<String, BigDecimal> sums = new HashMap<>();
    changes.forEach(
        change -> change.cells().forEach((cell, value) -> sums.merge(cell, value, BigDecimal::add)));
    addToCells(connection, sums);
  }

  /**
   * Piece by piece: the cells of a whole view may be too many for one statement. In an order that is the same for all who add to
   * cells, since they lock them.
   *
   * @param sums by cell
   */
  void addToCells(Connection connection, Map<String, BigDecimal> sums) throws SQLException {
    List<Map.Entry<String, BigDecimal>> changed = sums.entrySet().stream()
        .filter(sum -> sum.getValue().signum() != 0).sorted(Map.Entry.comparingByKey()).toList();
    for (int from = 0; from < changed.size(); from += CELLS_AT_ONCE) {
      List<Map.Entry<String, BigDecimal>> piece =
          changed.subList(from, Math.min(from + CELLS_AT_ONCE, changed.size()));
      execute(connection, ADD_TO_CELLS.formatted(tables.cells()),
          SqlArray.of("text", piece.stream().map(Map.Entry::getKey).toList()),
          SqlArray.of("numeric", piece.stream().map(Map.Entry::getValue).toList()));
    }
  }

  private void replaceLookups(Connection connection, Collection<? extends SubjectChange<?>> changes)
      throws SQLException {
    List<String> subjects = new ArrayList<>();
    List<IndexEntry> entries = new ArrayList<>();
    for (SubjectChange<?> change : changes) {
      change.lookups().ifPresent(lookups -> {
        subjects.add(change.subject());
        entries.addAll(lookups);
      });
    }
    if (!subjects.isEmpty()) {
      execute(connection, DELETE_LOOKUPS.formatted(tables.lookups()), SqlArray.of("text", subjects));
    }
    if (!entries.isEmpty()) {
      execute(connection, ADD_LOOKUPS.formatted(tables.lookups()),
          SqlArray.of("text", entries.stream().map(IndexEntry::subject).toList()),
          SqlArray.of("text", entries.stream().map(IndexEntry::kind).toList()),
          SqlArray.of("bytea", entries.stream().map(IndexEntry::token).toList()));
    }
  }

  private static void execute(Connection connection, String sql, SqlArray... columns) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < columns.length; i++) {
        statement.setArray(i + 1, columns[i].on(connection));
      }
      statement.executeUpdate();
    }
  }
}
