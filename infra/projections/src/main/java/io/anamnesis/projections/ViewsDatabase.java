package io.anamnesis.projections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/**
 * Units of work on the views' database.
 *
 * @param turn of the one unit of work at a time that uses further connections while it holds its own
 * @param bulk of the few at a time that hold a connection for as long as it takes to write or to index a whole view; all
 *        that a scan feeds are ready at the same moment, and readers and followers need connections too
 */
record ViewsDatabase(DataSource source, Semaphore turn, Semaphore bulk) {
  private static final int BULK_AT_ONCE = 3;

  ViewsDatabase(DataSource source) {
    this(source, new Semaphore(1, true), new Semaphore(BULK_AT_ONCE, true));
  }

  /** How long a transaction waits for others, and how long others wait for it when its process is frozen within it. */
  enum Patience {
    /** For what moves tokens: better to come again than to keep a connection waiting while a swap holds them. */
    BRIEF("1s", "5s"),
    /** For one who reads the log meanwhile. */
    WORKING("1s", "60s"),
    /** For what is done once: it waits for its turn. */
    LONG("0", "60s");

    private final String forOthers;
    private final String ofOthers;

    Patience(String forOthers, String ofOthers) {
      this.forOthers = forOthers;
      this.ofOthers = ofOthers;
    }
  }

  private static final String USUAL = "";

  private static final String SNAPSHOT = """
      set transaction isolation level repeatable read, read only""";

  private static final String BOUND = """
      select set_config('lock_timeout', ?, true), set_config('idle_in_transaction_session_timeout', ?, true)""";

  /** What is done with a connection. */
  @FunctionalInterface
  interface Transaction<T> {
    T with(Connection connection) throws SQLException;
  }

  /** What is done with a connection, for its effect. */
  @FunctionalInterface
  interface Effect {
    void with(Connection connection) throws SQLException;
  }

  /** One statement, each its own transaction. */
  <T> T read(Transaction<T> work) {
    try (Connection connection = source.getConnection()) {
      return work.with(connection);
    } catch (SQLException failed) {
      throw new ViewsFailure(failed);
    }
  }

  /** All or nothing: whatever is thrown rolls back. */
  <T> T transact(Patience patience, Transaction<T> work) {
    return transact(USUAL, patience, work);
  }

  private <T> T transact(String kind, Patience patience, Transaction<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        begin(connection, kind);
        bound(connection, patience);
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

  /**
   * Everything as of one moment, whatever others change meanwhile; changes nothing itself. Rows come in as they are fetched,
   * where a statement has a fetch size.
   */
  <T> T snapshot(Patience patience, Transaction<T> work) {
    return transact(SNAPSHOT, patience, work);
  }

  /**
   * As {@link #transact(Patience, Transaction)}, for work that uses further connections: one at a time, lest several take all
   * that there are.
   */
  <T> T transactInTurn(Transaction<T> work) {
    turn.acquireUninterruptibly();
    try {
      return transact(Patience.LONG, work);
    } finally {
      turn.release();
    }
  }

  void change(Patience patience, Effect effect) {
    transact(patience, connection -> {
      effect.with(connection);
      return true;
    });
  }

  private static void begin(Connection connection, String kind) throws SQLException {
    if (!kind.equals(USUAL)) {
      execute(connection, kind);
    }
  }

  /** One or several statements without arguments. */
  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void bound(Connection connection, Patience patience) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BOUND)) {
      statement.setString(1, patience.forOthers);
      statement.setString(2, patience.ofOthers);
      statement.execute();
    }
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
