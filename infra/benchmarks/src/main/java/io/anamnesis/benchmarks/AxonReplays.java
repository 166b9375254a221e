package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.benchmarks.AxonReads.Purchase;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * Replays of one view by Axon's pooled streaming processor: from the reset of its tokens until every segment has come to the
 * end of the log. The view has one row per customer, and counts purchases.
 */
@SuppressWarnings("InlineFormatString") // What the database is told stands at the top.
final class AxonReplays implements Subject {
  /** What appends of the engine would have written: an aggregate is a customer. */
  private static final String FILL = """
      insert into domainevententry (aggregateidentifier, sequencenumber, type, eventidentifier, metadata, payload,
                                    payloadrevision, payloadtype, timestamp)
      select 'customer-' || event %% %5$d, event / %5$d, 'customer', gen_random_uuid()::text, %1$s, %2$s, null, '%3$s',
             '2026-01-01T00:00:00Z'
      from generate_series(0::bigint, %4$d - 1) as event""";

  private static final String NAME = "customers";
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Duration POLL = Duration.ofMillis(2);

  private final Cluster cluster;
  private final String database;
  private final AxonReplay kind;
  private final long events;
  private final HikariDataSource pool;
  private final EmbeddedEventStore store;
  private final ScheduledExecutorService coordinator;
  private final ScheduledExecutorService workers;
  private final PooledStreamingEventProcessor processor;

  /** On a table of its own. */
  AxonReplays(Cluster cluster, String database, long events, long customers, AxonReplay kind) {
    this.cluster = cluster;
    this.database = database;
    this.kind = kind;
    this.events = events;
    AxonEngine engine = kind.engine();
    engine.create(cluster, database);
    cluster.execute(database, FILL.formatted(engine.literal(Facts.METADATA), engine.literal(Facts.PAYLOAD),
        Purchase.class.getName(), events, customers));
    cluster.execute(database, "vacuum analyze domainevententry");
    cluster.execute(database, CustomerRows.CREATE);
    cluster.execute("postgres", "checkpoint");
    this.pool = engine.pool(cluster, database, kind.threads() + 4);
    this.store = EmbeddedEventStore.builder().storageEngine(engine.on(pool)).build();
    JdbcTransactions transactions = new JdbcTransactions(pool);
    JdbcTokenStore tokens = JdbcTokenStore.builder().connectionProvider(transactions)
        .serializer(serializerOfTokens()).build();
    tokens.createSchema(PostgresTokenTableFactory.INSTANCE);
    this.coordinator = kind.coordinator();
    this.workers = new ScheduledThreadPoolExecutor(kind.threads());
    this.processor = PooledStreamingEventProcessor.builder().name(NAME)
        .eventHandlerInvoker(
            SimpleEventHandlerInvoker.builder().eventHandlers(kind.rows(transactions)).build())
        .messageSource(store).tokenStore(tokens).transactionManager(transactions).coordinatorExecutor(coordinator)
        .workerExecutor(workers).initialSegmentCount(kind.segments()).batchSize(kind.batch()).build();
  }

  /** A replay's token names the class of the one within it, which Jackson 3 refuses unless told that it may be read. */
  private static Serializer serializerOfTokens() {
    return Jackson3Serializer.builder().jsonMapperBuilderCustomizer(mapper -> mapper.polymorphicTypeValidator(
        BasicPolymorphicTypeValidator.builder().allowIfSubType("org.axonframework.eventhandling.").build())).build();
  }

  @Override
  public String name() {
    return kind.title();
  }

  long events() {
    return events;
  }

  /** One replay, however long. */
  @Override
  public Measurement measure(Duration time) {
    Measurement measured = Callers.count(cluster, 1, Duration.ZERO, this::replay);
    processor.shutDown();
    String counted = cluster.ask(database, CustomerRows.PURCHASES);
    if (!counted.equals(Long.toString(events))) {
      throw new IllegalStateException(name() + " counted " + counted + " events of " + events);
    }
    cluster.execute("postgres", "checkpoint");
    return measured;
  }

  @Override
  public void close() {
    processor.shutDown();
    store.shutDown();
    coordinator.shutdownNow();
    workers.shutdownNow();
    pool.close();
  }

  private long replay() {
    processor.resetTokens();
    processor.start();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isAtTheEnd(processor.processingStatus().values())) {
      if (System.nanoTime() - end > 0 || processor.isError()) {
        throw new IllegalStateException(
            name() + " did not come to the end of its log: " + processor.processingStatus());
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return events;
  }

  /** A segment passes the events of the others too, so that all come to the last one. */
  private boolean isAtTheEnd(Collection<EventTrackerStatus> segments) {
    return segments.size() == kind.segments()
        && segments.stream().allMatch(segment -> segment.getCurrentPosition().orElse(0) >= events);
  }
}
