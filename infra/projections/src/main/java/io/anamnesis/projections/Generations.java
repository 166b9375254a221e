package io.anamnesis.projections;

import io.anamnesis.projections.Generation.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which generations there are, which of them answers, and how far each has got. */
final class Generations {
  private static final String REGISTER = """
      insert into views.projection (name) values (?) on conflict (name) do nothing""";

  private static final String LOCK = """
      select active from views.projection where name = ? for update""";

  private static final String FIND =
      """
      select name, generation, version, state, position, epoch from views.generation where name = ? and generation = ?""";

  private static final String ACTIVE = """
      select g.name, g.generation, g.version, g.state, g.position, g.epoch
      from views.projection p join views.generation g on g.name = p.name and g.generation = p.active
      where p.name = ?""";

  private static final String LOCK_ACTIVE = ACTIVE + " for update of g";

  private static final String BUILDING = """
      select name, generation, version, state, position, epoch from views.generation
      where name = ? and state = 'building'""";

  private static final String NEXT_NUMBER = """
      update views.projection set last_generation = last_generation + 1 where name = ? returning last_generation""";

  private static final String INSERT = """
      insert into views.generation (name, generation, version, state) values (?, ?, ?, ?)""";

  private static final String MOVE_TOKEN = """
      update views.generation set position = ?, epoch = ?
      where name = ? and generation = ? and position = ? and epoch = ? and state <> 'retired'""";

  private static final String RETIRE = """
      update views.generation set state = 'retired', retired_at = now() where name = ? and generation = ?""";

  private static final String ACTIVATE_ROWS = """
      update views.generation set state = 'live' where name = ? and generation = ? and state = 'building'""";

  private static final String ACTIVATE = """
      update views.projection set active = ? where name = ?""";

  private static final String LEFT_BEHIND = """
      select name, generation, version, state, position, epoch from views.generation
      where name = ? and (state = 'retired' and retired_at < now() - ? * interval '1 millisecond'
        or state = 'comparing' and created_at < now() - interval '1 hour')""";

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
    return database.read(connection -> select(connection, ACTIVE, name));
  }

  Optional<Generation> building(String name) {
    return database.read(connection -> select(connection, BUILDING, name));
  }

  Optional<Generation> find(String name, int number) {
    return database.read(connection -> find(connection, name, number));
  }

  /** The one being built with this version: begun, or gone on with. One of another version gives way. */
  Generation build(String name, int version) {
    return database.transact(connection -> {
      lock(connection, name);
      Optional<Generation> building = select(connection, BUILDING, name);
      if (building.isPresent() && building.get().version() == version) {
        return building.get();
      }
      if (building.isPresent()) {
        update(connection, RETIRE, name, building.get().number());
      }
      return create(connection, name, version, State.BUILDING);
    });
  }

  /** Rows beside all others, to compare with. */
  Generation scratch(String name, int version) {
    return database.transact(connection -> {
      lock(connection, name);
      return create(connection, name, version, State.COMPARING);
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

  /** The generation that answers, whose token stands still until the transaction ends. */
  Optional<Generation> holdActive(Connection connection, String name) throws SQLException {
    return select(connection, LOCK_ACTIVE, name);
  }

  /** @throws TokenMoved if the token is not at {@code from} any more: the transaction must roll back */
  static void moveToken(Connection connection, Generation generation, Token from, Token to) throws SQLException {
    int moved = update(connection, MOVE_TOKEN, to.position(), to.epoch(), generation.name(), generation.number(),
        from.position(), from.epoch());
    if (moved != 1) {
      throw new TokenMoved();
    }
  }

  /** From the end of the transaction on, this generation answers. */
  void activate(Connection connection, Generation generation, Optional<Generation> previous) throws SQLException {
    if (update(connection, ACTIVATE_ROWS, generation.name(), generation.number()) != 1) {
      throw new GenerationRetired();
    }
    update(connection, ACTIVATE, generation.number(), generation.name());
    if (previous.isPresent()) {
      update(connection, RETIRE, previous.get().name(), previous.get().number());
    }
  }

  void drop(Generation generation) {
    database.change(connection -> {
      generation.tables().drop(connection);
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

  private Generation create(Connection connection, String name, int version, State state) throws SQLException {
    int number;
    try (PreparedStatement statement = connection.prepareStatement(NEXT_NUMBER)) {
      statement.setString(1, name);
      try (ResultSet next = statement.executeQuery()) {
        next.next();
        number = next.getInt(1);
      }
    }
    update(connection, INSERT, name, number, version, state.name().toLowerCase(Locale.ROOT));
    Generation generation = new Generation(name, number, version, state, new Token(0, 0));
    generation.tables().create(connection);
    return generation;
  }

  private static Optional<Generation> find(Connection connection, String name, int number) throws SQLException {
    return select(connection, FIND, name, number);
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
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        new Token(row.getLong("position"), row.getLong("epoch")));
  }
}
