package io.anamnesis.projections;

import io.anamnesis.projections.Generation.State;
import io.anamnesis.projections.ViewsDatabase.Patience;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
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
      select g.name, g.generation, g.version, g.state,
        (select count(*) from views.segment s where s.name = g.name and s.generation = g.generation) as segments
      """;

  private static final String FIND = COLUMNS + """
      from views.generation g where g.name = ? and g.generation = ?""";

  private static final String ACTIVE = COLUMNS + """
      from views.projection p join views.generation g on g.name = p.name and g.generation = p.active
      where p.name = ?""";

  private static final String BUILDING = COLUMNS + """
      from views.generation g where g.name = ? and g.state = 'building'""";

  private static final String NEXT_NUMBER = """
      update views.projection set last_generation = last_generation + 1 where name = ? returning last_generation""";

  private static final String INSERT = """
      insert into views.generation (name, generation, version, state) values (?, ?, ?, ?)""";

  private static final String RETIRE = """
      update views.generation set state = 'retired', retired_at = now() where name = ? and generation = ?""";

  private static final String ACTIVATE_ROWS = """
      update views.generation set state = 'live' where name = ? and generation = ? and state = 'building'""";

  private static final String ACTIVATE = """
      update views.projection set active = ? where name = ?""";

  private static final String LEFT_BEHIND = COLUMNS + """
      from views.generation g
      where g.name = ? and (g.state = 'retired' and g.retired_at < now() - ? * interval '1 millisecond'
        or g.state = 'comparing' and g.created_at < now() - interval '1 hour')""";

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

  Optional<Generation> building(String name) {
    return database.read(connection -> select(connection, BUILDING, name));
  }

  Optional<Generation> find(String name, int number) {
    return database.read(connection -> select(connection, FIND, name, number));
  }

  /** The one being built with this version: begun, or gone on with. One of another version gives way. */
  Generation build(String name, int version) {
    return database.transact(Patience.LONG, connection -> {
      lock(connection, name);
      Optional<Generation> building = select(connection, BUILDING, name);
      if (building.isPresent() && building.get().version() == version) {
        return building.get();
      }
      if (building.isPresent()) {
        retire(connection, building.get());
      }
      return create(connection, name, version, State.BUILDING, Segments.STANDARD);
    });
  }

  /** Rows beside all others, to compare with: of as many segments as what they are compared to. */
  Generation scratch(Generation like) {
    return database.transact(Patience.LONG, connection -> {
      lock(connection, like.name());
      return create(connection, like.name(), like.version(), State.COMPARING, like.segments());
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

  /** From the end of the transaction on, this generation answers. */
  void activate(Connection connection, Generation generation, Optional<Generation> previous) throws SQLException {
    if (update(connection, ACTIVATE_ROWS, generation.name(), generation.number()) != 1) {
      throw new GenerationRetired();
    }
    update(connection, ACTIVATE, generation.number(), generation.name());
    if (previous.isPresent()) {
      retire(connection, previous.get());
    }
  }

  /** Nobody writes its rows from the end of the transaction on: there are no tokens to be moved. */
  private static void retire(Connection connection, Generation generation) throws SQLException {
    update(connection, RETIRE, generation.name(), generation.number());
    Segments.of(generation).drop(connection);
  }

  void drop(Generation generation) {
    database.change(Patience.LONG, connection -> {
      generation.tables().drop(connection);
      Segments.of(generation).drop(connection);
      update(connection, UNPARK, generation.name(), generation.number());
      update(connection, DELETE, generation.name(), generation.number());
    });
  }

  /** Drops what was retired at least so long ago, and what a comparison left behind when it was killed. */
  void dropRetired(String name, Duration grace) {
    List<Generation> left = database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(LEFT_BEHIND)) {
        statement.setString(1, name);
        statement.setLong(2, grace.toMillis());
        try (ResultSet found = statement.executeQuery()) {
          List<Generation> generations = new ArrayList<>();
          while (found.next()) {
            generations.add(generation(found));
          }
          return generations;
        }
      }
    });
    left.forEach(this::drop);
  }

  private Generation create(Connection connection, String name, int version, State state, int segments)
      throws SQLException {
    int number;
    try (PreparedStatement statement = connection.prepareStatement(NEXT_NUMBER)) {
      statement.setString(1, name);
      try (ResultSet next = statement.executeQuery()) {
        next.next();
        number = next.getInt(1);
      }
    }
    update(connection, INSERT, name, number, version, state.name().toLowerCase(Locale.ROOT));
    Generation generation = new Generation(name, number, version, state, segments);
    generation.tables().create(connection);
    Segments.of(generation).create(connection, segments);
    return generation;
  }

  private static Optional<Generation> select(Connection connection, String sql, Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      try (ResultSet found = statement.executeQuery()) {
        return found.next() ? Optional.of(generation(found)) : Optional.empty();
      }
    }
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
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)), row.getInt("segments"));
  }
}
