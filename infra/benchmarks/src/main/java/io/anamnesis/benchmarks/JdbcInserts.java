package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The peer without a framework: one row a call, committed with its statement, on a pool. */
final class JdbcInserts implements Subject {
  private static final String INSERT = """
      insert into log.event (position, event_id, subject, type, revision, occurred_at, recorded_at, payload, metadata)
      values (nextval('log.next_position'), ?, ?, ?, 1, ?, now(), ?, ?)""";

  private final Cluster cluster;
  private final int callers;
  private final HikariDataSource pool;

  JdbcInserts(Cluster cluster, String database, int callers) {
    this.cluster = cluster;
    this.callers = callers;
    this.pool = cluster.pool(database, Math.min(callers, 32));
  }

  @Override
  public String name() {
    return "plain JDBC";
  }

  @Override
  public Measurement measure(Duration time) {
    return Callers.measure(cluster, callers, time, this::insert);
  }

  @Override
  public void close() {
    pool.close();
  }

  private void insert() {
    try (Connection connection = pool.getConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, Facts.id());
      insert.setString(2, Facts.subject());
      insert.setString(3, Facts.TYPE);
      insert.setObject(4, OffsetDateTime.now(ZoneOffset.UTC));
      insert.setString(5, Facts.PAYLOAD);
      insert.setString(6, Facts.METADATA);
      if (insert.executeUpdate() != 1) {
        throw new IllegalStateException("a row was not inserted");
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
