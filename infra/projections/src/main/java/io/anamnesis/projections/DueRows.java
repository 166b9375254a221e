package io.anamnesis.projections;

import io.anamnesis.projections.ViewsDatabase.Patience;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is due by one timetable, and how far the log was read for it. */
final class DueRows {
  private static final String REGISTER = """
      insert into views.timetable (name) values (?) on conflict do nothing""";

  private static final String POSITION = """
      select position from views.timetable where name = ?""";

  /** In the order of keys: two processes that read the same page do not wait for each other crosswise. */
  private static final String NOTE = """
      insert into views.due (name, key, at, position)
      select ?, asked.key, asked.at, max(asked.position)
      from unnest(?::text[], ?::timestamptz[], ?::bigint[]) as asked (key, at, position)
      group by asked.key, asked.at order by asked.key, asked.at
      on conflict (name, key, at) do update set position = greatest(due.position, excluded.position)""";

  /** A process that is behind another one may read what that one has read: it must not take it back. */
  private static final String ADVANCE = """
      update views.timetable set position = greatest(position, ?) where name = ?""";

  private static final String DUE = """
      select key, at, position from views.due
      where name = ? and at <= ? and (not_before is null or not_before <= ?) order by at, key limit ?""";

  /** Each part by an index of its own: there are as many rows as lots that will expire, and it is asked several times a second. */
  private static final String NEXT = """
      select least(
        (select min(at) from views.due where name = ? and not_before is null),
        (select min(greatest(at, not_before)) from views.due where name = ? and not_before is not null)) as at""";

  private static final String DONE = """
      delete from views.due where name = ? and key = ? and at = ? and position = ?""";

  private static final String POSTPONE = """
      update views.due set not_before = ? where name = ? and key = ? and at = ?""";

  private final ViewsDatabase database;
  private final String name;

  /** @param position the last event that asked for it */
  record Due(String key, Instant at, long position) {}

  DueRows(ViewsDatabase database, String name) {
    this.database = database;
    this.name = name;
  }

  void register() {
    database.change(Patience.LONG, connection -> update(connection, REGISTER, name));
  }

  long position() {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(POSITION)) {
        statement.setString(1, name);
        try (ResultSet row = statement.executeQuery()) {
          if (!row.next()) {
            throw new IllegalStateException("timetable " + name + " is not registered");
          }
          return row.getLong("position");
        }
      }
    });
  }

  /** What a page of the log made due, and how far that page went: both or neither. */
  void note(Collection<Due> dues, long readTo) {
    database.change(Patience.BRIEF, connection -> {
      if (!dues.isEmpty()) {
        try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
          statement.setString(1, name);
          statement.setArray(2, connection.createArrayOf("text", dues.stream().map(Due::key).toArray()));
          statement.setArray(3,
              connection.createArrayOf("timestamptz", dues.stream().map(due -> timestamp(due.at())).toArray()));
          statement.setArray(4, connection.createArrayOf("bigint", dues.stream().map(Due::position).toArray()));
          statement.executeUpdate();
        }
      }
      update(connection, ADVANCE, readTo, name);
    });
  }

  /** The first of what is due, oldest first. */
  List<Due> due(Instant now, int limit) {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(DUE)) {
        statement.setString(1, name);
        statement.setTimestamp(2, timestamp(now));
        statement.setTimestamp(3, timestamp(now));
        statement.setInt(4, limit);
        try (ResultSet rows = statement.executeQuery()) {
          List<Due> due = new ArrayList<>();
          while (rows.next()) {
            due.add(new Due(rows.getString("key"), rows.getTimestamp("at").toInstant(), rows.getLong("position")));
          }
          return due;
        }
      }
    });
  }

  /** When to look again at the latest; {@link Instant#MAX} if nothing is to come. */
  Instant next() {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(NEXT)) {
        statement.setString(1, name);
        statement.setString(2, name);
        try (ResultSet row = statement.executeQuery()) {
          Timestamp at = row.next() ? row.getTimestamp("at") : null;
          return at == null ? Instant.MAX : at.toInstant();
        }
      }
    });
  }

  /** Stays if another event has asked for it meanwhile. */
  void done(Due due) {
    database.change(Patience.BRIEF,
        connection -> update(connection, DONE, name, due.key(), timestamp(due.at()), due.position()));
  }

  void postpone(Due due, Instant until) {
    database.change(Patience.BRIEF,
        connection -> update(connection, POSTPONE, timestamp(until), name, due.key(), timestamp(due.at())));
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.from(instant);
  }

  private static void update(Connection connection, String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      statement.executeUpdate();
    }
  }
}
