package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One batch in one round trip: take the writers' turn, number, insert. Nothing is looked up, the unique indexes refuse.
 * What they refuse is rolled back whole, and must be tried again {@link CarefulBatch carefully}. So must a batch that does not
 * fit into the part of the log's {@link Identity} that was the present one when its ids were looked up in those before it:
 * nothing of it is inserted then.
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
      select last.position + fresh.number, event_id, stream, seq, subject, type, revision, occurred_at, payload, metadata,
             last.next_recorded_at
      from (
      """ + WritersTurn.LAST_AND_TIME + """

      ) last, unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
        as fresh (event_id, stream, seq, subject, type, revision, occurred_at, payload, metadata, number)
      where last.position <= ?;

      """ + LogReader.HEAD;

  private static final String INSERT_ONE = WritersTurn.TAKE + """
      insert into log.event (position, event_id, stream, seq, subject, type, revision, occurred_at, payload, metadata,
                             recorded_at)
      select last.position + 1, ?::uuid, ?::text, ?::bigint, ?::text, ?::text, ?::integer, ?::timestamptz, ?::text, ?::text,
             last.next_recorded_at
      from (
      """ + WritersTurn.LAST_AND_TIME + """

      ) last
      where last.position <= ?
      returning position""";

  private final LogSchema schema;
  private final String insert;
  private final String insertOne;

  HopefulBatch(LogSchema schema) {
    this.schema = schema;
    this.insert = schema.sql(INSERT);
    this.insertOne = schema.sql(INSERT_ONE);
  }

  /**
   * Appends all of it to a log that is not empty; returns when it is durable.
   *
   * @param end the batch must not pass this position
   * @param announce whether other processes are to be woken
   * @return position of the last event before the batch; empty, nothing appended, if the batch would have passed the end
   * @throws SQLException with state 23505, nothing appended, where hope was deceived
   */
  OptionalLong append(Connection connection, List<NewEvent> events, long end, boolean announce)
      throws SQLException {
    boolean one = events.size() == 1;
    String sql = (one ? insertOne : insert) + (announce ? WritersTurn.ANNOUNCE : "");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, schema.lock(WritersTurn.LOCK));
      EventColumns columns = new EventColumns(connection, statement, 2);
      if (one) {
        columns.set(events.getFirst());
      } else {
        columns.set(events);
      }
      statement.setLong(11, end - events.size());
      if (announce) {
        statement.setString(12, schema.channel());
      }
      statement.execute();
      if (!one && !BatchResults.wroteAll(statement, events.size())) {
        return OptionalLong.empty();
      }
      ResultSet last = BatchResults.next(statement);
      return last.next() ? OptionalLong.of(last.getLong(1) - events.size()) : OptionalLong.empty();
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
