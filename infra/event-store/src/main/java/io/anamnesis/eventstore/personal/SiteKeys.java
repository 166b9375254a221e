package io.anamnesis.eventstore.personal;

import io.anamnesis.eventstore.LogUnavailable;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Keys of the installation, by name. */
final class SiteKeys {
  private static final String ANY = """
      select exists (select from keys.site_key) or exists (select from keys.person_key)""";

  private static final String ADD = """
      insert into keys.site_key (name, wrapped) values (?, ?) on conflict do nothing""";

  private static final String LOAD = """
      select wrapped from keys.site_key where name = ?""";

  private SiteKeys() {}

  /** Whether any key was wrapped yet. */
  static boolean exist(DataSource database) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(ANY);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  /** The key of the name, made if there is none. */
  static byte[] get(DataSource database, KeyEncryptionKey wrapping, String name) {
    byte[] context = ("site/" + name).getBytes(StandardCharsets.UTF_8);
    byte[] fresh = new byte[SubjectKey.BYTES];
    new SecureRandom().nextBytes(fresh);
    try (Connection connection = database.getConnection();
        PreparedStatement add = connection.prepareStatement(ADD);
        PreparedStatement load = connection.prepareStatement(LOAD)) {
      add.setString(1, name);
      add.setBytes(2, wrapping.wrap(fresh, context));
      add.executeUpdate();
      load.setString(1, name);
      try (ResultSet row = load.executeQuery()) {
        row.next();
        return wrapping.unwrap(row.getBytes(1), context);
      }
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }
}
