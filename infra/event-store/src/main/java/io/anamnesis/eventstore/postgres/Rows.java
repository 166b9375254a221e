package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.StoredEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of {@code log.event} to {@link StoredEvent}. */
final class Rows {
  /** What a query for events selects, in this order. */
  static final String COLUMNS =
      "position, event_id, stream, seq, subject, type, revision, occurred_at, recorded_at, payload, metadata";

  private Rows() {}

  static List<StoredEvent> events(ResultSet rows) throws SQLException {
    List<StoredEvent> events = new ArrayList<>();
    while (rows.next()) {
      events.add(event(rows));
    }
    return events;
  }

  private static StoredEvent event(ResultSet row) throws SQLException {
    return new StoredEvent(row.getLong(1), row.getObject(2, UUID.class), row.getString(3), seq(row), row.getString(5),
        row.getString(6), row.getInt(7), instant(row, 8), instant(row, 9), row.getString(10), row.getString(11));
  }

  private static @Nullable Long seq(ResultSet row) throws SQLException {
    long seq = row.getLong(4);
    return row.wasNull() ? null : seq;
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** As the database compares it. Cut off, since the driver would round up to the next microsecond. */
  static OffsetDateTime timestamp(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }
}
