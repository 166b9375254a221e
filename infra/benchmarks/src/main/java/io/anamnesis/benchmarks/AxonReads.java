package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.jspecify.annotations.Nullable;

/** Reads all events from Axon's JDBC engine in order, each decoded into a record, from the start and again. */
@SuppressWarnings("InlineFormatString") // What the database is told stands at the top.
final class AxonReads implements Subject {
  /** The fact, typed. */
  record Purchase(String purchaseId, String currency, List<Line> lines, String visitId, String site) {}

  record Line(String product, String businessLine, @Nullable BigDecimal quantity, BigDecimal amount,
      @Nullable BigDecimal cost) {}

  /** What an append of the engine would have written. */
  private static final String FILL = """
      insert into domainevententry (aggregateidentifier, sequencenumber, type, eventidentifier, metadata, payload,
                                    payloadrevision, payloadtype, timestamp)
      select fact.id, 0, 'fact', fact.id, %s, %s, null, '%s', '2026-01-01T00:00:00Z'
      from (select gen_random_uuid()::text as id from generate_series(1, %d)) fact""";

  private final Cluster cluster;
  private final AxonEngine kind;
  private final long events;
  private final HikariDataSource pool;
  private final JdbcEventStorageEngine engine;

  AxonReads(Cluster cluster, String database, long events, AxonEngine kind) {
    this.cluster = cluster;
    this.kind = kind;
    this.events = events;
    kind.create(cluster, database);
    cluster.execute(database,
        FILL.formatted(kind.literal(Facts.METADATA), kind.literal(Facts.PAYLOAD), Purchase.class.getName(), events));
    cluster.execute(database, "vacuum analyze domainevententry");
    this.pool = kind.pool(cluster, database, 1);
    this.engine = kind.on(pool);
  }

  @Override
  public String name() {
    return kind.title() + ", readEvents";
  }

  /** As often as the time allows, at least once. */
  @Override
  public Measurement measure(Duration time) {
    long cpu = CpuTime.ofSelf() + cluster.cpuMicros();
    long start = System.nanoTime();
    long read = 0;
    do {
      read += readAll();
    } while (System.nanoTime() - start < time.toNanos());
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Measurement(read / seconds, (double) (CpuTime.ofSelf() + cluster.cpuMicros() - cpu) / read);
  }

  @Override
  public void close() {
    pool.close();
  }

  private long readAll() {
    try (Stream<? extends TrackedEventMessage<?>> stream = engine.readEvents(null, false)) {
      long read = stream.filter(event -> event.getPayload() instanceof Purchase).count();
      if (read != events) {
        throw new IllegalStateException("read " + read + " events of " + events);
      }
      return read;
    }
  }
}
