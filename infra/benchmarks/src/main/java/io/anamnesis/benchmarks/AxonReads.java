package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;

/** The peer with a framework: Axon's stock JDBC engine read from its beginning to its end, every payload deserialized. */
final class AxonReads implements Subject {
  private final Cluster cluster;
  private final long events;
  private final HikariDataSource pool;
  private final JdbcEventStorageEngine engine;

  private AxonReads(Cluster cluster, String database, long events) {
    this.cluster = cluster;
    this.events = events;
    this.pool = cluster.pool(database, 4);
    this.engine = AxonAppends.engine(pool);
  }

  /** @param database with Axon's tables, empty */
  static AxonReads of(Cluster cluster, String database, long events) {
    AxonReads reads = new AxonReads(cluster, database, events);
    reads.engine.appendEvents(new GenericEventMessage<>(
        new EventCodec(EventCatalogue.standard()).decode(Facts.TYPE, 1, Facts.PAYLOAD), Map.of("source", "his")));
    // The first row, over and over: each with an identity of its own, as the engine would have stored it.
    cluster.execute(database, """
        insert into domainevententry (aggregateidentifier, sequencenumber, type, eventidentifier, metadata, payload,
                                      payloadrevision, payloadtype, timestamp)
        select id, 0, type, id, metadata, payload, payloadrevision, payloadtype, timestamp
        from domainevententry
        cross join lateral (select gen_random_uuid()::text as id from generate_series(2, %d)) fresh
        where globalindex = 1""".formatted(events));
    cluster.execute(database, "vacuum analyze domainevententry");
    cluster.execute(database, "checkpoint");
    return reads;
  }

  @Override
  public String name() {
    return "Axon JDBC";
  }

  @Override
  public Measurement measure(Duration time) {
    return Callers.count(cluster, 1, time, this::readAll);
  }

  @Override
  public void close() {
    pool.close();
  }

  private long readAll() {
    long read = 0;
    try (Stream<? extends TrackedEventMessage<?>> stream = engine.readEvents(engine.createTailToken(), false)) {
      for (Iterator<? extends TrackedEventMessage<?>> each = stream.iterator(); each.hasNext(); read++) {
        // Deserialized when it is asked for, and not before.
        each.next().getPayload();
      }
    }
    if (read != events) {
      throw new IllegalStateException("Axon read " + read + " events of " + events);
    }
    return read;
  }
}
