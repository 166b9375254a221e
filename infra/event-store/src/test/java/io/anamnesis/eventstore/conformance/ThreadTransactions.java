package io.anamnesis.eventstore.conformance;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.ConnectionWrapperFactory;
import org.axonframework.common.jdbc.ConnectionWrapperFactory.NoOpCloseHandler;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;

/** Transactions of plain JDBC for Axon's engine: one connection for a thread while its transaction lasts. */
final class ThreadTransactions implements TransactionManager, ConnectionProvider {
  private final DataSource database;
  @SuppressWarnings("ThreadLocalUsage") // Of each database its own.
  private final ThreadLocal<@Nullable Connection> current = new ThreadLocal<>();

  ThreadTransactions(DataSource database) {
    this.database = database;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection own = current.get();
    // The engine closes what it was given; within a transaction that is not the engine's.
    return own == null ? database.getConnection() : ConnectionWrapperFactory.wrap(own, new NoOpCloseHandler());
  }

  @Override
  public Transaction startTransaction() {
    try {
      Connection connection = database.getConnection();
      connection.setAutoCommit(false);
      current.set(connection);
      return new OnConnection(connection);
    } catch (SQLException failed) {
      throw new EventStoreException("no transaction can be begun", failed);
    }
  }

  /** Gone from the thread with its end. */
  private final class OnConnection implements Transaction {
    private final Connection connection;

    OnConnection(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void commit() {
      end(connection::commit);
    }

    @Override
    public void rollback() {
      if (current.get() != null) {
        end(connection::rollback);
      }
    }

    private void end(Ending ending) {
      current.remove();
      try (connection) {
        ending.run();
      } catch (SQLException failed) {
        throw new EventStoreException("the transaction did not end as it should", failed);
      }
    }
  }

  /** Commit or rollback. */
  @FunctionalInterface
  private interface Ending {
    void run() throws SQLException;
  }
}
