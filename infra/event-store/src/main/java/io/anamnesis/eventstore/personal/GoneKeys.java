package io.anamnesis.eventstore.personal;

import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.personal.SubjectKey.KeyName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of destroyed keys: without a key, so that there is none, and there, so that there never is one again. */
final class GoneKeys {
  private static final Logger LOG = LoggerFactory.getLogger(GoneKeys.class);
  private static final int ROWS_AT_A_TIME = 10_000;

  private static final String DESTROY = """
      insert into keys.person_key as stored (subject, kind, wrapped, destroyed_at) values (?, ?, null, ?)
      on conflict (subject, kind) do update set wrapped = null, destroyed_at = excluded.destroyed_at
      where stored.wrapped is not null""";

  private static final String DESTROY_NAMED = """
      update keys.person_key stored set wrapped = null, destroyed_at = erasure.at
      from keys.erasure
      where stored.subject = erasure.subject and stored.kind = erasure.kind and stored.wrapped is not null""";

  private static final String UNNAMED = """
      select mark, kind, at from keys.erasure where subject is null""";

  private static final String HOLDERS = """
      select distinct subject from keys.person_key where wrapped is not null""";

  private final ErasureMarks marks;

  GoneKeys(ErasureMarks marks) {
    this.marks = marks;
  }

  void destroy(Connection connection, String subject, KeyKind kind, Instant at) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DESTROY)) {
      statement.setString(1, subject);
      statement.setString(2, KeyName.column(kind));
      statement.setTimestamp(3, Timestamp.from(at));
      statement.executeUpdate();
    }
  }

  /**
   * What is known to be destroyed and is here all the same: the table of keys was restored, and that of erasures was not. And where the
   * contact key is gone the record key is for auditors alone, whether or not the log still knows of the erasure: it may have been restored, too.
   */
  void destroyAgain(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DESTROY_NAMED)) {
      statement.executeUpdate();
    }
    List<Unnamed> unnamed = unnamed(connection);
    Map<String, String> holders =
        holders(connection, unnamed.stream().map(Unnamed::mark).collect(Collectors.toSet()));
    Set<String> open = new TreeSet<>(RestrictedKeys.openThoughErased(connection));
    for (Unnamed erasure : unnamed) {
      String holder = holders.get(erasure.mark());
      if (holder != null) {
        destroy(connection, holder, erasure.kind(), erasure.at());
        if (erasure.kind() == KeyKind.CONTACT) {
          open.add(holder);
        }
      }
    }
    int restricted = 0;
    for (String subject : open) {
      restricted += RestrictedKeys.restrict(connection, subject);
    }
    if (restricted > 0) {
      LOG.warn(
          "{} records of persons whose contact key was destroyed were open, and are for auditors alone again. If the log was restored, "
              + "it may have lost these erasures: ask for them once more, as docs/how-to/keys-and-backups.md tells",
          restricted);
    }
  }

  private record Unnamed(String mark, KeyKind kind, Instant at) {}

  private static List<Unnamed> unnamed(Connection connection) throws SQLException {
    List<Unnamed> unnamed = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(UNNAMED);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        unnamed.add(
            new Unnamed(rows.getString(1), KeyName.kindOf(rows.getString(2)), rows.getTimestamp(3).toInstant()));
      }
    }
    return unnamed;
  }

  /** Who of those that have keys goes by which mark. Looks at all of them: only a restored backup makes anybody ask. */
  Map<String, String> holders(Connection connection, Set<String> wanted) throws SQLException {
    Map<String, String> holders = new HashMap<>();
    if (wanted.isEmpty()) {
      return holders;
    }
    try (PreparedStatement statement = connection.prepareStatement(HOLDERS)) {
      statement.setFetchSize(ROWS_AT_A_TIME);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String subject = rows.getString(1);
          String mark = marks.of(subject);
          if (wanted.contains(mark)) {
            holders.put(mark, subject);
          }
        }
      }
    }
    return holders;
  }
}
