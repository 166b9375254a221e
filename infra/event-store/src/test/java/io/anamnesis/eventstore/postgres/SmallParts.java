package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.LogSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Cuts the identity of a new log into parts so small that a test passes many of them. */
final class SmallParts {
  private SmallParts() {}

  /** @return the parts, of {@code 2^bits} positions each */
  static Parts cut(DataSource database, int bits) {
    PostgresEventLog.open(LogConfiguration.of(database)).close();
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute("""
          drop index log.event_id_in_part;
          create unique index event_id_in_part on log.event ((position >> %d), event_id) include (position)"""
          .formatted(bits));
      return Parts.of(connection, LogSchema.LOG);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
