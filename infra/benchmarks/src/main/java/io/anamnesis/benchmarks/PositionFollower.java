package io.anamnesis.benchmarks;

import io.anamnesis.benchmarks.Gated.Follower;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Remembers the last position that it was given and asks for what is behind it. */
final class PositionFollower implements Follower {
  private final DataSource database;
  private final String query;
  private long position;

  /**
   * @param query of one parameter, the last position; gives rows of position and event id, ascending by position
   * @param position to begin behind
   */
  PositionFollower(DataSource database, String query, long position) {
    this.database = database;
    this.query = query;
    this.position = position;
  }

  @Override
  public List<UUID> next() {
    List<UUID> ids = new ArrayList<>();
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(query)) {
      select.setLong(1, position);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          position = rows.getLong(1);
          ids.add(UUID.fromString(rows.getString(2)));
        }
      }
      return ids;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
