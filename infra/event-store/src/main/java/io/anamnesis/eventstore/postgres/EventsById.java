package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** The events with some ids, looked for in every part where they may be: a descent of the index for each, never a scan. */
final class EventsById {
  static final int PARAMETERS = 4;

  private final String sql;

  EventsById(Parts parts) {
    // The limit of one holds the planner to that, and it expects fewer parts of an array than of a series: it would have the
    // query compiled for the many look-ups that it expects.
    sql = parts.schema().sql("""
        select known.position, known.event_id, known.stream, known.seq, known.subject, known.type, known.revision,
               known.occurred_at, known.recorded_at, known.payload, known.metadata
        from (
          select part, event_id from unnest(?::bigint[], ?::uuid[]) as suspect (part, event_id)
          union all
          select part, event_id
          from unnest(array(
            select generate_series(?::bigint, (select %1$s from log.event order by position desc limit 1)))) as part
          cross join unnest(?::uuid[]) as suspect (event_id)
        ) sought
        cross join lateral (
          select position, event_id, stream, seq, subject, type, revision, occurred_at, recorded_at, payload, metadata
          from log.event where %1$s = sought.part and event_id = sought.event_id limit 1) known
        order by known.position""".formatted(parts.of("position")));
  }

  /** Selects {@link Rows#COLUMNS}; has {@value #PARAMETERS} parameters, see {@link #set}. */
  String sql() {
    return sql;
  }

  /** @param first number of the first of the statement's parameters that are these */
  void set(PreparedStatement statement, int first, Suspects suspects) throws SQLException {
    Connection connection = statement.getConnection();
    statement.setArray(first, connection.createArrayOf("int8", suspects.parts().toArray(Long[]::new)));
    statement.setArray(first + 1, connection.createArrayOf("uuid", suspects.idsInParts().toArray(UUID[]::new)));
    statement.setLong(first + 2, suspects.uncovered());
    statement.setArray(first + 3, connection.createArrayOf("uuid", suspects.ids().toArray(UUID[]::new)));
  }

  /** By position. */
  List<StoredEvent> find(Connection connection, Suspects suspects) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, 1, suspects);
      try (ResultSet rows = statement.executeQuery()) {
        return Rows.events(rows);
      }
    }
  }
}
