package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.UUID;
import java.util.stream.Stream;

/** The limit of an import: a thousand rows a statement, committed with it, on one connection. */
final class JdbcBatches implements Subject {
  private static final int ROWS = 1_000;
  private static final String INSERT =
      """
      insert into log.event (position, event_id, subject, type, revision, occurred_at, recorded_at, payload, metadata)
      select nextval('log.next_position'), event_id, subject, type, 1, now(), now(), payload, metadata
      from unnest(?, ?, ?, ?, ?) as fresh (event_id, subject, type, payload, metadata)""";

  private final Cluster cluster;
  private final HikariDataSource pool;

  JdbcBatches(Cluster cluster, String database) {
    this.cluster = cluster;
    this.pool = cluster.pool(database, 1);
  }

  @Override
  public String name() {
    return "multi-row insert";
  }

  @Override
  public Measurement measure(Duration time) {
    return Callers.count(cluster, 1, time, this::insert);
  }

  @Override
  public void close() {
    pool.close();
  }

  private long insert() {
    try (Connection connection = pool.getConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setArray(1, connection.createArrayOf("uuid", Stream.generate(Facts::id).limit(ROWS).toArray(UUID[]::new)));
      insert.setArray(2, connection.createArrayOf("text", Stream.generate(Facts::subject).limit(ROWS).toArray()));
      insert.setArray(3, connection.createArrayOf("text", Collections.nCopies(ROWS, Facts.TYPE).toArray()));
      insert.setArray(4, connection.createArrayOf("text", Collections.nCopies(ROWS, Facts.PAYLOAD).toArray()));
      insert.setArray(5, connection.createArrayOf("text", Collections.nCopies(ROWS, Facts.METADATA).toArray()));
      return insert.executeUpdate();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
