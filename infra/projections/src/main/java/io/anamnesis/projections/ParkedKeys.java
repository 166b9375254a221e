package io.anamnesis.projections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The parked keys of one generation of a projection; those of a policy, by generation 0. */
record ParkedKeys(String owner, int generation) {
  static final int OF_POLICY = 0;

  private static final String LOAD = """
      select key from views.parked where projection = ? and generation = ? order by position""";

  private static final String PARK = """
      insert into views.parked (projection, generation, key, position, cause)
      values (?, ?, ?, ?, ?)
      on conflict (projection, generation, key) do update set position = excluded.position, cause = excluded.cause""";

  private static final String UNPARK = """
      delete from views.parked where projection = ? and generation = ? and key = ?""";

  static ParkedKeys of(Generation generation) {
    return new ParkedKeys(generation.name(), generation.number());
  }

  static ParkedKeys ofPolicy(String policy) {
    return new ParkedKeys(policy, OF_POLICY);
  }

  List<String> load(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
      statement.setString(1, owner);
      statement.setInt(2, generation);
      try (ResultSet found = statement.executeQuery()) {
        List<String> keys = new ArrayList<>();
        while (found.next()) {
          keys.add(found.getString(1));
        }
        return keys;
      }
    }
  }

  void park(Connection connection, Collection<Parked> parked) throws SQLException {
    if (parked.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(PARK)) {
      for (Parked key : parked) {
        statement.setString(1, owner);
        statement.setInt(2, generation);
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
      statement.setString(1, owner);
      statement.setInt(2, generation);
      statement.setString(3, key);
      statement.executeUpdate();
    }
  }
}
