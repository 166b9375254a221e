package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.LogScan;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.Occurrence;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TypeSearch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads the log. What is no scan is one statement, so that it sees one state of the log. */
final class LogReader {
  private static final String EVENTS = "select " + Rows.COLUMNS + " from log.event\n";

  private static final String READ_NEXT = EVENTS + """
      where position > ? order by position limit 1""";

  private static final String READ_SUBJECT = EVENTS + """
      where subject = ? and position > ? order by position limit ?""";

  private static final String READ_SUBJECT_TYPES = EVENTS + """
      where subject = ? and type = any (?) and position > ? order by position limit ?""";

  private static final String READ_SUBJECT_BACKWARD = EVENTS + """
      where subject = ? and position < ? order by position desc limit ?""";

  private static final String READ_SUBJECT_AS_OCCURRED = EVENTS + """
      where subject = ? and position <= ? and (occurred_at, position) > (?, ?)
      order by occurred_at, position limit ?""";

  private static final String READ_STREAM = EVENTS + """
      where stream = ? and seq >= ? order by seq limit ?""";

  private static final String LAST_SEQ = """
      select seq from log.event where stream = ? order by seq desc limit 1""";

  private static final String FIRST_RECORDED = """
      select recorded_at from log.event where subject = ? order by position limit 1""";

  private static final String KNOWN = """
      select subject from unnest(?) as asked (subject)
      where exists (select from log.event where event.subject = asked.subject)""";

  static final String HEAD = """
      select position from log.event order by position desc limit 1""";

  /** Positions are dense and recorded_at never decreases along them: a search by halves needs no index of its own. */
  private static final String HEAD_AT = """
      with recursive search (low, high) as (
        select 0::bigint, coalesce((select max(position) from log.event), 0)
        union all
        select case when e.recorded_at <= ? then s.middle else s.low end,
               case when e.recorded_at <= ? then s.high else s.middle - 1 end
        from (select low, high, (low + high + 1) / 2 as middle from search where low < high) s
        join log.event e on e.position = s.middle
      )
      select low from search where low = high""";

  private final DataSource database;
  private final LogSchema schema;
  private final Identity identity;
  private final PageReader pages;

  LogReader(DataSource database, LogSchema schema, Identity identity) {
    this.database = database;
    this.schema = schema;
    this.identity = identity;
    this.pages = new PageReader(database, schema);
  }

  List<StoredEvent> read(long after, int limit) {
    if (checked(limit) > 1) {
      return pages.read(after, limit);
    }
    // Prepared, and so cheaper by a fifth.
    List<StoredEvent> events = query(READ_NEXT, Rows::events, after);
    events.forEach(new DenseOrder(after)::checked);
    return events;
  }

  LogScan scan(long after, long upTo) {
    return pages.scan(after, upTo);
  }

  TypeSearch readTypes(Set<String> types, long after, long upTo, int limit) {
    if (types.isEmpty()) {
      throw new IllegalArgumentException("a type to look for is expected");
    }
    // Asked first: what is appended meanwhile is not passed over as if it had been searched.
    return pages.search(types, after, Math.min(upTo, head()), checked(limit));
  }

  List<StoredEvent> readSubject(String subject, long after, int limit) {
    return query(READ_SUBJECT, Rows::events, subject, after, checked(limit));
  }

  List<StoredEvent> readSubject(String subject, Set<String> types, long after, int limit) {
    return query(READ_SUBJECT_TYPES, Rows::events, subject, types.toArray(String[]::new), after, checked(limit));
  }

  List<StoredEvent> readSubjectBackward(String subject, long before, int limit) {
    return query(READ_SUBJECT_BACKWARD, Rows::events, subject, before, checked(limit));
  }

  List<StoredEvent> readSubjectAsOccurred(String subject, Occurrence after, long upTo, int limit) {
    return query(READ_SUBJECT_AS_OCCURRED, Rows::events, subject, upTo, Rows.timestamp(after.at()), after.position(),
        checked(limit));
  }

  List<StoredEvent> readStream(String stream, long fromSeq, int limit) {
    return query(READ_STREAM, Rows::events, stream, fromSeq, checked(limit));
  }

  List<StoredEvent> find(Collection<UUID> eventIds) {
    if (eventIds.isEmpty()) {
      return List.of();
    }
    try (Connection connection = database.getConnection()) {
      return identity.find(connection, identity.suspects(Set.copyOf(eventIds)));
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  Optional<Long> lastSeq(String stream) {
    return query(LAST_SEQ, row -> row.next() ? Optional.of(row.getLong(1)) : Optional.empty(), stream);
  }

  boolean knows(String subject, @Nullable Instant asOf) {
    return query(FIRST_RECORDED, row -> row.next() && (asOf == null || !Rows.instant(row, 1).isAfter(asOf)), subject);
  }

  Set<String> known(Collection<String> subjects) {
    if (subjects.isEmpty()) {
      return Set.of();
    }
    return query(KNOWN, rows -> {
      Set<String> known = new HashSet<>();
      while (rows.next()) {
        known.add(rows.getString(1));
      }
      return known;
    }, (Object) subjects.toArray(String[]::new));
  }

  long head() {
    return query(HEAD, row -> row.next() ? row.getLong(1) : 0L);
  }

  long headAt(Instant instant) {
    return query(HEAD_AT, row -> {
      if (!row.next()) {
        throw new IllegalStateException("the log has a hole: a search for an instant met a missing position");
      }
      return row.getLong(1);
    }, Rows.timestamp(instant), Rows.timestamp(instant));
  }

  private <R> R query(String sql, Answer<R> answer, Object... parameters) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(schema.sql(sql))) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return answer.from(rows);
      }
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  private static int checked(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit of one or more is expected");
    }
    return limit;
  }

  /** Reads an answer off a result. */
  @FunctionalInterface
  private interface Answer<R> {
    R from(ResultSet rows) throws SQLException;
  }
}
