package io.anamnesis.eventstore.personal;

import io.anamnesis.eventstore.LogUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The schema {@code keys}: what a service brings up to date, and what a tool expects to find. */
final class KeySchema {
  private static final String FOUND = """
      select to_regclass('keys.site_key') is not null as keys, to_regclass('keys.erasure') is not null as erasures""";

  private KeySchema() {}

  private record Found(boolean keys, boolean erasures) {}

  /**
   * Brings it up to date.
   *
   * @return whether a build that keeps an erasure list had used it before
   */
  static boolean migrate(DataSource database) {
    Found before = find(database);
    Flyway.configure().dataSource(database).schemas("keys").defaultSchema("keys").locations("classpath:db/keys").load()
        .migrate();
    return before.erasures();
  }

  /**
   * Changes nothing: a database that a slip of the pen has named must not get keys.
   *
   * @throws IllegalStateException if there are no keys, or only those of a build that could not destroy any; the message says what to do
   */
  static void refuseUnlessUsable(DataSource database) {
    Found found = find(database);
    if (!found.keys()) {
      throw new IllegalStateException("this database holds no keys: name the one that does by ANAMNESIS_KEYS_DB_URL, "
          + "or ANAMNESIS_DB_URL where keys and log share one");
    }
    if (!found.erasures()) {
      throw new IllegalStateException(
          "these keys were last used by an earlier build: start the service of this one once, then ask again");
    }
  }

  private static Found find(DataSource database) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(FOUND);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Found(row.getBoolean("keys"), row.getBoolean("erasures"));
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }
}
