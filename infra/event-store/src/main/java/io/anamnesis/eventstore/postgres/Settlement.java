package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/**
 * Makes an instant final: no later append is recorded at or before it. Appends take their time from the clock while they
 * hold the writers' turn. So whoever passes the turn and then finds the clock past the instant has every earlier append
 * behind it, committed, and every later one is given a later time.
 */
final class Settlement {
  private static final String LAST_AND_CLOCK = """
      select coalesce((select recorded_at > ? from log.event order by position desc limit 1), false),
             clock_timestamp() < ?""";

  private static final String PASS_TURN = """
      select pg_advisory_xact_lock_shared(?);
      select clock_timestamp() > ?""";

  private final DataSource database;
  private final LogSchema schema;
  private final AtomicReference<Instant> settled = new AtomicReference<>(Instant.MIN);

  Settlement(DataSource database, LogSchema schema) {
    this.database = database;
    this.schema = schema;
  }

  /** @return false if the instant lies in the future of the database's clock */
  boolean settle(Instant asOf) {
    if (!asOf.isAfter(settled.get())) {
      return true;
    }
    try (Connection connection = database.getConnection()) {
      if (!isPast(connection, asOf)) {
        return false;
      }
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
    settled.accumulateAndGet(asOf, (one, other) -> one.isAfter(other) ? one : other);
    return true;
  }

  private boolean isPast(Connection connection, Instant asOf) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(LAST_AND_CLOCK))) {
      statement.setObject(1, Rows.timestamp(asOf));
      statement.setObject(2, Rows.timestamp(asOf));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (row.getBoolean(1)) {
          return true;
        } else if (row.getBoolean(2)) {
          return false;
        }
      }
    }
    // Once, as a rule: again only within the very microsecond that was asked for.
    while (!passTurn(connection, asOf)) {
      Thread.onSpinWait();
    }
    return true;
  }

  private boolean passTurn(Connection connection, Instant asOf) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PASS_TURN)) {
      statement.setLong(1, schema.lock(WritersTurn.LOCK));
      statement.setObject(2, Rows.timestamp(asOf));
      statement.execute();
      if (!statement.getMoreResults()) {
        throw new SQLException("the clock gave no answer");
      }
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }
}
