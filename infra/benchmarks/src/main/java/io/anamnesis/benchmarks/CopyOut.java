package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;

/** The limit of reading: the columns of all rows as COPY gives them, received and thrown away. */
final class CopyOut implements Subject {
  static final String COPY = """
      copy log.event (position, event_id, stream, seq, subject, type, revision, occurred_at, recorded_at, payload,
                      metadata) to stdout""";

  private final Cluster cluster;
  private final HikariDataSource pool;

  CopyOut(Cluster cluster, String database) {
    this.cluster = cluster;
    this.pool = cluster.pool(database, 1);
  }

  @Override
  public String name() {
    return "COPY";
  }

  @Override
  public Measurement measure(Duration time) {
    return Callers.count(cluster, 1, time, this::copy);
  }

  @Override
  public void close() {
    pool.close();
  }

  private long copy() {
    try (Connection connection = pool.getConnection()) {
      return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(COPY, OutputStream.nullOutputStream());
    } catch (SQLException | IOException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
