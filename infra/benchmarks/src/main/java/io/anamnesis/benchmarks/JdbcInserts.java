package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.sql.SQLException;
import java.sql.Types;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The peer without a framework: one row a call, committed with its statement, on a pool; read by position. */
final class JdbcInserts implements Gated {
  private static final String INSERT = """
      insert into log.event (position, event_id, stream, seq, subject, type, revision, occurred_at, recorded_at, payload,
                             metadata)
      values (nextval('log.next_position'), ?, ?, ?, ?, ?, 1, ?, now(), ?, ?)""";

  private static final String READ = """
      select position, event_id from log.event where position > ? order by position limit 1000""";

  private final Cluster cluster;
  private final String database;
  private final int callers;
  private final HikariDataSource pool;

  JdbcInserts(Cluster cluster, String database, int callers) {
    this.cluster = cluster;
    this.database = database;
    this.callers = callers;
    this.pool = cluster.pool(database, Math.min(callers, 32));
  }

  @Override
  public String name() {
    return "plain JDBC";
  }

  @Override
  public Measurement measure(Duration time) {
    return Callers.measure(cluster, callers, time,
        () -> insert(Facts.id(), null, null, Instant.now()));
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
    return new EventRows("log.event", "event_id::text", "position");
  }

  @Override
  public void append(UUID id, String stream, long seq) {
    insert(id, stream, seq, Gate.LONG_AGO);
  }

  @Override
  public Follower follow() {
    return new PositionFollower(pool, READ, 0);
  }

  private void insert(UUID id, @Nullable String stream, @Nullable Long seq, Instant occurredAt) {
    try (var connection = pool.getConnection(); var insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, id);
      insert.setString(2, stream);
      insert.setObject(3, seq, Types.BIGINT);
      insert.setString(4, Facts.subject());
      insert.setString(5, Facts.TYPE);
      insert.setObject(6, OffsetDateTime.ofInstant(occurredAt, ZoneOffset.UTC));
      insert.setString(7, Facts.PAYLOAD);
      insert.setString(8, Facts.METADATA);
      if (insert.executeUpdate() != 1) {
        throw new IllegalStateException("a row was not inserted");
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
