package io.anamnesis.projections;

import io.anamnesis.projections.Differences.Example;
import io.anamnesis.projections.Differences.Kind;
import io.anamnesis.projections.Differences.Part;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares the tables of two generations in the snapshot of one connection. */
final class TableComparison {
  private static final String ROWS = """
      with
        left_moved as (select * from unnest(?::text[], ?::bigint[], ?::text[]) as moved (subject, position, state)),
        right_moved as (select * from unnest(?::text[], ?::bigint[], ?::text[]) as moved (subject, position, state)),
        left_rows as (
          select subject, position, state from %1$s present
          where not exists (select from left_moved moved where moved.subject = present.subject)
          union all select subject, position, state from left_moved),
        right_rows as (
          select subject, position, state from %2$s present
          where not exists (select from right_moved moved where moved.subject = present.subject)
          union all select subject, position, state from right_moved)
      select case when l.subject is null then 'missing' when r.subject is null then 'extra' else 'different' end as kind,
        coalesce(l.subject, r.subject) as subject, '' as place
      from left_rows l full join right_rows r on l.subject = r.subject
      where l.subject is null or r.subject is null or l.state <> r.state or (? and l.position <> r.position)""";

  private static final String LINES = """
      with
        left_lines as (
          select subject, position, ordinal, entry from %1$s where subject <> all (?::text[])
          union all select * from unnest(?::text[], ?::bigint[], ?::integer[], ?::text[])),
        right_lines as (
          select subject, position, ordinal, entry from %2$s where subject <> all (?::text[])
          union all select * from unnest(?::text[], ?::bigint[], ?::integer[], ?::text[]))
      select case when l.subject is null then 'missing' when r.subject is null then 'extra' else 'different' end as kind,
        coalesce(l.subject, r.subject) as subject,
        coalesce(l.position, r.position) || ' ' || coalesce(l.ordinal, r.ordinal) as place
      from left_lines l
      full join right_lines r on l.subject = r.subject and l.position = r.position and l.ordinal = r.ordinal
      where l.subject is null or r.subject is null or l.entry <> r.entry""";

  private static final String CELLS = """
      with
        left_cells as (
          select cell, sum(value) as value from (
            select cell, value from %1$s union all select * from unnest(?::text[], ?::numeric[])) summands
          group by cell),
        right_cells as (
          select cell, sum(value) as value from (
            select cell, value from %2$s union all select * from unnest(?::text[], ?::numeric[])) summands
          group by cell)
      select case when coalesce(l.value, 0) = 0 then 'missing' when coalesce(r.value, 0) = 0 then 'extra'
          else 'different' end as kind,
        null as subject, coalesce(l.cell, r.cell) as place
      from left_cells l full join right_cells r on l.cell = r.cell
      where coalesce(l.value, 0) <> coalesce(r.value, 0)""";

  private static final String LOOKUPS = """
      with
        left_lookups as (
          select subject, kind, token from %1$s where subject <> all (?::text[])
          union all select * from unnest(?::text[], ?::text[], ?::bytea[])),
        right_lookups as (
          select subject, kind, token from %2$s where subject <> all (?::text[])
          union all select * from unnest(?::text[], ?::text[], ?::bytea[]))
      select case when l.subject is null then 'missing' else 'extra' end as kind,
        coalesce(l.subject, r.subject) as subject, coalesce(l.kind, r.kind) as place
      from left_lookups l
      full join right_lookups r on l.subject = r.subject and l.kind = r.kind and l.token = r.token
      where l.subject is null or r.subject is null""";

  private static final String COUNTS = """
      select count(*) filter (where kind = 'different') as different, count(*) filter (where kind = 'missing') as missing,
        count(*) filter (where kind = 'extra') as extra
      from (%s) differing""";

  private static final String FIRST = """
      select kind, subject, place from (%s) differing order by subject, place limit %d""";

  private final Connection connection;
  private final Overlay left;
  private final Overlay right;
  private final boolean sameVersion;

  /** @param sameVersion whether rows must tell the same position: other versions may heed other events */
  TableComparison(Connection connection, Overlay left, Overlay right, boolean sameVersion) {
    this.connection = connection;
    this.left = left;
    this.right = right;
    this.sameVersion = sameVersion;
  }

