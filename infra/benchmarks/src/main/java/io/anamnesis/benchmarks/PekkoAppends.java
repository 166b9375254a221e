package io.anamnesis.benchmarks;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.jdbc.query.javadsl.JdbcReadJournal;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * Pekko Persistence on its JDBC journal, with its defaults and the tables that its jar holds. Each caller has a persistent
 * actor of its own, which is the only writer of its stream; what many of them persist at one moment the journal writes as one
 * batch. The reader is the journal's query by tag. One default is not kept: the circuit breaker, which the first
 * rollbacks would open for half a minute, since a batch that is rolled back counts as a failure of each of its actors.
 */
@SuppressWarnings("InlineFormatString") // What the database is told stands at the top.
final class PekkoAppends implements Gated {
  private static final String TAG = "gate";
  /** An actor that could not recover its state drops what it was told. */
  private static final int SECONDS_TO_ANSWER = 30;

  private static final String CONFIGURATION = """
      pekko.loglevel = OFF
      pekko.stdout-loglevel = OFF
      pekko.log-dead-letters = off
      pekko.persistence.journal.plugin = jdbc-journal
      pekko.persistence.snapshot-store.plugin = jdbc-snapshot-store
      pekko-persistence-jdbc.shared-databases.slick {
        profile = "slick.jdbc.PostgresProfile$"
        db { url = "jdbc:%s", user = postgres, driver = org.postgresql.Driver }
      }
      jdbc-journal.circuit-breaker { max-failures = 1000000, call-timeout = 60s }
      jdbc-journal.use-shared-db = slick
      jdbc-snapshot-store.use-shared-db = slick
      jdbc-read-journal.use-shared-db = slick
      """;

  private final Cluster cluster;
  private final String database;
  private final int callers;
  private final ActorSystem system;
  private final Queue<ActorRef> idle = new ConcurrentLinkedQueue<>();
  private final Map<String, ActorRef> entities = new ConcurrentHashMap<>();

  PekkoAppends(Cluster cluster, String database, int callers) {
    this.cluster = cluster;
    this.database = database;
    this.callers = callers;
    this.system = ActorSystem.create(database,
        ConfigFactory.parseString(CONFIGURATION.formatted(cluster.url(database))).withFallback(ConfigFactory.load()));
    for (int i = 0; i < callers; i++) {
      // A new stream each time: what an earlier actor wrote would have to be replayed first.
      idle.add(system.actorOf(PekkoEntity.props("customer-" + UUID.randomUUID())));
    }
  }

  static void create(Cluster cluster, String database) {
    cluster.create(database);
    cluster.run(database, cluster.resource("schema/postgres/postgres-create-schema.sql"));
  }

  @Override
  public String name() {
    return "Pekko JDBC";
  }

  @Override
  public Measurement measure(Duration time) {
    return Callers.measure(cluster, callers, time, this::appendFact);
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }

  @Override
  public String database() {
    return database;
  }

  @Override
  public EventRows rows() {
    return new EventRows("event_journal", "convert_from(event_payload, 'UTF8')", "ordering");
  }

  @Override
  public void append(UUID id, String stream, long seq) {
    tell(entities.computeIfAbsent(stream, name -> system.actorOf(PekkoEntity.props(name))),
        new Tagged(id.toString(), Set.of(TAG)));
  }

  @Override
  public Follower follow() {
    Queue<UUID> read = new ConcurrentLinkedQueue<>();
    PersistenceQuery.get(system).getReadJournalFor(JdbcReadJournal.class, JdbcReadJournal.Identifier())
        .eventsByTag(TAG, Offset.noOffset())
        .runWith(Sink.foreach(envelope -> read.add(UUID.fromString((String) envelope.event()))), system);
    return () -> {
      List<UUID> ids = new ArrayList<>();
      for (UUID id = read.poll(); id != null; id = read.poll()) {
        ids.add(id);
      }
      return ids;
    };
  }

  private void appendFact() {
    ActorRef entity = idle.remove();
    tell(entity, Facts.PAYLOAD);
    idle.add(entity);
  }

  private static void tell(ActorRef entity, Object event) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    entity.tell(new PekkoEntity.Append(event, answer), ActorRef.noSender());
    answer.orTimeout(SECONDS_TO_ANSWER, TimeUnit.SECONDS).join();
  }
}
