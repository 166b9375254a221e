package io.anamnesis.eventstore.personal;

import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.personal.SubjectKey.KeyName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What was destroyed or restricted since somebody looked. Whoever does either holds the turn alone, so numbers are seen in their order, and
 * none appears behind one that was seen.
 */
final class KeyChanges {
  private static final String AFTER = """
      select number as erasure, 0 as restriction, kind, subject from keys.erasure where number > ?
      union all
      select 0, restriction, kind, subject from keys.person_key where restriction > ?""";

  private final DataSource database;

  KeyChanges(DataSource database) {
    this.database = database;
  }

  /** The last of each that is known somewhere. */
  record Seen(long erasure, long restriction) {
    static final Seen NOTHING = new Seen(0, 0);

    Seen and(Seen other) {
      return new Seen(Math.max(erasure, other.erasure), Math.max(restriction, other.restriction));
    }
  }

  /** A key of which what is in memory no longer holds; the subject null where nobody here knows it. */
  record Changed(KeyKind kind, @Nullable String subject) {}

  /** @param upTo what is known with them */
  record News(Seen upTo, List<Changed> changes) {}

  /** One small query, asked without a turn: what is not committed yet is not told. */
  News after(Seen seen) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(AFTER)) {
      statement.setLong(1, seen.erasure());
      statement.setLong(2, seen.restriction());
      Seen upTo = seen;
      List<Changed> changes = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          upTo = upTo.and(new Seen(rows.getLong("erasure"), rows.getLong("restriction")));
          changes.add(new Changed(KeyName.kindOf(rows.getString("kind")), rows.getString("subject")));
        }
      }
      return new News(upTo, changes);
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }
}