  Differences all() throws SQLException {
    GenerationTables ours = left.tables();
    GenerationTables theirs = right.tables();
    return compare(Part.ROW, ROWS.formatted(ours.rows(), theirs.rows()), rows(left), rows(right), List.of(sameVersion))
        .plus(compare(Part.LINE, LINES.formatted(ours.lines(), theirs.lines()), lines(left), lines(right)))
        .plus(compare(Part.CELL, CELLS.formatted(ours.cells(), theirs.cells()), cells(left), cells(right)))
        .plus(compare(Part.LOOKUP, LOOKUPS.formatted(ours.lookups(), theirs.lookups()), lookups(left), lookups(right)));
  }

  @SafeVarargs
  private Differences compare(Part part, String sql, List<? extends Object>... arguments) throws SQLException {
    Differences counted = count(sql, arguments);
    return counted.isEmpty()
        ? counted
        : new Differences(counted.rowsDifferent(), counted.rowsMissing(), counted.rowsExtra(),
            examples(part, sql, arguments));
  }

  private Differences count(String sql, List<?>[] arguments) throws SQLException {
    try (PreparedStatement statement = prepare(COUNTS.formatted(sql), arguments);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Differences(row.getLong("different"), row.getLong("missing"), row.getLong("extra"), List.of());
    }
  }

  private List<Example> examples(Part part, String sql, List<?>[] arguments) throws SQLException {
    try (PreparedStatement statement = prepare(FIRST.formatted(sql, Differences.EXAMPLES), arguments);
        ResultSet rows = statement.executeQuery()) {
      List<Example> examples = new ArrayList<>();
      while (rows.next()) {
        examples.add(new Example(Kind.valueOf(rows.getString("kind").toUpperCase(Locale.ROOT)), part,
            rows.getString("subject"), rows.getString("place")));
      }
      return examples;
    }
  }

  private PreparedStatement prepare(String sql, List<?>[] arguments) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    int index = 1;
    for (List<?> each : arguments) {
      for (Object argument : each) {
        statement.setObject(index++, argument);
      }
    }
    return statement;
  }

  private List<Object> rows(Overlay side) throws SQLException {
    return List.of(array("text", side.changes().stream().map(SubjectChange::subject).toList()),
        array("bigint", side.changes().stream().map(change -> change.after().position()).toList()),
        array("text", side.changes().stream().map(SubjectChange::json).toList()));
  }

  private List<Object> lines(Overlay side) throws SQLException {
    List<NewLine> lines = side.changes().stream().flatMap(change -> change.lines().stream()).toList();
    List<String> replaced =
        side.changes().stream().filter(SubjectChange::anew).<String>map(SubjectChange::subject).toList();
    return List.of(array("text", replaced), array("text", lines.stream().map(NewLine::subject).toList()),
        array("bigint", lines.stream().map(NewLine::position).toList()),
        array("integer", lines.stream().map(NewLine::ordinal).toList()),
        array("text", lines.stream().map(NewLine::entry).toList()));
  }

  private List<Object> cells(Overlay side) throws SQLException {
    List<String> cells = new ArrayList<>();
    List<BigDecimal> values = new ArrayList<>();
    side.changes().forEach(change -> change.cells().forEach((cell, value) -> {
      cells.add(cell);
      values.add(value);
    }));
    return List.of(array("text", cells), array("numeric", values));
  }

  private List<Object> lookups(Overlay side) throws SQLException {
    List<String> replaced = new ArrayList<>();
    List<IndexEntry> entries = new ArrayList<>();
    side.changes().forEach(change -> change.lookups().ifPresent(lookups -> {
      replaced.add(change.subject());
      entries.addAll(lookups);
    }));
    return List.of(array("text", replaced), array("text", entries.stream().map(IndexEntry::subject).toList()),
        array("text", entries.stream().map(IndexEntry::kind).toList()),
        array("bytea", entries.stream().map(IndexEntry::token).toList()));
  }

  private Object array(String type, List<?> values) throws SQLException {
    return SqlArray.of(type, values).on(connection);
  }
}
