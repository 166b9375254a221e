package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Facts that come in at an even pace, on a thread of its own, until it is closed: about customers known and new. */
final class WriteLoad implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final HikariDataSource pool;
  private final PostgresEventLog log;
  private final int customers;
  private final CompletableFuture<Void> writing;
  private volatile boolean over;

  /** @param customers the log knows so many; one fact in eleven is about one whom it does not know */
  WriteLoad(Cluster cluster, String database, int customers) {
    this.pool = cluster.pool(database, 4);
    // A builder that was killed may hold the database up for a while.
    this.log = PostgresEventLog.open(LogConfiguration.of(pool).withTimeout(Duration.ofSeconds(60)));
    this.customers = customers + customers / 10;
    this.writing = CompletableFuture.runAsync(this::write, Thread.ofPlatform().daemon().name("write-load")::start);
  }

  private void write() {
    while (!over) {
      NewEvent fact = new NewEvent(Facts.id(), null, null, Facts.subject(customers), Facts.TYPE, 1, Instant.now(),
          Facts.PAYLOAD, Facts.METADATA);
      if (!(log.append(Append.of(fact)) instanceof Outcome.Appended)) {
        throw new IllegalStateException("a fact was not appended");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  @Override
  public void close() {
    over = true;
    try {
      writing.join();
    } finally {
      log.close();
      pool.close();
    }
  }
}
