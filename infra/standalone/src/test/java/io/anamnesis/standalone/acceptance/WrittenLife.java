package io.anamnesis.standalone.acceptance;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Where the log holds what it holds of somebody, seen by SQL alone. */
record WrittenLife(String database, String customer) {

  /** In their order. */
  List<Long> positionsAfter(long position) {
    List<Long> positions = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(database);
        PreparedStatement statement = connection.prepareStatement(
            "select position from log.event where subject = ? and position > ? order by position")) {
      statement.setString(1, customer);
      statement.setLong(2, position);
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        positions.add(row.getLong(1));
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return positions;
  }
}
