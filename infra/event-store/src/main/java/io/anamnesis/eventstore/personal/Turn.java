package io.anamnesis.eventstore.personal;

import io.anamnesis.eventstore.LogUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Keys are made side by side; whoever destroys them, or says what wraps them, does so alone. */
final class Turn {
  /** Key of the advisory lock: {@code keysturn}. */
  private static final long LOCK = 0x6b657973_7475726eL;

  /**
   * Precedes a statement that stores new keys, in the same transaction: the statement sees all that was destroyed before, as
   * its own snapshot is taken once the lock is held. It fails if it waits for too long.
   */
  static final String AMONG_MAKERS =
      "select set_config('lock_timeout', '10s', true); select pg_advisory_xact_lock_shared(" + LOCK + "); ";

  /** The database lets go of it when its holder ends, or hangs. */
  private static final String ALONE = """
      set local idle_in_transaction_session_timeout = '30s';
      set local lock_timeout = '10s';
      select pg_advisory_xact_lock(%d)""".formatted(LOCK);

  private Turn() {}

  /** What is done in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  /**
   * Nobody makes or destroys a key meanwhile, in any process.
   *
   * @throws LogUnavailable if the database does not answer, or another has not ended its turn: to be tried again
   */
  static <T> T alone(DataSource database, Work<T> work) {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        try (PreparedStatement lock = connection.prepareStatement(ALONE)) {
          lock.execute();
        }
        T result = work.in(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException failed) {
        takeBack(connection, failed);
        throw failed;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  /** The answer to a query for one truth value. */
  static boolean isTrue(Connection connection, String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query); ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static void takeBack(Connection connection, Exception failed) {
    try {
      connection.rollback();
    } catch (SQLException lost) {
      // The server takes it back itself once it notices.
      failed.addSuppressed(lost);
    }
  }
}
