package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;

/**
 * The peer with a framework: Axon's JDBC engine on its own PostgreSQL schema. A call commits with its statement, in one
 * round trip, which is more than a transaction manager would give it.
 */
final class AxonAppends implements Gated {
  /** What the engine serializes: the same text. */
  record Payload(String text) {}

  private final Cluster cluster;
  private final String database;
  private final int callers;
  private final AxonEngine kind;
  private final HikariDataSource pool;
  private final JdbcEventStorageEngine engine;

  AxonAppends(Cluster cluster, String database, int callers, AxonEngine kind) {
    this.cluster = cluster;
    this.database = database;
    this.callers = callers;
    this.kind = kind;
    this.pool = kind.pool(cluster, database, callers);
    this.engine = kind.on(pool);
  }

  @Override
  public String name() {
    return kind.title();
  }

  @Override
  public Measurement measure(Duration time) {
    return Callers.measure(cluster, callers, time, this::append);
  }

  @Override
  public void close() {
    pool.close();
  }

  private void append() {
    engine.appendEvents(
        new GenericEventMessage<>(new Payload(Facts.PAYLOAD), Map.of("subject", Facts.subject(), "source", "his")));
  }

  @Override
  public String database() {
    return database;
  }

  @Override
  public EventRows rows() {
    return new EventRows("domainevententry", "eventidentifier", "globalindex");
  }

  @Override
  public void append(UUID id, String stream, long seq) {
    engine.appendEvents(new GenericDomainEventMessage<>("gate", stream, seq, new Payload("{}"), Map.of(), id.toString(),
        Gate.LONG_AGO));
  }

  @Override
  public Follower follow() {
    return new Follower() {
      private TrackingToken token = engine.createTailToken();

      @Override
      public List<UUID> next() {
        List<UUID> ids = new ArrayList<>();
        try (Stream<? extends TrackedEventMessage<?>> events = engine.readEvents(token, false)) {
          events.forEach(event -> {
            ids.add(UUID.fromString(event.getIdentifier()));
            token = event.trackingToken();
          });
        }
        return ids;
      }
    };
  }
}
