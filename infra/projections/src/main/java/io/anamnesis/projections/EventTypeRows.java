package io.anamnesis.projections;

import io.anamnesis.projections.EventCount.Sighting;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** The rows of {@code views.event_type}, and the position up to which they count. */
final class EventTypeRows {
  private static final String HOLD = """
      select position from views.event_census for update skip locked""";

  private static final String POSITION = """
      select position from views.event_census""";

  private static final String MOVE = """
      update views.event_census set position = ?""";

  private static final String ADD = """
      insert into views.event_type as counted (type, revision, count, first_position, first_recorded_at,
        last_position, last_recorded_at, earliest_occurred_at, latest_occurred_at, unfit)
      select * from unnest(?::text[], ?::integer[], ?::bigint[], ?::bigint[], ?::timestamptz[], ?::bigint[],
        ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::bigint[])
      on conflict (type, revision) do update set count = counted.count + excluded.count,
        last_position = excluded.last_position, last_recorded_at = excluded.last_recorded_at,
        earliest_occurred_at = least(counted.earliest_occurred_at, excluded.earliest_occurred_at),
        latest_occurred_at = greatest(counted.latest_occurred_at, excluded.latest_occurred_at),
        unfit = counted.unfit + excluded.unfit""";

  private static final String ALL = """
      select type, revision, count, first_position, first_recorded_at, last_position, last_recorded_at,
        earliest_occurred_at, latest_occurred_at, unfit
      from views.event_type""";

  private EventTypeRows() {}

  /** The position, until the transaction ends nobody else's to move; empty while it is another's. */
  static OptionalLong hold(Connection connection) throws SQLException {
    return position(connection, HOLD);
  }

  static long position(Connection connection) throws SQLException {
    return position(connection, POSITION).orElseThrow();
  }

  static void add(Connection connection, Collection<EventCount> counts, long position) throws SQLException {
    try (PreparedStatement add = connection.prepareStatement(ADD);
        PreparedStatement move = connection.prepareStatement(MOVE)) {
      add.setArray(1, column(connection, "text", counts, EventCount::type));
      add.setArray(2, column(connection, "integer", counts, EventCount::revision));
      add.setArray(3, column(connection, "bigint", counts, EventCount::count));
      add.setArray(4, column(connection, "bigint", counts, count -> count.first().position()));
      add.setArray(5, column(connection, "timestamptz", counts, count -> count.first().recordedAt().toString()));
      add.setArray(6, column(connection, "bigint", counts, count -> count.last().position()));
      add.setArray(7, column(connection, "timestamptz", counts, count -> count.last().recordedAt().toString()));
      add.setArray(8, column(connection, "timestamptz", counts, count -> count.earliest().toString()));
      add.setArray(9, column(connection, "timestamptz", counts, count -> count.latest().toString()));
      add.setArray(10, column(connection, "bigint", counts, EventCount::unfit));
      add.executeUpdate();
      move.setLong(1, position);
      move.executeUpdate();
    }
  }

  static List<EventCount> all(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ALL);
        ResultSet rows = statement.executeQuery()) {
      List<EventCount> counts = new ArrayList<>();
      while (rows.next()) {
        counts.add(new EventCount(rows.getString("type"), rows.getInt("revision"), rows.getLong("count"),
            new Sighting(rows.getLong("first_position"), instant(rows, "first_recorded_at")),
            new Sighting(rows.getLong("last_position"), instant(rows, "last_recorded_at")),
            instant(rows, "earliest_occurred_at"), instant(rows, "latest_occurred_at"), rows.getLong("unfit")));
      }
      return counts;
    }
  }

  private static OptionalLong position(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? OptionalLong.of(row.getLong("position")) : OptionalLong.empty();
    }
  }

  private static Array column(Connection connection, String type, Collection<EventCount> counts,
      Function<EventCount, Object> value) throws SQLException {
    return connection.createArrayOf(type, counts.stream().map(value).toArray());
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
