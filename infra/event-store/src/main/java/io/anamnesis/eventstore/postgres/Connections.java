package io.anamnesis.eventstore.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends connections that must not go back to a pool: broken ones, and those with settings of their own. */
final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private Connections() {}

  static void drop(DataSource database, Connection connection) {
    try {
      // Closing would wait for whoever reads from the connection, and on a hung network for ever.
      connection.abort(Runnable::run);
      if (database.isWrapperFor(HikariDataSource.class)) {
        database.unwrap(HikariDataSource.class).evictConnection(connection);
      } else {
        connection.close();
      }
    } catch (SQLException failed) {
      LOG.debug("a connection of the log ended with an error", failed);
    }
  }
}
