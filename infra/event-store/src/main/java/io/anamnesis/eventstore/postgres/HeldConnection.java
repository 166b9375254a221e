package io.anamnesis.eventstore.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A connection taken out of the pool for a COPY. It goes back if {@link #done} was told, and is dropped otherwise: in the
 * middle of a COPY it would answer the next statement with rows of this one. May be closed on any thread.
 */
final class HeldConnection implements AutoCloseable {
  private final DataSource database;
  private @Nullable Connection connection;
  private boolean free;

  private HeldConnection(DataSource database, Connection connection) {
    this.database = database;
    this.connection = connection;
  }

  static HeldConnection of(DataSource database) throws SQLException {
    return new HeldConnection(database, database.getConnection());
  }

  /** @throws SQLException if it was closed */
  synchronized Connection connection() throws SQLException {
    if (connection == null) {
      throw new SQLException("the connection was given up");
    }
    return connection;
  }

  /** Nothing of it is left unread. */
  synchronized void done() {
    free = true;
  }

  @Override
  public synchronized void close() {
    Connection used = connection;
    connection = null;
    if (used == null) {
      return;
    }
    if (!free) {
      Connections.drop(database, used);
      return;
    }
    try {
      used.close();
    } catch (SQLException failed) {
      Connections.drop(database, used);
    }
  }
}
