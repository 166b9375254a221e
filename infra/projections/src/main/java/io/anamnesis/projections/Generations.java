package io.anamnesis.projections;

import io.anamnesis.projections.Generation.State;
import io.anamnesis.projections.ViewsDatabase.Patience;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which generations there are, and which of them answers. */
final class Generations {
  private static final String REGISTER = """
      insert into views.projection (name) values (?) on conflict (name) do nothing""";

  private static final String LOCK = """
      select active from views.projection where name = ? for update""";

  private static final String COLUMNS = """
      select g.name, g.generation, g.version, g.state, g.swaps,
        (select count(*) from views.segment s where s.name = g.name and s.generation = g.generation) as segments
      """;

  private static final String FIND = COLUMNS + """
      from views.generation g where g.name = ? and g.generation = ?""";

  private static final String ACTIVE = COLUMNS + """
      from views.projection p join views.generation g on g.name = p.name and g.generation = p.active
      where p.name = ?""";

  private static final String BESIDE = COLUMNS + """
      from views.generation g where g.name = ? and g.state in ('building', 'candidate')""";

  private static final String STANDBY = COLUMNS + """
      from views.generation g where g.name = ? and g.state = 'standby'""";

  private static final String PRESENT = COLUMNS + """
      from views.generation g
      where g.name = any (?) and g.state in ('building', 'candidate', 'live', 'standby')
      order by g.name, g.generation""";

  private static final String NEXT_NUMBER = """
      update views.projection set last_generation = last_generation + 1 where name = ? returning last_generation""";

  private static final String INSERT = """
      insert into views.generation (name, generation, version, state, swaps) values (?, ?, ?, ?, ?)""";

  private static final String RETIRE = """
      update views.generation set state = 'retired', retired_at = now() where name = ? and generation = ?""";

  private static final String LEVEL = """
      update views.generation set state = 'candidate' where name = ? and generation = ? and state = 'building'""";

  private static final String TAKE_PLACE = """
      update views.generation set state = 'live', standby_until = null
      where name = ? and generation = ? and state in ('candidate', 'standby')""";

  private static final String STAND_BY = """
      update views.generation set state = 'standby', standby_until = now() + ? * interval '1 millisecond'
      where name = ? and generation = ?""";

  private static final String ACTIVATE = """
      update views.projection set active = ? where name = ?""";

  private static final String EXPIRED = COLUMNS + """
      from views.generation g
      where g.name = any (?) and g.state = 'standby' and g.standby_until < now()""";

  private static final String LEFT_BEHIND = COLUMNS + """
      from views.generation g
      where g.state = 'retired' and g.retired_at < now() - ? * interval '1 millisecond'
        or g.state = 'scratch' and g.created_at < now() - interval '1 hour'""";

  private static final String FORSAKEN = COLUMNS + """
      from views.generation g
      where g.state in ('building', 'candidate', 'live', 'standby') and g.name <> all (?)
        and not exists (
          select from views.follower f
          where f.name = g.name and f.generation = g.generation and f.alive_until >= clock_timestamp())""";

  private static final String ANSWER_NO_MORE = """
      update views.projection set active = null where name = ? and active = ?""";

  private static final String DELETE = """
      delete from views.generation where name = ? and generation = ?""";

  private static final String UNPARK = """
      delete from views.parked where projection = ? and generation = ?""";

  private final ViewsDatabase database;

  Generations(ViewsDatabase database) {
    this.database = database;
  }

  /** The generation that answers, whatever its version. */
  Optional<Generation> active(String name) {
    return database.read(connection -> active(connection, name));
  }

  /** The one being built, or waiting for its swap. */
  Optional<Generation> beside(String name) {
    return database.read(connection -> select(connection, BESIDE, name));
  }

  /** The one that answered before, while there is a way back to it. */
  Optional<Generation> standby(String name) {
    return database.read(connection -> select(connection, STANDBY, name));
  }

  Optional<Generation> find(String name, int number) {
    return database.read(connection -> find(connection, name, number));
  }

  Optional<Generation> find(Connection connection, String name, int number) throws SQLException {
    return select(connection, FIND, name, number);
  }

  /** Those of these projections that are followed: by number, the oldest of each first. */
  List<Generation> present(Collection<String> names) {
    return database.read(connection -> list(connection, PRESENT, array(connection, names)));
  }

  /**
   * The one being built with the version of the code, which takes its place by itself: begun, or gone on with. One of another
   * version gives way.
   */
  Generation build(String name, int version) {
    return database.transact(Patience.LONG, connection -> {
      lock(connection, name);
      Optional<Generation> beside = select(connection, BESIDE, name);
      if (beside.isPresent() && beside.get().version() == version && beside.get().swaps()) {
        return beside.get();
      }
      if (beside.isPresent()) {
        retire(connection, beside.get());
      }
      return create(connection, name, version, State.BUILDING, true, Segments.STANDARD);
    });
  }

  /**
   * One being built beside what answers: begun, or found to be under way.
   *
   * @param swaps whether it takes its place by itself
   * @throws ProjectionRefused if another one is under way
   */
  Generation beside(String name, int version, boolean swaps) {
    return database.transact(Patience.LONG, connection -> {
      lock(connection, name);
      Optional<Generation> beside = select(connection, BESIDE, name);
      if (beside.isEmpty()) {
        return create(connection, name, version, State.BUILDING, swaps, Segments.STANDARD);
      }
      return beside.filter(same -> same.version() == version && same.swaps() == swaps)
          .orElseThrow(() -> new ProjectionRefused(name, ProjectionRefused.Reason.ALREADY_UNDER_WAY));
    });
  }

