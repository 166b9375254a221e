package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One batch in one round trip: take the writers' turn, number, insert. Nothing is looked up, the unique indexes refuse.
 * What they refuse is rolled back whole, and must be tried again {@link CarefulBatch carefully}.
 *
 * <p>
 * The statements travel together and commit together, as PostgreSQL runs all that comes before one Sync as one
 * transaction. So once all of it has arrived the server needs nothing more of the writer; {@link TurnWatch} ends one that
 * stops in the middle of sending.
 */
final class HopefulBatch {

  /** Counted by the server, and the last position read again: both are cheaper than to have every row's returned. */
  private static final String INSERT = WritersTurn.TAKE + """
      insert into log.event (position, event_id, stream, seq, subject, type, revision, occurred_at, payload, metadata,
                             recorded_at)
      select turn.head + fresh.number, event_id, stream, seq, subject, type, revision, occurred_at, payload, metadata,
             turn.recorded_at
      from (
      """ + WritersTurn.HEAD_AND_TIME + """

        offset 0
      ) turn, unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
        as fresh (event_id, stream, seq, subject, type, revision, occurred_at, payload, metadata, number);

      """ + LogReader.HEAD;

  private static final String INSERT_ONE = WritersTurn.TAKE + """
      insert into log.event (position, event_id, stream, seq, subject, type, revision, occurred_at, payload, metadata,
                             recorded_at)
      select turn.head + 1, ?::uuid, ?::text, ?::bigint, ?::text, ?::text, ?::integer, ?::timestamptz, ?::text, ?::text,
             turn.recorded_at
      from (
      """ + WritersTurn.HEAD_AND_TIME + """
      ) turn
      returning position""";

  private HopefulBatch() {}

  /**
   * Appends all of it; returns when it is durable.
   *
   * @param announce whether other processes are to be woken
   * @return position of the last event before the batch
   * @throws SQLException with state 23505, nothing appended, where hope was deceived
   */
  static long append(Connection connection, List<NewEvent> events, boolean announce) throws SQLException {
    boolean one = events.size() == 1;
    String sql = (one ? INSERT_ONE : INSERT) + (announce ? WritersTurn.ANNOUNCE : "");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, WritersTurn.LOCK);
      EventColumns columns = new EventColumns(connection, statement, 2);
      if (one) {
        columns.set(events.getFirst());
      } else {
        columns.set(events);
      }
      if (announce) {
        statement.setString(11, WritersTurn.CHANNEL);
      }
      statement.execute();
      if (!one) {
        BatchResults.expectRows(statement, events.size());
      }
      ResultSet last = BatchResults.next(statement);
      if (!last.next()) {
        throw new SQLException("the log did not take the event that it was given");
      }
      return last.getLong(1) - events.size();
    }
  }

  /** One per append, numbered from the position after {@code head}. */
  static List<Outcome> outcomes(List<Append> batch, long head) {
    List<Outcome> outcomes = new ArrayList<>(batch.size());
    long last = head;
    for (Append append : batch) {
      long first = last + 1;
      last += append.events().size();
      outcomes.add(new Outcome.Appended(first, last));
    }
    return outcomes;
  }
}
