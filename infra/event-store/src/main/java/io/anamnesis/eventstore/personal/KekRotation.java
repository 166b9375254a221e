package io.anamnesis.eventstore.personal;

import io.anamnesis.eventstore.LogUnavailable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * Puts a new key-encryption key in the place of the one in the file or in the token, and destroys that: backups of the key store that it wrapped are closed
 * from then on. Processes that use the keys run on, if they read the same one. What ended in between goes on when it is asked for
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
  private final KeptKek kept;

  /**
   * @param database of the key store
   * @param kekFile the same file as all processes read
   */
  public KekRotation(DataSource database, Path kekFile) {
    this(database, new KekSource.InFile(kekFile));
  }

  /** @param kek as all processes read it: a file or a token */
  public KekRotation(DataSource database, KekSource kek) {
    this.database = database;
    this.kept = KeptKek.of(kek);
  }

  /**
   * Returns when no key is wrapped by an old key-encryption key, and none of those is there any more.
   *
   * @param progress is told how many keys were rewrapped so far, after each batch
   * @return how many were rewrapped
   * @throws IllegalStateException if the database holds no keys, if another rotation is under way, if the file is not the one that wrapped the keys, or is missing
   * @throws LogUnavailable if the database does not answer: ask again
   */
  public long run(LongConsumer progress) {
    KeySchema.refuseUnlessUsable(database);
    try (Connection guard = database.getConnection()) {
      if (!Turn.isTrue(guard, BEGIN)) {
        throw new IllegalStateException("the key-encryption key is being rotated already");
      }
      try {
        return rotate(progress);
      } finally {
        Turn.isTrue(guard, END);
      }
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  private long rotate(LongConsumer progress) {
    WrappingKeys before = kept.read();
    // Several keys are in it while a rotation is under way: this one goes on with it.
    boolean begun = before.size() > 1;
    if (!begun) {
      new Rewrapping(database, before).requireOne();
    }
    // The old one as well, for as long as it is what all have.
    WrappingKeys both = begun
        ? before
        : kept.renewed(before, next -> Turn.alone(database,
            connection -> execute(connection, ALLOW, before.prefix()) + execute(connection, ALLOW, next)));
    // From its commit on no process can store a key that an old one wraps: whoever still has that reads the file anew.
    Turn.alone(database, connection -> execute(connection, ALLOW, both.prefix())
        + execute(connection, ALLOW_NO_OTHER, both.prefix()));
    long rewrapped = new Rewrapping(database, both).run(progress);
    Turn.alone(database, connection -> {
      requireNothingLeft(connection, both);
      kept.dropOthers(both);
      return true;
    });
    return rewrapped;
  }

  private static int execute(Connection connection, String sql, byte[] prefix) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, prefix);
      return statement.executeUpdate();
    }
  }

  private static void requireNothingLeft(Connection connection, WrappingKeys keyset) throws SQLException {
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
}
