package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.NewEvent;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The nine parameters of an insert that hold what a caller gives, in this order: event_id, stream, seq, subject, type,
 * revision, occurred_at, payload, metadata.
 *
 * @param first number of the first of these parameters
 */
record EventColumns(Connection connection, PreparedStatement statement, int first) {

  /** A parameter a value. */
  void set(NewEvent event) throws SQLException {
    statement.setObject(first, event.eventId());
    statement.setString(first + 1, event.stream());
    statement.setObject(first + 2, event.seq(), Types.BIGINT);
    statement.setString(first + 3, event.subject());
    statement.setString(first + 4, event.type());
    statement.setInt(first + 5, event.revision());
    statement.setObject(first + 6, Rows.timestamp(event.occurredAt()));
    statement.setString(first + 7, event.payload());
    statement.setString(first + 8, event.metadata());
  }

  /** A parameter an array, for {@code unnest}. */
  void set(List<NewEvent> events) throws SQLException {
    statement.setArray(first, column("uuid", events, UUID[]::new, NewEvent::eventId));
    statement.setArray(first + 1, column("text", events, String[]::new, NewEvent::stream));
    statement.setArray(first + 2, column("int8", events, Long[]::new, NewEvent::seq));
    statement.setArray(first + 3, column("text", events, String[]::new, NewEvent::subject));
    statement.setArray(first + 4, column("text", events, String[]::new, NewEvent::type));
    statement.setArray(first + 5, column("int4", events, Integer[]::new, NewEvent::revision));
    statement.setArray(first + 6,
        column("timestamptz", events, String[]::new, event -> event.occurredAt().toString()));
    statement.setArray(first + 7, column("text", events, String[]::new, NewEvent::payload));
    statement.setArray(first + 8, column("text", events, String[]::new, NewEvent::metadata));
  }

  /** An array of the column's own type: the driver sends those of numbers and texts in binary, as they are. */
  private <T> Array column(String type, List<NewEvent> events, IntFunction<T[]> array, Column<T> column)
      throws SQLException {
    @Nullable
    T[] values = array.apply(events.size());
    for (int i = 0; i < values.length; i++) {
      values[i] = column.of(events.get(i));
    }
    return connection.createArrayOf(type, values);
  }

  /** A column of the table. */
  @FunctionalInterface
  private interface Column<T> {
    @Nullable
    T of(NewEvent event);
  }
}
