package io.anamnesis.eventstore.personal;

import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.personal.SubjectKey.KeyName;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/** Wraps every stored key by the primary key of a keyset, batch by batch in the order of their names. Begun anew, it finds the rest. */
final class Rewrapping {
  private static final int BATCH = 500;

  private static final String PERSON_KEYS = """
      select subject, kind, wrapped from keys.person_key
      where (subject, kind) > (?, ?) and wrapped is not null and substring(wrapped from 1 for 5) <> ?
      order by subject, kind limit %d""".formatted(BATCH);

  /** Compared with what was read: what was destroyed meanwhile stays so. */
  private static final String PUT_PERSON_KEY = """
      update keys.person_key set wrapped = ? where subject = ? and kind = ? and wrapped = ?""";

  private static final String SITE_KEYS = """
      select name, wrapped from keys.site_key where substring(wrapped from 1 for 5) <> ?""";

  private static final String PUT_SITE_KEY = """
      update keys.site_key set wrapped = ? where name = ? and wrapped = ?""";

  private static final String ONE = """
      select name, wrapped from keys.site_key order by name limit 1""";

  private final DataSource database;
  private final WrappingKeys keyset;

  Rewrapping(DataSource database, WrappingKeys keyset) {
    this.database = database;
    this.keyset = keyset;
  }

  /** @throws IllegalStateException if the keyset does not open what is stored */
  void requireOne() {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(ONE);
        ResultSet row = statement.executeQuery()) {
      if (row.next()) {
        rewrapped(row.getBytes(2), SiteKeys.context(row.getString(1)));
      }
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  /** @return how many were rewrapped */
  long run(LongConsumer progress) {
    try (Connection connection = database.getConnection()) {
      long rewrapped = siteKeys(connection);
      List<PersonKey> batch = personKeys(connection, new PersonKey("", "", new byte[0]));
      while (!batch.isEmpty()) {
        rewrapped += put(connection, batch);
        progress.accept(rewrapped);
        batch = personKeys(connection, batch.getLast());
      }
      return rewrapped;
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  private record PersonKey(String subject, String kind, byte[] wrapped) {
    byte[] context() {
      return new KeyName(subject, KeyName.kindOf(kind)).context();
    }
  }

  private List<PersonKey> personKeys(Connection connection, PersonKey last) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PERSON_KEYS)) {
      statement.setString(1, last.subject());
      statement.setString(2, last.kind());
      statement.setBytes(3, keyset.prefix());
      List<PersonKey> batch = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          batch.add(new PersonKey(rows.getString(1), rows.getString(2), rows.getBytes(3)));
        }
      }
      return batch;
    }
  }

  /** One transaction for all: each row has its own condition, so a batch that is half lost is found again. */
  private int put(Connection connection, List<PersonKey> batch) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PUT_PERSON_KEY)) {
      for (PersonKey key : batch) {
        statement.setBytes(1, rewrapped(key.wrapped(), key.context()));
        statement.setString(2, key.subject());
        statement.setString(3, key.kind());
        statement.setBytes(4, key.wrapped());
        statement.addBatch();
      }
      int changed = 0;
      for (int rows : statement.executeBatch()) {
        changed += rows;
      }
      return changed;
    }
  }

  private int siteKeys(Connection connection) throws SQLException {
    int changed = 0;
    try (PreparedStatement statement = connection.prepareStatement(SITE_KEYS);
        PreparedStatement put = connection.prepareStatement(PUT_SITE_KEY)) {
      statement.setBytes(1, keyset.prefix());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          put.setBytes(1, rewrapped(rows.getBytes(2), SiteKeys.context(rows.getString(1))));
          put.setString(2, rows.getString(1));
          put.setBytes(3, rows.getBytes(2));
          changed += put.executeUpdate();
        }
      }
    }
    return changed;
  }

  private byte[] rewrapped(byte[] wrapped, byte[] context) {
    try {
      return keyset.aead().encrypt(keyset.aead().decrypt(wrapped, context), context);
    } catch (GeneralSecurityException foreign) {
      throw new IllegalStateException(
          "a stored key does not open by the key-encryption key in the file, or in the token: nothing was lost, "
              + "and none of its keys was dropped; is it the right one?",
          foreign);
    }
  }
}
