package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The log itself, called in process. */
final class LogAppends implements Gated {
  static final String NAME = "Anamnesis";
  static final String NAME_ASCENDING = "Anamnesis, ids ascending";

  private static final int PAGE = 1_000;

  private final String name;
  private final Supplier<UUID> ids;
  private final Cluster cluster;
  private final String database;
  private final int callers;
  private final int customers;
  private final HikariDataSource pool;
  private final PostgresEventLog log;

  private LogAppends(String name, Supplier<UUID> ids, Cluster cluster, String database, int callers, int customers) {
    this.name = name;
    this.ids = ids;
    this.cluster = cluster;
    this.database = database;
    this.callers = callers;
    this.customers = customers;
    this.pool = cluster.pool(database, 6);
    // Longer than the gate holds a commit: it is to succeed late, not to be given up.
    this.log = PostgresEventLog.open(LogConfiguration.of(pool).withTimeout(Duration.ofSeconds(30)));
  }

  /** @param customers whom the facts are about, each as likely as the others */
  static LogAppends of(Cluster cluster, String database, int callers, int customers) {
    return new LogAppends(NAME, Facts::id, cluster, database, callers, customers);
  }

  /** Of events whose ids rise with time, as no source's do: what is saved by them is what random ids cost. */
  static LogAppends withAscendingIds(Cluster cluster, String database, int callers, int customers) {
    AtomicLong next = new AtomicLong(System.currentTimeMillis() << 20);
    return new LogAppends(NAME_ASCENDING, () -> new UUID(next.getAndIncrement(), Long.MIN_VALUE), cluster, database,
        callers, customers);
  }

  @Override
  public String name() {
    return name;
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

  /** For who follows it in the same process. */
  PostgresEventLog log() {
    return log;
  }

  HikariDataSource pool() {
    return pool;
  }

  private void append() {
    append(new NewEvent(ids.get(), null, null, Facts.subject(customers), Facts.TYPE, 1, Instant.now(), Facts.PAYLOAD,
        Facts.METADATA));
  }

  /** Each caller so many times. */
  void append(int perCaller) {
    Callers.run(callers, () -> {
      for (int i = 0; i < perCaller; i++) {
        append();
      }
    });
  }

  /** To be called before anything is measured. */
  KnownIdentity awaitIdentity() {
    append();
    return KnownIdentity.await(log);
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
    append(new NewEvent(id, stream, seq, null, Facts.TYPE, 1, Gate.LONG_AGO, Facts.PAYLOAD, Facts.METADATA));
  }

  @Override
  public Follower follow() {
    return new Follower() {
      private long position;

      @Override
      public List<UUID> next() {
        List<StoredEvent> events = log.read(position, PAGE);
        position = events.isEmpty() ? position : events.getLast().position();
        return events.stream().map(StoredEvent::eventId).toList();
      }
    };
  }

  private void append(NewEvent event) {
    if (!(log.append(Append.of(event)) instanceof Outcome.Appended)) {
      throw new IllegalStateException("an event was not appended");
    }
  }
}
