package io.anamnesis.benchmarks;

import io.anamnesis.benchmarks.Gated.Follower;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * What Marten's daemon does by its defaults, transcribed from versions 7 and 8: it reads up to a high-water mark, which
 * stands before the first gap; a gap that is there for three seconds is stepped over. Later versions look first whether a
 * transaction is open that may still fill it.
 */
final class MartenFollower implements Follower {
  private static final Duration STALE = Duration.ofSeconds(3);

  private static final String HIGHEST = "select last_value from marten.mt_events_sequence where is_called";

  /** From a number on: the last one before a gap, or before the end. */
  private static final String MARK = """
      select coalesce(min(seq_id) filter (where following is null or following - seq_id > 1), 0)
      from (select seq_id, lead(seq_id) over (order by seq_id) as following
            from marten.mt_events where seq_id >= ?) numbered""";

  private static final String READ = """
      select seq_id, id from marten.mt_events where seq_id > ? and seq_id <= ? order by seq_id""";

  private final DataSource database;
  private long mark;
  private long movedAt = System.nanoTime();

  MartenFollower(DataSource database) {
    this.database = database;
  }

  @Override
  public List<UUID> next() {
    try (Connection connection = database.getConnection()) {
      long before = mark;
      long found = number(connection, MARK, mark);
      boolean isStale = found <= mark && number(connection, HIGHEST) > mark;
      if (isStale && System.nanoTime() - movedAt > STALE.toNanos()) {
        found = number(connection, MARK, mark + 1);
      }
      if (found > mark || !isStale) {
        movedAt = System.nanoTime();
      }
      mark = Math.max(mark, found);
      return read(connection, before, mark);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static List<UUID> read(Connection connection, long after, long upTo) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(READ)) {
      select.setLong(1, after);
      select.setLong(2, upTo);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getObject(2, UUID.class));
        }
      }
    }
    return ids;
  }

  private static long number(Connection connection, String query, long... parameters) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        select.setLong(i + 1, parameters[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }
}
