package io.anamnesis.projections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Holds the live rows of a view against a fresh fold of the log, table by table, each segment at an equal position. */
final class Comparison {
  private static final int REPORTED = 100;

  private static final String ROWS = """
      select 'row', coalesce(live.subject, fresh.subject), live.subject is null, fresh.subject is null
      from %s live full join %s fresh on live.subject = fresh.subject
      where live.subject is null or fresh.subject is null or live.state <> fresh.state
        or live.position <> fresh.position""";

  private static final String LINES = """
      select 'line', coalesce(live.subject, fresh.subject) || ' ' || coalesce(live.position, fresh.position),
        live.subject is null, fresh.subject is null
      from %s live full join %s fresh on live.subject = fresh.subject and live.position = fresh.position
        and live.ordinal = fresh.ordinal
      where live.subject is null or fresh.subject is null or live.entry <> fresh.entry""";

  private static final String CELLS = """
      select 'cell', coalesce(live.cell, fresh.cell), live.cell is null, fresh.cell is null
      from %s live full join %s fresh on live.cell = fresh.cell
      where coalesce(live.value, 0) <> coalesce(fresh.value, 0)""";

  private static final String LOOKUPS = """
      select 'lookup', coalesce(live.subject, fresh.subject), live.subject is null, fresh.subject is null
      from %s live full join %s fresh on live.subject = fresh.subject and live.kind = fresh.kind
        and live.token = fresh.token
      where live.subject is null or fresh.subject is null""";

  private final ViewsDatabase database;
  private final Generations generations;

  Comparison(ViewsDatabase database) {
    this.database = database;
    this.generations = new Generations(database);
  }

  List<String> differences(Function<Generation, GenerationFeed<?>> feeds, String name, int version) {
    Generation answers = generations.active(name).filter(active -> active.version() == version)
        .orElseThrow(() -> new ViewNotReadyException(name));
    Generation scratch = generations.scratch(answers);
    try {
      GenerationFeed<?> fresh = feeds.apply(scratch);
      // Most of the way without holding anybody up; the rest while the live tokens stand still.
      Swap.approach(fresh, () -> database.read(Segments.of(answers)::all).position());
      return database.transactInTurn(connection -> {
        generations.lock(connection, name);
        Generation live = generations.active(connection, name).orElseThrow();
        if (live.number() != answers.number()) {
          throw new IllegalStateException("view " + name + " was swapped meanwhile: compare again");
        }
        level(fresh, Segments.of(live).hold(connection));
        return compare(connection, live.tables(), scratch.tables());
      });
    } finally {
      generations.drop(scratch);
    }
  }

  /** Brings each segment exactly as far as the live one. */
  private static void level(GenerationFeed<?> fresh, Share live) {
    for (long level : live.levels()) {
      Swap.advance(fresh, level);
      Share arrived = live.only(token -> token.position() == level);
      fresh.keepOnly(token -> arrived.tokens().stream().noneMatch(other -> other.segment() == token.segment()));
    }
  }

  private static List<String> compare(Connection connection, GenerationTables live, GenerationTables fresh)
      throws SQLException {
    List<String> found = new ArrayList<>();
    collect(connection, ROWS.formatted(live.rows(), fresh.rows()), found);
    collect(connection, LINES.formatted(live.lines(), fresh.lines()), found);
    collect(connection, CELLS.formatted(live.cells(), fresh.cells()), found);
    collect(connection, LOOKUPS.formatted(live.lookups(), fresh.lookups()), found);
    return found;
  }

  private static void collect(Connection connection, String sql, List<String> found) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql + " limit " + (REPORTED - found.size()));
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String kind = rows.getBoolean(3) ? "missing" : rows.getBoolean(4) ? "extra" : "different";
        found.add(kind + " " + rows.getString(1) + " " + rows.getString(2));
      }
    }
  }
}