  /** Rows beside all others, to compare with: of as many segments as what they are compared to. */
  Generation scratch(Generation like) {
    return database.transact(Patience.LONG, connection -> {
      lock(connection, like.name());
      return create(connection, like.name(), like.version(), State.SCRATCH, false, like.segments());
    });
  }

  /** Takes the turn at this projection's generations until the transaction ends. */
  void lock(Connection connection, String name) throws SQLException {
    update(connection, REGISTER, name);
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      statement.setString(1, name);
      statement.executeQuery().close();
    }
  }

  /** The generation that answers, as the transaction sees it. */
  Optional<Generation> active(Connection connection, String name) throws SQLException {
    return select(connection, ACTIVE, name);
  }

  /** It has caught up with the log: from now on every process may have a share in keeping it level. */
  void level(Generation generation) {
    database.change(Patience.LONG, connection -> update(connection, LEVEL, generation.name(), generation.number()));
  }

  /**
   * From the end of the transaction on, this generation answers, and the one before stands by, in place of any other.
   *
   * @param previous that answers now
   * @param window for so long there is a way back
   * @throws GenerationRetired if it neither waits for a swap nor stands by any more
   */
  void takePlace(Connection connection, Generation next, Optional<Generation> previous, Duration window)
      throws SQLException {
    Optional<Generation> standby = select(connection, STANDBY, next.name());
    if (standby.isPresent() && standby.get().number() != next.number()) {
      retire(connection, standby.get());
    }
    if (update(connection, TAKE_PLACE, next.name(), next.number()) != 1) {
      throw new GenerationRetired();
    }
    if (previous.isPresent()) {
      update(connection, STAND_BY, window.toMillis(), previous.get().name(), previous.get().number());
    }
    update(connection, ACTIVATE, next.number(), next.name());
  }

  /**
   * Ends what is being built or waits for its swap.
   *
   * @throws ProjectionRefused if there is nothing to be ended
   */
  void cancel(String name) {
    database.change(Patience.LONG, connection -> {
      lock(connection, name);
      retire(connection, select(connection, BESIDE, name)
          .orElseThrow(() -> new ProjectionRefused(name, ProjectionRefused.Reason.NO_CANDIDATE)));
    });
  }

  /** Ends those whose time as the way back is over. */
  void retireExpired(Collection<String> names) {
    List<Generation> expired =
        database.read(connection -> list(connection, EXPIRED, array(connection, names)));
    for (Generation generation : expired) {
      database.change(Patience.WORKING, connection -> {
        lock(connection, generation.name());
        // It may have answered, and been swapped out, anew meanwhile.
        if (list(connection, EXPIRED, array(connection, List.of(generation.name()))).contains(generation)) {
          retire(connection, generation);
        }
      });
    }
  }

  /** Those of other projections than these that no process follows: of some that are in no process's code, or whose process is away. */
  List<Generation> forsaken(Collection<String> known) {
    return database.read(connection -> list(connection, FORSAKEN, array(connection, known)));
  }

  /**
   * Ends one that is {@link #forsaken} still.
   *
   * @return whether it was
   */
  boolean giveUp(Generation generation) {
    return database.transact(Patience.WORKING, connection -> {
      lock(connection, generation.name());
      boolean isForsaken = list(connection, FORSAKEN, array(connection, List.of())).contains(generation);
      if (isForsaken) {
        update(connection, ANSWER_NO_MORE, generation.name(), generation.number());
        retire(connection, generation);
      }
      return isForsaken;
    });
  }

  /** What was retired at least so long ago, and what a comparison left behind when it was killed, of whatever projections. */
  List<Generation> leftBehind(Duration grace) {
    return database.read(connection -> list(connection, LEFT_BEHIND, grace.toMillis()));
  }

  /** Nobody writes its rows from the end of the transaction on: there are no tokens to be moved. */
  private static void retire(Connection connection, Generation generation) throws SQLException {
    update(connection, RETIRE, generation.name(), generation.number());
    Segments.of(generation).drop(connection);
  }

  void drop(Generation generation) {
    database.change(Patience.WORKING, connection -> {
      generation.tables().drop(connection);
      Segments.of(generation).drop(connection);
      update(connection, UNPARK, generation.name(), generation.number());
      update(connection, DELETE, generation.name(), generation.number());
    });
  }

  private Generation create(Connection connection, String name, int version, State state, boolean swaps, int segments)
      throws SQLException {
    int number;
    try (PreparedStatement statement = connection.prepareStatement(NEXT_NUMBER)) {
      statement.setString(1, name);
      try (ResultSet next = statement.executeQuery()) {
        next.next();
        number = next.getInt(1);
      }
    }
    update(connection, INSERT, name, number, version, state.name().toLowerCase(Locale.ROOT), swaps);
    Generation generation = new Generation(name, number, version, state, swaps, segments);
    generation.tables().create(connection);
    Segments.of(generation).create(connection, segments);
    return generation;
  }

  private static Optional<Generation> select(Connection connection, String sql, Object... arguments)
      throws SQLException {
    return list(connection, sql, arguments).stream().findFirst();
  }

  private static List<Generation> list(Connection connection, String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      try (ResultSet found = statement.executeQuery()) {
        List<Generation> generations = new ArrayList<>();
        while (found.next()) {
          generations.add(generation(found));
        }
        return generations;
      }
    }
  }

  private static Array array(Connection connection, Collection<String> names) throws SQLException {
    return connection.createArrayOf("text", names.toArray());
  }

  private static int update(Connection connection, String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      return statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, Object... arguments) throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
  }

  private static Generation generation(ResultSet row) throws SQLException {
    return new Generation(row.getString("name"), row.getInt("generation"), row.getInt("version"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)), row.getBoolean("swaps"),
        row.getInt("segments"));
  }
}
