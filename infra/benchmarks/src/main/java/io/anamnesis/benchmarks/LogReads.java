package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.time.Duration;

/** The log read from its beginning to its end, every event decoded. */
final class LogReads implements Subject {
  private final Cluster cluster;
  private final HikariDataSource pool;
  private final PostgresEventLog log;
  private final EventDecoder decoder = new EventDecoder(EventCatalogue.standard());

  LogReads(Cluster cluster, String database) {
    this.cluster = cluster;
    this.pool = cluster.pool(database, 4);
    this.log = PostgresEventLog.open(LogConfiguration.of(pool));
  }

  @Override
  public String name() {
    return "Anamnesis";
  }

  @Override
  public Measurement measure(Duration time) {
    return Callers.count(cluster, 1, time, () -> readAll(log));
  }

  @Override
  public void close() {
    log.close();
    pool.close();
  }

  private long readAll(EventLog from) {
    try {
      return from.scan(0, from.head(), page -> page.forEach(decoder::decode));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped", stopped);
    }
  }
}
