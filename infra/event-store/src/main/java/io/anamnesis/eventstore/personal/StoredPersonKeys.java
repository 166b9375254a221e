package io.anamnesis.eventstore.personal;

import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.personal.SubjectKey.KeyName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** The keys of persons in schema {@code keys}. */
final class StoredPersonKeys implements PersonKeys {
  /** Once for who has just asked what was destroyed, once more until the memory of one who does not ask again is looked after. */
  private static final int LEASES = 2;

  private static final String STATE =
      """
      select exists (select from keys.erasure where mark = ? and kind = ?) as destroyed,
        exists (select from keys.person_key where subject = ? and kind = ?) as made,
        exists (select from keys.person_key where subject = ? and kind = ? and restricted_at is not null) as restricted,
        exists (select from keys.person_key where subject = ? and kind = 'contact' and wrapped is null) as erased""";

  private final DataSource database;
  private final SubjectKeys keys;
  private final Erasures erasures;

  StoredPersonKeys(DataSource database, SubjectKeys keys, Erasures erasures) {
    this.database = database;
    this.keys = keys;
    this.erasures = erasures;
  }

  /** @param erased whether the contact key is gone, be it that the log was restored and knows nothing of it */
  private record Row(boolean destroyed, boolean made, boolean restricted, boolean erased) {}

  @Override
  public KeyState state(String subject, KeyKind kind) {
    Row row = row(subject, kind);
    if (row.destroyed) {
      return KeyState.DESTROYED;
    } else if (row.restricted || (kind == KeyKind.RECORD && row.made && row.erased)) {
      return KeyState.RESTRICTED;
    }
    return row.made ? KeyState.ACTIVE : KeyState.NEVER;
  }

  private Row row(String subject, KeyKind kind) {
    String column = KeyName.column(kind);
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(STATE)) {
      statement.setString(1, erasures.mark(subject));
      for (int parameter = 3; parameter <= 5; parameter += 2) {
        statement.setString(parameter - 1, column);
        statement.setString(parameter, subject);
      }
      statement.setString(6, column);
      statement.setString(7, subject);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Row(row.getBoolean("destroyed"), row.getBoolean("made"), row.getBoolean("restricted"),
            row.getBoolean("erased"));
      }
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  @Override
  public Instant destroy(String subject, KeyKind kind) {
    Instant at = erasures.destroy(subject, kind);
    keys.endLease();
    return at;
  }

  @Override
  public void restrict(String subject) {
    Row now = row(subject, KeyKind.RECORD);
    if (now.restricted || now.destroyed) {
      return;
    }
    // One that was never used would else be made later, by the first late fact, and be unrestricted.
    keys.prepare(List.of(subject));
    Turn.alone(database, connection -> RestrictedKeys.restrict(connection, subject));
    keys.endLease();
  }

  @Override
  public boolean isRestricted(String subject) {
    return keys.isRestricted(subject, KeyKind.RECORD);
  }

  @Override
  public void askAnew() {
    keys.endLease();
  }

  @Override
  public Duration forgottenAfter() {
    return Lease.LASTS.multipliedBy(LEASES);
  }
}
