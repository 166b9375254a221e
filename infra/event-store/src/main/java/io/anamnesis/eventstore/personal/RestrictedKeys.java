package io.anamnesis.eventstore.personal;

import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.personal.SubjectKey.KeyName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows of record keys that are for auditors alone. Who has the turn alone restricts, as each restriction has the next number. */
final class RestrictedKeys {
  private static final String RESTRICT = """
      update keys.person_key set restricted_at = clock_timestamp(),
        restriction = (select coalesce(max(restriction), 0) + 1 from keys.person_key)
      where subject = ? and kind = ? and wrapped is not null and restricted_at is null""";

  private static final String OPEN_THOUGH_ERASED = """
      select record.subject from keys.erasure contact
      join keys.person_key record on record.subject = contact.subject and record.kind = ?
      where contact.kind = ? and record.wrapped is not null and record.restricted_at is null""";

  private RestrictedKeys() {}

  /** Idempotent. @return how many were restricted by it */
  static int restrict(Connection connection, String subject) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RESTRICT)) {
      statement.setString(1, subject);
      statement.setString(2, KeyName.column(KeyKind.RECORD));
      return statement.executeUpdate();
    }
  }

  /** Whose contact key was destroyed, which nothing but an erasure does, and whose record key is as if nobody had asked for one. */
  static List<String> openThoughErased(Connection connection) throws SQLException {
    List<String> open = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(OPEN_THOUGH_ERASED)) {
      statement.setString(1, KeyName.column(KeyKind.RECORD));
      statement.setString(2, KeyName.column(KeyKind.CONTACT));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          open.add(rows.getString(1));
        }
      }
    }
    return open;
  }
}
