package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/**
 * The peer with a framework: Axon's stock JDBC engine on its own PostgreSQL schema. A call commits with its statement, in
 * one round trip, which is more than a transaction manager would give it.
 */
final class AxonAppends implements Subject {
  /** What the engine serializes: the same text. */
  record Payload(String text) {}

  private final Cluster cluster;
  private final int callers;
  private final HikariDataSource pool;
  private final JdbcEventStorageEngine engine;

  AxonAppends(Cluster cluster, String database, int callers) {
    this.cluster = cluster;
    this.callers = callers;
    this.pool = cluster.pool(database, Math.min(callers, 32));
    this.engine = engine(pool);
  }

  /** The tables, once for a database. */
  static void create(Cluster cluster, String database) {
    cluster.create(database);
    try (HikariDataSource pool = cluster.pool(database, 1)) {
      engine(pool).createSchema(PostgresEventTableFactory.INSTANCE);
    }
  }

  @Override
  public String name() {
    return "Axon JDBC";
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

  static JdbcEventStorageEngine engine(HikariDataSource pool) {
    Serializer serializer = Jackson3Serializer.builder().build();
    return JdbcEventStorageEngine.builder().connectionProvider(new DataSourceConnectionProvider(pool))
        .transactionManager(NoTransactionManager.INSTANCE).eventSerializer(serializer).snapshotSerializer(serializer)
        .build();
  }
}
