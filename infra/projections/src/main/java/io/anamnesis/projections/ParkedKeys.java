package io.anamnesis.projections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The parked keys of one work. */
record ParkedKeys(Work work) {

  private static final String LOAD = """
      select key from views.parked where projection = ? and generation = ? order by position""";

  private static final String CONTAINS = """
      select position from views.parked where projection = ? and generation = ? and key = ?""";

  private static final String LIST = """
      select key, position, cause, parked_at from views.parked
      where projection = ? and generation = ? and position > ? order by position, key limit ?""";

  private static final String AT = """
      select key, position, cause, parked_at from views.parked
      where projection = ? and generation = ? and position = ?""";

  private static final String PARK = """
      insert into views.parked (projection, generation, key, position, cause)
      values (?, ?, ?, ?, ?)
      on conflict (projection, generation, key) do update set position = excluded.position, cause = excluded.cause""";

  private static final String UNPARK = """
      delete from views.parked where projection = ? and generation = ? and key = ?""";

  private static final String UNPARK_ALL = """
      delete from views.parked where projection = ? and generation = ?""";

  List<String> load(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
      statement.setString(1, work.name());
      statement.setInt(2, work.generation());
      try (ResultSet found = statement.executeQuery()) {
        List<String> keys = new ArrayList<>();
        while (found.next()) {
          keys.add(found.getString(1));
        }
        return keys;
      }
    }
  }

  /** Ascending by position. */
  List<ParkedKey> list(Connection connection, long after, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LIST)) {
      statement.setString(1, work.name());
      statement.setInt(2, work.generation());
      statement.setLong(3, after);
      statement.setInt(4, limit);
      return parkedKeys(statement);
    }
  }

  /** The key that is parked at an event: an event is one key's. */
  Optional<ParkedKey> at(Connection connection, long position) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(AT)) {
      statement.setString(1, work.name());
      statement.setInt(2, work.generation());
      statement.setLong(3, position);
      return parkedKeys(statement).stream().findFirst();
    }
  }

  private static List<ParkedKey> parkedKeys(PreparedStatement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery()) {
      List<ParkedKey> keys = new ArrayList<>();
      while (found.next()) {
        keys.add(new ParkedKey(found.getString("key"), found.getLong("position"), found.getString("cause"),
            found.getObject("parked_at", OffsetDateTime.class).toInstant()));
      }
      return keys;
    }
  }

  boolean contains(Connection connection, String key) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CONTAINS)) {
      statement.setString(1, work.name());
      statement.setInt(2, work.generation());
      statement.setString(3, key);
      try (ResultSet found = statement.executeQuery()) {
        return found.next();
      }
    }
  }

  void park(Connection connection, Collection<Parked> parked) throws SQLException {
    if (parked.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(PARK)) {
      for (Parked key : parked) {
        statement.setString(1, work.name());
        statement.setInt(2, work.generation());
        statement.setString(3, key.key());
        statement.setLong(4, key.position());
        statement.setString(5, key.cause());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  void unpark(Connection connection, String key) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(UNPARK)) {
      statement.setString(1, work.name());
      statement.setInt(2, work.generation());
      statement.setString(3, key);
      statement.executeUpdate();
    }
  }

  void unparkAll(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(UNPARK_ALL)) {
      statement.setString(1, work.name());
      statement.setInt(2, work.generation());
      statement.executeUpdate();
    }
  }
}
