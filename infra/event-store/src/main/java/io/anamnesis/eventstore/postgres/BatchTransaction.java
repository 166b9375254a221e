package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One batch, one transaction, two round trips: take the writers' turn; insert and commit. Nothing but the append runs
 * while the turn is held.
 *
 * <p>It may be sure of nothing and look up ids and streams together with the turn, or be hopeful and leave it to the unique
 * indexes to refuse. What they refuse is rolled back and must be tried again without hope.
 */
final class BatchTransaction {

  /** Each statement after the first has a snapshot of its own, younger than the turn. One statement for all would not. */
  private static final String TAKE_TURN =
      """
      select pg_advisory_xact_lock(?);

      select coalesce(last.position, 0), greatest(last.recorded_at + interval '1 microsecond', clock_timestamp())
      from (values (1)) one
      left join lateral (select position, recorded_at from log.event order by position desc limit 1) last on true""";

  private static final String TAKE_TURN_AND_LOOK_UP = TAKE_TURN
      + """
      ;

      select known.position, known.event_id, known.stream, known.seq, known.subject, known.type, known.revision,
             known.occurred_at, known.recorded_at, known.payload, known.metadata
      from unnest(?) as sought (event_id)
      join log.event known on known.event_id = sought.event_id;

      select sought.stream, last.seq
      from unnest(?) as sought (stream)
      cross join lateral (
        select known.seq from log.event known where known.stream = sought.stream order by known.seq desc limit 1) last""";

  /** The commit travels with the rows: who waits for the turn waits one round trip less. */
  private static final String INSERT = """
      insert into log.event (position, event_id, stream, seq, subject, type, revision, occurred_at, payload, metadata,
                             recorded_at)
      select position, event_id, stream, seq, subject, type, revision, occurred_at, payload, metadata, ?
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        as fresh (position, event_id, stream, seq, subject, type, revision, occurred_at, payload, metadata);

      select pg_notify(?, ?);

      commit""";

  private static final String INSERT_ONE = """
      insert into log.event (recorded_at, position, event_id, stream, seq, subject, type, revision, occurred_at, payload,
                             metadata)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

      select pg_notify(?, ?);

      commit""";

  private BatchTransaction() {}

  /**
   * Appends what can be appended; returns when it is durable.
   *
   * @param hope what is believed of the streams, where nothing is to be looked up
   * @throws SQLException with state 23505, nothing appended, where hope was deceived
   */
  static BatchPlan append(Connection connection, List<Append> batch, Attempts attempts, Optional<StreamHeads> hope)
      throws SQLException {
    BatchPlan plan = hope.isPresent()
        ? hopeful(connection, hope.get(), attempts).decide(batch)
        : lookingUp(connection, batch, attempts).decide(batch);
    if (plan.survivors().isEmpty()) {
      connection.rollback();
      return plan;
    }
    attempts.add(plan.recordedAt(), plan.outcomes());
    insert(connection, plan);
    return plan;
  }

  /** Writes nothing; {@link Outcome.Appended} and {@link Outcome.Duplicate} for what is in the log, else unknown. */
  static List<Outcome> lookUp(Connection connection, List<Append> batch, Attempts attempts, Throwable cause)
      throws SQLException {
    BatchPlan plan = lookingUp(connection, batch, attempts).decide(batch);
    connection.rollback();
    long head = plan.survivors().isEmpty() ? Long.MAX_VALUE : plan.survivors().getFirst().position() - 1;
    return plan.outcomes().stream().map(outcome -> isInLog(outcome, head) ? outcome : new Outcome.Unknown(cause))
        .toList();
  }

  private static boolean isInLog(Outcome outcome, long head) {
    return switch (outcome) {
      case Outcome.Appended(long first, long last) -> last <= head;
      case Outcome.Duplicate(StoredEvent existing) -> existing.position() <= head;
      case Outcome.Conflict conflict -> false;
      case Outcome.Unknown unknown -> false;
    };
  }

