package io.anamnesis.query.insight.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * Lets one process at a time do a piece of work. The turn is a lock of the database's and ends with the connection: so a process
 * that is killed leaves none behind, and one that is frozen loses it after two minutes.
 */
final class Turns {
  private static final String TAKE = """
      select pg_try_advisory_xact_lock(hashtextextended('reports:' || ?, 0)),
        set_config('idle_in_transaction_session_timeout', '2min', true)""";

  private final DataSource database;

  Turns(DataSource database) {
    this.database = database;
  }

  /** @return false if another one is at it: nothing was done */
  boolean tryToTake(String what, Runnable work) {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        boolean mine = isMine(connection, what);
        if (mine) {
          work.run();
        }
        return mine;
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException lost) {
      throw new IllegalStateException("a turn was lost, or could not be asked for", lost);
    }
  }

  private static boolean isMine(Connection connection, String what) throws SQLException {
    try (PreparedStatement take = connection.prepareStatement(TAKE)) {
      take.setString(1, what);
      try (ResultSet row = take.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }
}
