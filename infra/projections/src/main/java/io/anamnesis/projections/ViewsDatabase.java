package io.anamnesis.projections;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Units of work on the views' database. */
record ViewsDatabase(DataSource source) {

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
