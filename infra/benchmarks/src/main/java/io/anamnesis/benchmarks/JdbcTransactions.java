package io.anamnesis.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.ConnectionWrapperFactory;
import org.axonframework.common.jdbc.ConnectionWrapperFactory.NoOpCloseHandler;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of the database for an Axon unit of work, in which its handlers write and its token is stored: what an
 * application leaves to Spring.
 */
final class JdbcTransactions implements TransactionManager, ConnectionProvider {
  private final DataSource pool;
  @SuppressWarnings("ThreadLocalUsage") // One for each pool: there is no other transaction of the same.
  private final ThreadLocal<@Nullable Connection> current = new ThreadLocal<>();

  JdbcTransactions(DataSource pool) {
    this.pool = pool;
  }

  @Override
  public Transaction startTransaction() {
    if (current.get() != null) {
      throw new IllegalStateException("a transaction within another one");
    }
    try {
      Connection connection = pool.getConnection();
      connection.setAutoCommit(false);
      current.set(connection);
      return new OfConnection(connection);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The transaction's, which closes with it; outside of one, a connection that commits every statement. */
  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = current.get();
    return connection == null
        ? pool.getConnection()
        : ConnectionWrapperFactory.wrap(connection, new NoOpCloseHandler());
  }

  private final class OfConnection implements Transaction {
    private final Connection connection;

    OfConnection(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void commit() {
      end(Connection::commit);
    }

    @Override
    public void rollback() {
      end(Connection::rollback);
    }

    private void end(Ending ending) {
      current.remove();
      try (connection) {
        ending.of(connection);
      } catch (SQLException failed) {
        throw new IllegalStateException(failed);
      }
    }
  }

  private interface Ending {
    void of(Connection connection) throws SQLException;
  }
}
