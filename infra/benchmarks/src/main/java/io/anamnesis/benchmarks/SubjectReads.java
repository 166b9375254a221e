package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.time.Duration;

/** All events of one customer after the other, picked at random; what counts is a customer. */
final class SubjectReads implements Subject {
  private static final int MOST = 10_000;

  private final Cluster cluster;
  private final int customers;
  private final HikariDataSource pool;
  private final PostgresEventLog log;

  SubjectReads(Cluster cluster, String database, int customers) {
    this.cluster = cluster;
    this.customers = customers;
    this.pool = cluster.pool(database, 4);
    this.log = PostgresEventLog.open(LogConfiguration.of(pool));
  }

  @Override
  public String name() {
    return "Anamnesis";
  }

  @Override
  public Measurement measure(Duration time) {
    return Callers.measure(cluster, 1, time, () -> log.readSubject(Facts.subject(customers), 0, MOST));
  }

  @Override
  public void close() {
    log.close();
    pool.close();
  }
}
