package io.anamnesis.eventstore.personal;

import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.personal.ErasureList.Contents;
import io.anamnesis.eventstore.personal.ErasureList.Line;
import io.anamnesis.eventstore.personal.SubjectKey.KeyName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys that were destroyed: on the list first, then in the database. Who looks or writes holds the turn alone. */
final class Erasures {
  private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

  private static final String LAST = """
      select number, chain from keys.erasure order by number desc limit 1""";

  private static final String ANYBODY = """
      select exists (select from keys.person_key)""";

  private static final String KNOWN = """
      select at from keys.erasure where mark = ? and kind = ?""";

  private static final String NOW = """
      select clock_timestamp()""";

  private static final String ALL = """
      select number, at, kind, mark, chain from keys.erasure order by number""";

  private static final String ADD = """
      insert into keys.erasure (number, at, kind, mark, chain, subject) values (?, ?, ?, ?, ?, ?)""";

  private final DataSource database;
  private final ErasureMarks marks;
  private final ErasureList list;
  private final GoneKeys goneKeys;

  private Erasures(DataSource database, ErasureMarks marks, ErasureList list) {
    this.database = database;
    this.marks = marks;
    this.list = list;
    this.goneKeys = new GoneKeys(marks);
  }

  /**
   * Brings list and database together, before any key is used: what is on the list and not in the database is destroyed again.
   *
   * @param hadList whether there was a list ever since there were keys. Without one it is made while nobody has a key that it could
   *     take away; later it was lost, also where the database knows of no erasure: that may be an old backup
   * @throws IllegalStateException if the database knows of more than the list does, or of something else
   */
  static Erasures open(DataSource database, ErasureMarks marks, ErasureList list, boolean hadList) {
    Erasures erasures = new Erasures(database, marks, list);
    Turn.alone(database, connection -> {
      if (!list.exists() && last(connection).number() == 0 && !(hadList && Turn.isTrue(connection, ANYBODY))) {
        list.create(List.of());
      }
      erasures.complete(connection);
      erasures.goneKeys.destroyAgain(connection);
      return true;
    });
    return erasures;
  }

  /** @return when it was destroyed: now, or before */
  Instant destroy(String subject, KeyKind kind) {
    String mark = marks.of(subject);
    return Turn.alone(database, connection -> {
      Contents listed = complete(connection);
      Optional<Instant> before = known(connection, mark, kind);
      if (before.isPresent()) {
        return before.get();
      }
      Line line = list.append(listed, now(connection), kind, mark);
      add(connection, line, subject);
      goneKeys.destroy(connection, subject, kind, line.at());
      return line.at();
    });
  }

  /** What another began to destroy and did not end, and what a backup of the database has brought back. */
  private Contents complete(Connection connection) throws SQLException {
    Last last = last(connection);
    Contents listed = read(last);
    List<Line> missing = listed.after(last.number());
    if (!missing.isEmpty()) {
      Map<String, String> holders =
          goneKeys.holders(connection, missing.stream().map(Line::mark).collect(Collectors.toSet()));
      for (Line line : missing) {
        add(connection, line, holders.get(line.mark()));
      }
      goneKeys.destroyAgain(connection);
      LOG.info("{} keys of the erasure list were destroyed again", missing.size());
    }
    return listed;
  }

  private Contents read(Last last) {
    if (!list.exists()) {
      throw refused(last.number() == 0
          ? "is missing, and it alone tells whether this database is an older backup, with keys that were destroyed since"
          : "is missing, and " + last.number() + " keys were destroyed");
    }
    Contents listed = list.read();
    if (listed.lines().size() < last.number()) {
      throw refused("has " + listed.lines().size() + " lines, and " + last.number() + " keys were destroyed");
    }
    if (last.number() > 0 && !listed.chain(last.number()).equals(last.chain())) {
      throw refused("does not tell of the keys that were destroyed here");
    }
    return listed;
  }

  private IllegalStateException refused(String finding) {
    return new IllegalStateException("the erasure list " + list.path() + " " + finding
        + ": restore the newest copy of it. If it is lost for good, and the key database was not set back since, move away what is "
        + "left of it and write it anew from what that database knows: infra/anamnesis keys list");
  }

  /** Writes the list anew from the database, which tells the same as long as it was not set back. */
  static int rewrite(DataSource database, ErasureList list) {
    return Turn.alone(database, connection -> {
      List<Line> lines = new ArrayList<>();
      try (PreparedStatement statement = connection.prepareStatement(ALL);
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          lines.add(new Line(rows.getLong(1), rows.getTimestamp(2).toInstant(), KeyName.kindOf(rows.getString(3)),
              rows.getString(4), rows.getString(5)));
        }
      }
      list.create(lines);
      list.read();
      return lines.size();
    });
  }

  String mark(String subject) {
    return marks.of(subject);
  }

  private record Last(long number, String chain) {}

  private static Last last(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LAST); ResultSet row = statement.executeQuery()) {
      return row.next() ? new Last(row.getLong(1), row.getString(2)) : new Last(0, "");
    }
  }

  private static Optional<Instant> known(Connection connection, String mark, KeyKind kind) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KNOWN)) {
      statement.setString(1, mark);
      statement.setString(2, KeyName.column(kind));
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getTimestamp(1).toInstant()) : Optional.empty();
      }
    }
  }

  private static Instant now(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NOW); ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getTimestamp(1).toInstant();
    }
  }

  private static void add(Connection connection, Line line, @Nullable String subject) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ADD)) {
      statement.setLong(1, line.number());
      statement.setTimestamp(2, Timestamp.from(line.at()));
      statement.setString(3, KeyName.column(line.kind()));
      statement.setString(4, line.mark());
      statement.setString(5, line.chain());
      statement.setString(6, subject);
      statement.executeUpdate();
    }
  }
}
