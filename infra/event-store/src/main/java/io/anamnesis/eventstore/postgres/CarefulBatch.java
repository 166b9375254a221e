package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One batch in two round trips: take the writers' turn and look up ids and streams; insert what survives and commit.
 * Nothing but the append runs while the turn is held, and a writer that goes silent between the two loses it by a
 * time-out of the server's.
 */
final class CarefulBatch {

  /**
   * Each statement after the first has a snapshot of its own, younger than the turn. One statement for all would not. Whole
   * events come last: while the server sends much, nothing more is to be sent to it.
   */
  private static final String TAKE_TURN_AND_LOOK_UP_STREAMS = WritersTurn.TAKE + WritersTurn.HEAD_AND_TIME + """
      ;

      select sought.stream, last.seq
      from unnest(?) as sought (stream)
      cross join lateral (
        select known.seq from log.event known where known.stream = sought.stream order by known.seq desc limit 1) last;

      """;

  private static final String INSERT = """
      insert into log.event (position, event_id, stream, seq, subject, type, revision, occurred_at, payload, metadata,
                             recorded_at)
      select ?::bigint + number, event_id, stream, seq, subject, type, revision, occurred_at, payload, metadata,
             ?::timestamptz
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
        as fresh (event_id, stream, seq, subject, type, revision, occurred_at, payload, metadata, number)""";

  /** It travels with the rows: who waits for the turn waits one round trip less. */
  private static final String COMMIT = """
      ;

      commit""";

  private final LogSchema schema;
  private final Identity identity;
  private final String takeTurnAndLookUp;

  CarefulBatch(LogSchema schema, Identity identity) {
    this.schema = schema;
    this.identity = identity;
    this.takeTurnAndLookUp = schema.sql(TAKE_TURN_AND_LOOK_UP_STREAMS) + identity.events().sql();
  }

  /** Appends what can be appended; returns when it is durable. */
  BatchPlan append(Connection connection, List<Append> batch, Attempts attempts, boolean announce)
      throws SQLException {
    return inTransaction(connection, () -> {
      BatchPlan plan = lookUp(connection, batch, attempts);
      if (plan.survivors().isEmpty()) {
        connection.rollback();
        return plan;
      }
      attempts.begin(plan.headBefore());
      insert(connection, plan, announce);
      return plan;
    });
  }

  /** Writes nothing; {@link Outcome.Appended} and {@link Outcome.Duplicate} for what is in the log, else unknown. */
  List<Outcome> ask(Connection connection, List<Append> batch, Attempts attempts, Throwable cause)
      throws SQLException {
    return inTransaction(connection, () -> {
      BatchPlan plan = lookUp(connection, batch, attempts);
      connection.rollback();
      return plan.outcomes().stream()
          .map(outcome -> isInLog(outcome, plan.headBefore()) ? outcome : new Outcome.Unknown(cause)).toList();
    });
  }

  private static boolean isInLog(Outcome outcome, long head) {
    return switch (outcome) {
      case Outcome.Appended(long first, long last) -> last <= head;
      case Outcome.Duplicate(StoredEvent existing) -> existing.position() <= head;
      case Outcome.Conflict conflict -> false;
      case Outcome.Unknown unknown -> false;
    };
  }

  /** A connection that fails is given up by whoever uses it: only a sound one goes back to committing by itself. */
  private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    T done = work.run();
    connection.setAutoCommit(true);
    return done;
  }

  private BatchPlan lookUp(Connection connection, List<Append> batch, Attempts attempts) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(takeTurnAndLookUp)) {
      statement.setLong(1, schema.lock(WritersTurn.LOCK));
      statement.setArray(2, connection.createArrayOf("text", batch.stream().flatMap(append -> append.events().stream())
          .map(NewEvent::stream).filter(Objects::nonNull).distinct().toArray()));
      identity.events().set(statement, 3, identity.suspects(
          batch.stream().flatMap(append -> append.events().stream()).map(NewEvent::eventId).distinct().toList()));
      statement.execute();
      ResultSet head = BatchResults.next(statement);
      head.next();
      long position = head.getLong(1);
      Instant recordedAt = Rows.instant(head, 2);
      Map<String, Long> lastSeqs = lastSeqs(BatchResults.next(statement));
      Map<UUID, StoredEvent> known = Rows.events(BatchResults.next(statement)).stream()
          .collect(Collectors.toMap(StoredEvent::eventId, Function.identity(), (first, again) -> first));
      return new BatchPlan(position, recordedAt, known, lastSeqs, attempts).decide(batch);
    }
  }

  private static Map<String, Long> lastSeqs(ResultSet rows) throws SQLException {
    Map<String, Long> lastSeqs = new HashMap<>();
    while (rows.next()) {
      lastSeqs.put(rows.getString(1), rows.getLong(2));
    }
    return lastSeqs;
  }

  private void insert(Connection connection, BatchPlan plan, boolean announce) throws SQLException {
    List<NewEvent> events = plan.survivors();
    String sql = schema.sql(INSERT) + (announce ? WritersTurn.ANNOUNCE : "") + COMMIT;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, plan.headBefore());
      statement.setObject(2, Rows.timestamp(plan.recordedAt()));
      new EventColumns(connection, statement, 3).set(events);
      if (announce) {
        statement.setString(12, schema.channel());
      }
      statement.execute();
      if (statement.getUpdateCount() != events.size()) {
        throw new SQLException("the log took " + statement.getUpdateCount() + " rows of " + events.size());
      }
    }
  }

  /** What is done in one transaction. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws SQLException;
  }
}
