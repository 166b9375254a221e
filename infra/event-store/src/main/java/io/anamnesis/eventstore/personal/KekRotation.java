package io.anamnesis.eventstore.personal;

import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.PrivateFile;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * Puts a new key-encryption key in the place of the one in the file, and destroys that: backups of the key store that it wrapped are closed
 * from then on. Processes that use the keys run on, if they read the same file. What ended in between goes on when it is asked for
 * again.
 */
public final class KekRotation {
  /** Key of the advisory lock, held for as long as it takes: {@code keysrota}. */
  private static final long LOCK = 0x6b657973_726f7461L;

  private static final String BEGIN = "select pg_try_advisory_lock(" + LOCK + ")";
  private static final String END = "select pg_advisory_unlock(" + LOCK + ")";

  private static final String ALLOW = """
      insert into keys.wrapping (prefix) values (?) on conflict do nothing""";

  private static final String ALLOW_NO_OTHER = """
      delete from keys.wrapping where prefix <> ?""";

  private static final String LEFT = """
      select (select count(*) from keys.person_key where wrapped is not null and substring(wrapped from 1 for 5) <> ?)
        + (select count(*) from keys.site_key where substring(wrapped from 1 for 5) <> ?)""";

  private final DataSource database;
  private final PrivateFile file;

  /**
   * @param database of the key store
   * @param kekFile the same file as all processes read
   */
  public KekRotation(DataSource database, Path kekFile) {
    this.database = database;
    this.file = KeyEncryptionKey.file(kekFile);
  }

  /**
   * Returns when no key is wrapped by an old key-encryption key, and none of those is in the file, or in a draft of it, any more.
   *
   * @param progress is told how many keys were rewrapped so far, after each batch
   * @return how many were rewrapped
   * @throws IllegalStateException if the database holds no keys, if another rotation is under way, if the file is not the one that wrapped the keys, or is missing
   * @throws LogUnavailable if the database does not answer: ask again
   */
  public long run(LongConsumer progress) {
    KeySchema.refuseUnlessUsable(database);
    try (Connection guard = database.getConnection()) {
      if (!isTrue(guard, BEGIN)) {
        throw new IllegalStateException("the key-encryption key is being rotated already");
      }
      try {
        return rotate(progress);
      } finally {
        isTrue(guard, END);
      }
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  private long rotate(LongConsumer progress) {
    Keyset before = keyset();
    // Several keys are in it while a rotation is under way: this one goes on with it.
    boolean begun = before.size() > 1;
    Keyset both = begun ? before : before.withNewPrimary();
    if (!begun) {
      new Rewrapping(database, before).requireOne();
      // Before anybody can read it; and the old one as well, for as long as it is what all have.
      Turn.alone(database, connection -> execute(connection, ALLOW, before) + execute(connection, ALLOW, both));
      file.replace(both.text());
    }
    // From its commit on no process can store a key that an old one wraps: whoever still has that reads the file anew.
    Turn.alone(database, connection -> execute(connection, ALLOW, both) + execute(connection, ALLOW_NO_OTHER, both));
    long rewrapped = new Rewrapping(database, both).run(progress);
    Turn.alone(database, connection -> {
      requireNothingLeft(connection, both);
      file.replace(both.primaryAlone().text());
      return true;
    });
    // One of a rotation that was killed would hold an old key.
    file.deleteDrafts();
    return rewrapped;
  }

  private Keyset keyset() {
    try {
      return Keyset.parse(file.read());
    } catch (GeneralSecurityException damaged) {
      throw new IllegalStateException("the key-encryption key's file holds no Tink keyset: " + file.path(), damaged);
    }
  }

  private static int execute(Connection connection, String sql, Keyset primary) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, primary.prefix());
      return statement.executeUpdate();
    }
  }

  private static void requireNothingLeft(Connection connection, Keyset keyset) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LEFT)) {
      statement.setBytes(1, keyset.prefix());
      statement.setBytes(2, keyset.prefix());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (row.getLong(1) > 0) {
          throw new IllegalStateException(row.getLong(1) + " keys are still wrapped by an old key-encryption key, "
              + "which is therefore kept: rotate once more");
        }
      }
    }
  }

  private static boolean isTrue(Connection connection, String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query); ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }
}
