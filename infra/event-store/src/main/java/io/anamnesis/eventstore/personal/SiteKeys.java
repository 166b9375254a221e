package io.anamnesis.eventstore.personal;

import io.anamnesis.eventstore.LogUnavailable;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Keys of the installation, by name. */
final class SiteKeys {
  private static final String ANY = """
      select exists (select from keys.site_key) or exists (select from keys.person_key)""";

  private static final String ADD = Turn.AMONG_MAKERS + """
      insert into keys.site_key (name, wrapped)
      select ?, ? where not exists (select from keys.wrapping) or exists (select from keys.wrapping where prefix = ?)
      on conflict do nothing""";

  private static final String LOAD = """
      select wrapped from keys.site_key where name = ?""";

  private SiteKeys() {}

  /** Whether any key was wrapped yet. */
  static boolean exist(Connection connection) throws SQLException {
    return Turn.isTrue(connection, ANY);
  }

  /** What binds a wrapped key to its name. */
  static byte[] context(String name) {
    return ("site/" + name).getBytes(StandardCharsets.UTF_8);
  }

  /** The key of the name, made if there is none. */
  static byte[] get(DataSource database, KeyEncryptionKey wrapping, String name) {
    try (Connection connection = database.getConnection()) {
      add(connection, wrapping, name);
      Optional<byte[]> wrapped = load(connection, name);
      if (wrapped.isEmpty()) {
        // Not taken in: it is wrapped by a key that was rotated away since this process has read it.
        wrapping.readAgain();
        add(connection, wrapping, name);
        wrapped = load(connection, name);
      }
      return wrapping.unwrap(wrapped.orElseThrow(() -> new IllegalStateException(
          "the key-encryption key was rotated, and this process has not the new one")), context(name));
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  private static void add(Connection connection, KeyEncryptionKey wrapping, String name) throws SQLException {
    byte[] fresh = new byte[SubjectKey.BYTES];
    new SecureRandom().nextBytes(fresh);
    KeyEncryptionKey.Wrapper wrapper = wrapping.wrapper();
    try (PreparedStatement statement = connection.prepareStatement(ADD)) {
      statement.setString(1, name);
      statement.setBytes(2, wrapper.wrap(fresh, context(name)));
      statement.setBytes(3, wrapper.prefix());
      statement.execute();
    }
  }

  private static Optional<byte[]> load(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
      }
    }
  }
}
