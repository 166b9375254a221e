package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.time.Duration;
import java.time.Instant;

/** The log itself, called in process. */
final class LogAppends implements Subject {
  private final Cluster cluster;
  private final int callers;
  private final int customers;
  private final HikariDataSource pool;
  private final PostgresEventLog log;

  /** @param customers whom the facts are about, each as likely as the others */
  LogAppends(Cluster cluster, String database, int callers, int customers) {
    this.cluster = cluster;
    this.callers = callers;
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
    return Callers.measure(cluster, callers, time, this::append);
  }

  @Override
  public void close() {
    log.close();
    pool.close();
  }

  /** Each caller so many times. */
  void append(int perCaller) {
    Callers.run(callers, () -> {
      for (int i = 0; i < perCaller; i++) {
        append();
      }
    });
  }

  private void append() {
    NewEvent event = new NewEvent(Facts.id(), null, null, Facts.subject(customers), Facts.TYPE, 1, Instant.now(),
        Facts.PAYLOAD, Facts.METADATA);
    if (!(log.append(Append.of(event)) instanceof Outcome.Appended)) {
      throw new IllegalStateException("a fact was not appended");
    }
  }
}
