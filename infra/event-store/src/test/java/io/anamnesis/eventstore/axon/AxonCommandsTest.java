package io.anamnesis.eventstore.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.eventstore.DecisionId;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AxonCommandsTest {
  private static final String STREAM = "test-account:C-1";
  private static final UUID CAUSE = UUID.fromString("00000000-0000-5000-8000-000000000001");

  private final EventDecoder decoder = new EventDecoder(EventCatalogue.standard());
  private HikariDataSource database;
  private PostgresEventLog log;
  private Configuration axon;

  @BeforeEach
  void start() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    axon = AxonCommands.start(log, EventCatalogue.standard(), UnaryOperator.identity(),
        configurer -> configurer.configureAggregate(TestAccount.class));
  }

  @AfterEach
  void stop() {
    axon.shutdown();
    log.close();
    database.close();
  }

  @Test
  void what_a_command_decided_is_in_the_log_when_it_returns() {
    send(new TestAccount.Climb(STREAM, 2), Map.of(EventMetadata.SUBJECT, "C-1", EventMetadata.ACTOR, "desk-7"));

    assertThat(log.read(0, 10))
        .extracting(StoredEvent::stream, StoredEvent::seq, StoredEvent::subject, StoredEvent::type)
        .containsExactly(tuple(STREAM, 0L, "C-1", "loyalty.tier-reached"),
            tuple(STREAM, 1L, "C-1", "loyalty.tier-reached"));
    Recorded last = decoder.decode(log.read(1, 1).getFirst());
    assertThat(last.event()).isEqualTo(TestAccount.reached(1, 2));
    assertThat(last.metadata()).isEqualTo(Metadata.ofDecision(null, null, "desk-7"));
  }

  @Test
  void an_aggregate_is_loaded_from_its_stream() {
    send(new TestAccount.Climb(STREAM, 2), Map.of());
    send(new TestAccount.Climb(STREAM, 3), Map.of());
    assertThat(send(new TestAccount.AskLevel(STREAM), Map.of())).isEqualTo(5);
  }

  @Test
  void an_aggregate_longer_than_a_page_is_loaded_whole() {
    send(new TestAccount.Climb(STREAM, 1_203), Map.of());
    assertThat(send(new TestAccount.AskLevel(STREAM), Map.of())).isEqualTo(1_203);
  }

  @Test
  void a_policys_decision_has_derived_ids_and_names_its_cause() {
    Instant occurredAt = Instant.parse("2020-01-01T00:00:00Z");
    send(new TestAccount.Climb(STREAM, 2), ofPolicy(occurredAt));

    assertThat(log.read(0, 10)).extracting(StoredEvent::eventId).containsExactly(
        DecisionId.of("tiers", CAUSE, STREAM, 0), DecisionId.of("tiers", CAUSE, STREAM, 1));
    assertThat(log.read(0, 10)).allSatisfy(stored -> {
      assertThat(stored.occurredAt()).isEqualTo(occurredAt);
      assertThat(stored.subject()).isEqualTo("C-1");
      assertThat(decoder.metadata(stored)).isEqualTo(Metadata.ofDecision(CAUSE, "tiers", "policy"));
    });
  }

  @Test
  void a_second_try_is_refused_whole_whatever_it_would_have_decided() {
    send(new TestAccount.Climb(STREAM, 1), ofPolicy(TestAccount.REACHED));

    assertThatThrownBy(() -> send(new TestAccount.Climb(STREAM, 3), ofPolicy(TestAccount.REACHED)))
        .isInstanceOfSatisfying(AlreadyDecided.class,
            decided -> assertThat(decided.existing().eventId()).isEqualTo(DecisionId.of("tiers", CAUSE, STREAM, 0)));

    assertThat(log.head()).isEqualTo(1);
    assertThat(send(new TestAccount.AskLevel(STREAM), Map.of())).isEqualTo(1);
  }

  @Test
  void events_of_a_persons_command_keep_ids_of_their_own() {
    send(new TestAccount.Climb(STREAM, 1), Map.of(EventMetadata.ACTOR, "desk-7"));
    send(new TestAccount.Climb(STREAM, 1), Map.of(EventMetadata.ACTOR, "desk-7"));
    assertThat(log.head()).isEqualTo(2);
  }

  @Test
  void a_command_that_fails_leaves_nothing_even_if_it_had_applied_events() {
    assertThatThrownBy(() -> send(new TestAccount.Climb(STREAM, 0), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(log.head()).isZero();
  }

  @Test
  void a_snapshot_spares_the_events_before_it_and_gives_the_same_state() {
    PostgresSnapshots snapshots = new PostgresSnapshots(database, TestAccount.class);
    Configuration snapshotting = AxonCommands.start(log, EventCatalogue.standard(), snapshots, UnaryOperator.identity(),
        configurer -> configurer
            .configureAggregate(AggregateConfigurer.defaultConfiguration(TestAccount.class).configureSnapshotTrigger(
                c -> new GrowthSnapshots(c.snapshotter(), 10))));
    for (int i = 0; i < 5; i++) {
      send(snapshotting, new TestAccount.Climb(STREAM, 6), Map.of());
    }

    assertThat(snapshots.newest(STREAM)).hasValueSatisfying(
        snapshot -> assertThat(snapshot.getSequenceNumber()).isGreaterThan(9L));
    assertThat(send(snapshotting, new TestAccount.AskLevel(STREAM), Map.of())).isEqualTo(30);
    assertThat(send(new TestAccount.AskLevel(STREAM), Map.of())).isEqualTo(30);
    snapshotting.shutdown();
  }

  @Test
  void a_stream_that_grows_has_a_snapshot_at_each_quarter_more() {
    Snapshots taken = new Snapshots(new PostgresSnapshots(database, TestAccount.class));
    Configuration snapshotting = AxonCommands.start(log, EventCatalogue.standard(), taken, UnaryOperator.identity(),
        configurer -> configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(TestAccount.class)
            .configureCache(c -> new AggregateCache())
            .configureSnapshotTrigger(c -> new GrowthSnapshots(c.snapshotter(), 10))));
    for (int i = 0; i < 250; i++) {
      send(snapshotting, new TestAccount.Climb(STREAM, 1), Map.of());
    }
    // 10 events, 10 more until that is a quarter, then a quarter more each time.
    assertThat(taken.lengths).containsExactly(10L, 20L, 30L, 40L, 50L, 63L, 79L, 99L, 124L, 155L, 194L, 243L);
    snapshotting.shutdown();
  }

  /** Kept as they are, with the length of the stream at each. */
  private record Snapshots(SnapshotStore kept, List<Long> lengths) implements SnapshotStore {
    Snapshots(SnapshotStore kept) {
      this(kept, new ArrayList<>());
    }

    @Override
    public void store(DomainEventMessage<?> snapshot) {
      lengths.add(snapshot.getSequenceNumber() + 1);
      kept.store(snapshot);
    }

    @Override
    public Optional<DomainEventMessage<?>> newest(String stream) {
      return kept.newest(stream);
    }
  }

  @Test
  void a_cached_aggregate_that_is_behind_the_log_meets_a_conflict_and_is_loaded_anew_for_the_next_try() {
    Configuration caching = AxonCommands.start(log, EventCatalogue.standard(), UnaryOperator.identity(),
        configurer -> configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(TestAccount.class)
            .configureCache(c -> new AggregateCache())));
    send(caching, new TestAccount.Climb(STREAM, 2), Map.of());
    assertThat(send(caching, new TestAccount.AskLevel(STREAM), Map.of())).isEqualTo(2);
    // Another process decides.
    send(new TestAccount.Climb(STREAM, 1), Map.of());
    assertThat(send(caching, new TestAccount.AskLevel(STREAM), Map.of())).isEqualTo(2);

    assertThatThrownBy(() -> send(caching, new TestAccount.Climb(STREAM, 4), Map.of()))
        .isInstanceOf(ConcurrencyException.class);

    assertThat(log.head()).isEqualTo(3);
    assertThat(send(caching, new TestAccount.AskLevel(STREAM), Map.of())).isEqualTo(3);
    send(caching, new TestAccount.Climb(STREAM, 4), Map.of());
    assertThat(send(new TestAccount.AskLevel(STREAM), Map.of())).isEqualTo(7);
    caching.shutdown();
  }

  @Test
  void a_command_that_fails_leaves_no_trace_in_the_cache() {
    Configuration caching = AxonCommands.start(log, EventCatalogue.standard(), UnaryOperator.identity(),
        configurer -> configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(TestAccount.class)
            .configureCache(c -> new AggregateCache())));
    send(caching, new TestAccount.Climb(STREAM, 2), ofPolicy(TestAccount.REACHED));
    assertThatThrownBy(() -> send(caching, new TestAccount.Climb(STREAM, 5), ofPolicy(TestAccount.REACHED)))
        .isInstanceOf(AlreadyDecided.class);
    assertThat(send(caching, new TestAccount.AskLevel(STREAM), Map.of())).isEqualTo(2);
    caching.shutdown();
  }

  private static Map<String, String> ofPolicy(Instant occurredAt) {
    return Map.of(EventMetadata.SUBJECT, "C-1", EventMetadata.CAUSED_BY, CAUSE.toString(), EventMetadata.POLICY,
        "tiers",
        EventMetadata.ACTOR, "policy", EventMetadata.OCCURRED_AT, occurredAt.toString());
  }

  private Object send(Object command, Map<String, ?> metadata) {
    return send(axon, command, metadata);
  }

  private static Object send(Configuration axon, Object command, Map<String, ?> metadata) {
    FutureCallback<Object, Object> answer = new FutureCallback<>();
    axon.commandBus().dispatch(GenericCommandMessage.asCommandMessage(command).withMetaData(metadata), answer);
    var result = answer.getResult();
    if (result.isExceptional()) {
      throw (RuntimeException) result.exceptionResult();
    }
    return result.getPayload();
  }
}