  private static BatchPlan hopeful(Connection connection, StreamHeads streams, Attempts attempts) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TAKE_TURN)) {
      statement.setLong(1, WritersTurn.LOCK);
      statement.execute();
      ResultSet head = next(statement);
      head.next();
      return new BatchPlan(head.getLong(1), Rows.instant(head, 2), Map.of(), streams.known(), attempts);
    }
  }

  private static BatchPlan lookingUp(Connection connection, List<Append> batch, Attempts attempts)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TAKE_TURN_AND_LOOK_UP)) {
      statement.setLong(1, WritersTurn.LOCK);
      statement.setArray(2, connection.createArrayOf("uuid",
          batch.stream().flatMap(append -> append.events().stream()).map(NewEvent::eventId).distinct().toArray()));
      statement.setArray(3, connection.createArrayOf("text", batch.stream().flatMap(append -> append.events().stream())
          .map(NewEvent::stream).filter(Objects::nonNull).distinct().toArray()));
      statement.execute();
      ResultSet head = next(statement);
      head.next();
      long position = head.getLong(1);
      Instant recordedAt = Rows.instant(head, 2);
      Map<UUID, StoredEvent> known = Rows.events(next(statement)).stream()
          .collect(Collectors.toMap(StoredEvent::eventId, Function.identity()));
      return new BatchPlan(position, recordedAt, known, lastSeqs(next(statement)), attempts);
    }
  }

  private static ResultSet next(PreparedStatement statement) throws SQLException {
    if (!statement.getMoreResults()) {
      throw new SQLException("the log's statement gave fewer results than it has parts");
    }
    return statement.getResultSet();
  }

  private static Map<String, Long> lastSeqs(ResultSet rows) throws SQLException {
    Map<String, Long> lastSeqs = new HashMap<>();
    while (rows.next()) {
      lastSeqs.put(rows.getString(1), rows.getLong(2));
    }
    return lastSeqs;
  }

  private static void insert(Connection connection, BatchPlan plan) throws SQLException {
    List<StoredEvent> events = plan.survivors();
    boolean one = events.size() == 1;
    try (PreparedStatement statement = connection.prepareStatement(one ? INSERT_ONE : INSERT)) {
      statement.setObject(1, Rows.timestamp(plan.recordedAt()));
      if (one) {
        setValues(statement, events.getFirst());
      } else {
        setColumns(statement, connection, events);
      }
      statement.setString(12, WritersTurn.CHANNEL);
      statement.setString(13, Long.toString(events.getLast().position()));
      statement.execute();
      if (statement.getUpdateCount() != events.size()) {
        throw new SQLException("the log took " + statement.getUpdateCount() + " rows of " + events.size());
      }
    }
  }

  private static void setValues(PreparedStatement statement, StoredEvent event) throws SQLException {
    statement.setLong(2, event.position());
    statement.setObject(3, event.eventId());
    statement.setString(4, event.stream());
    statement.setObject(5, event.seq(), Types.BIGINT);
    statement.setString(6, event.subject());
    statement.setString(7, event.type());
    statement.setInt(8, event.revision());
    statement.setObject(9, Rows.timestamp(event.occurredAt()));
    statement.setString(10, event.payload());
    statement.setString(11, event.metadata());
  }

  private static void setColumns(PreparedStatement statement, Connection connection, List<StoredEvent> events)
      throws SQLException {
    statement.setArray(2, column(connection, "int8", events, Long[]::new, StoredEvent::position));
    statement.setArray(3, column(connection, "uuid", events, UUID[]::new, StoredEvent::eventId));
    statement.setArray(4, column(connection, "text", events, String[]::new, StoredEvent::stream));
    statement.setArray(5, column(connection, "int8", events, Long[]::new, StoredEvent::seq));
    statement.setArray(6, column(connection, "text", events, String[]::new, StoredEvent::subject));
    statement.setArray(7, column(connection, "text", events, String[]::new, StoredEvent::type));
    statement.setArray(8, column(connection, "int4", events, Integer[]::new, StoredEvent::revision));
    statement.setArray(9,
        column(connection, "timestamptz", events, String[]::new, event -> event.occurredAt().toString()));
    statement.setArray(10, column(connection, "text", events, String[]::new, StoredEvent::payload));
    statement.setArray(11, column(connection, "text", events, String[]::new, StoredEvent::metadata));
  }

  /** An array of the column's own type: the driver sends those of numbers and texts in binary, as they are. */
  private static <T> Array column(Connection connection, String type, List<StoredEvent> events, IntFunction<T[]> array,
      Column<T> column) throws SQLException {
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
    T of(StoredEvent event);
  }
}
