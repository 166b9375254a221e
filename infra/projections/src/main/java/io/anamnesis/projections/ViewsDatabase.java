package io.anamnesis.projections;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/**
 * Units of work on the views' database.
 *
 * @param turn of the one unit of work at a time that uses further connections while it holds its own
 */
record ViewsDatabase(DataSource source, Semaphore turn) {

  ViewsDatabase(DataSource source) {
    this(source, new Semaphore(1, true));
  }

  /** What is done with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /** What is done with a connection, for its effect. */
  @FunctionalInterface
  interface Effect {
    void with(Connection connection) throws SQLException;
  }

  /** One statement, each its own transaction. */
  <T> T read(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      return work.with(connection);
    } catch (SQLException failed) {
      throw new ViewsFailure(failed);
    }
  }

  /** All or nothing: whatever is thrown rolls back. */
  <T> T transact(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        T result = work.with(connection);
        connection.commit();
        done = true;
        return result;
      } finally {
        close(connection, done);
      }
    } catch (SQLException failed) {
      throw new ViewsFailure(failed);
    }
  }

  /** As {@link #transact}, for work that uses further connections: one at a time, lest several take all that there are. */
  <T> T transactInTurn(Work<T> work) {
    turn.acquireUninterruptibly();
    try {
      return transact(work);
    } finally {
      turn.release();
    }
  }

  void change(Effect effect) {
    transact(connection -> {
      effect.with(connection);
      return true;
    });
  }

  private static void close(Connection connection, boolean done) throws SQLException {
    try {
      if (!done) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    } catch (SQLException lost) {
      // A connection that cannot roll back is gone, and its transaction with it; the first failure tells why.
      if (done) {
        throw lost;
      }
    }
  }
}
