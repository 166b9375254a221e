package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/**
 * Marten's append, transcribed: its tables and the function that its quick mode calls, without .NET. A call commits with its
 * statement, in one round trip; Marten's own session takes two. Two callers who meet at one stream collide; who loses
 * tries again.
 */
final class MartenAppends implements Gated {
  private static final String APPEND = """
      select marten.mt_quick_append_events(?, 'customer', '*DEFAULT*', array[?]::uuid[], array[?]::varchar[],
                                           array['PurchaseMade']::varchar[], array[?]::jsonb[])""";
  private static final String UNIQUE_VIOLATION = "23505";

  private final Cluster cluster;
  private final String database;
  private final int callers;
  private final HikariDataSource pool;

  MartenAppends(Cluster cluster, String database, int callers) {
    this.cluster = cluster;
    this.database = database;
    this.callers = callers;
    this.pool = cluster.pool(database, Math.min(callers, 32));
  }

  static void create(Cluster cluster, String database) {
    cluster.create(database);
    cluster.run(database, cluster.resource("peers/marten.sql"));
  }

  @Override
  public String name() {
    return "Marten's SQL";
  }

  @Override
  public Measurement measure(Duration time) {
    return Callers.measure(cluster, callers, time, this::appendFact);
  }

  @Override
  public void close() {
    pool.close();
  }

  @Override
  public String database() {
    return database;
  }

  @Override
  public EventRows rows() {
    return new EventRows("marten.mt_events", "id::text", "seq_id");
  }

  @Override
  public void append(UUID id, String stream, long seq) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      if (append(connection, id, stream) == seq + 1) {
        connection.commit();
      } else {
        connection.rollback();
        throw new IllegalStateException("the stream has moved on");
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public Follower follow() {
    return new MartenFollower(pool);
  }

  private void appendFact() {
    String stream = Facts.subject();
    boolean appended = false;
    while (!appended) {
      try (Connection connection = pool.getConnection()) {
        appended = append(connection, Facts.id(), stream) > 0;
      } catch (SQLException failed) {
        if (!UNIQUE_VIOLATION.equals(failed.getSQLState())) {
          throw new IllegalStateException(failed);
        }
      }
    }
  }

  /** @return the version of the stream */
  private static long append(Connection connection, UUID id, String stream) throws SQLException {
    try (PreparedStatement append = connection.prepareStatement(APPEND)) {
      append.setString(1, stream);
      append.setObject(2, id);
      append.setString(3, Facts.TYPE);
      append.setString(4, Facts.PAYLOAD);
      try (ResultSet row = append.executeQuery()) {
        row.next();
        Integer[] versionAndNumbers = (Integer[]) row.getArray(1).getArray();
        return versionAndNumbers[0];
      }
    }
  }
}
