package io.anamnesis.eventstore.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.engagement.EngagementEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.LogEvents;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.Revision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogStorageEngineTest {
  private static final Instant THEN = Instant.parse("2026-03-01T02:15:00Z");

  private HikariDataSource database;
  private PostgresEventLog log;
  private LogStorageEngine engine;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    engine = new LogStorageEngine(log, EventCatalogue.standard(), SnapshotStore.NONE, UnaryOperator.identity());
  }

  @AfterEach
  void close() {
    log.close();
    database.close();
  }

  @Test
  void a_stream_is_read_as_it_was_appended() {
    DomainEventMessage<?> message = message("a:1", 0, Map.of(EventMetadata.SUBJECT, "C-1"));
    engine.appendEvents(List.of(message));

    DomainEventMessage<?> read = engine.readEvents("a:1").next();
    assertThat(read.getIdentifier()).isEqualTo(message.getIdentifier());
    assertThat(read.getAggregateIdentifier()).isEqualTo("a:1");
    assertThat(read.getSequenceNumber()).isZero();
    assertThat(read.getPayload()).isEqualTo(message.getPayload());
    assertThat(read.getTimestamp()).isEqualTo(THEN);
    assertThat(read.getMetaData()).containsEntry(EventMetadata.SUBJECT, "C-1");
  }

  @Test
  void a_stream_is_read_from_a_number_on_and_page_by_page() {
    engine.appendEvents(LongStream.range(0, 1_100).mapToObj(seq -> message("a:1", seq, Map.of())).toList());

    var stream = engine.readEvents("a:1", 550);
    assertThat(stream.asStream().map(DomainEventMessage::getSequenceNumber))
        .containsExactlyElementsOf(LongStream.range(550, 1_100).boxed().toList());
    assertThat(stream.getLastSequenceNumber()).isEqualTo(1_099);
    assertThat(engine.lastSequenceNumberFor("a:1")).contains(1_099L);
    assertThat(engine.lastSequenceNumberFor("a:2")).isEmpty();
    assertThat(engine.readEvents("a:2").hasNext()).isFalse();
  }

  @Test
  void a_number_that_is_taken_is_a_concurrency_exception_and_appends_nothing() {
    engine.appendEvents(List.of(message("a:1", 0, Map.of())));
    assertThatThrownBy(() -> engine.appendEvents(List.of(message("b:1", 0, Map.of()), message("a:1", 0, Map.of()))))
        .isInstanceOf(ConcurrencyException.class);
    assertThat(log.head()).isEqualTo(1);
  }

  @Test
  void an_id_that_is_known_is_already_decided() {
    DomainEventMessage<?> message = message("a:1", 0, Map.of());
    engine.appendEvents(List.of(message));
    assertThatThrownBy(() -> engine.appendEvents(List.of(message))).isInstanceOf(AlreadyDecided.class);
  }

  @Test
  void what_is_no_event_of_the_catalogue_is_refused() {
    assertThatThrownBy(() -> engine.appendEvents(List.of(new GenericEventMessage<>("text"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_log_is_tracked_by_position_facts_and_decisions_alike() {
    EventDescriptor signin = EventCatalogue.standard().of(EngagementEvent.SigninMade.class);
    engine.appendEvents(List.of(message("a:1", 0, Map.of())));
    engine.appendEvents(List.of(new GenericEventMessage<>(new EngagementEvent.SigninMade(null))));
    log.append(IntStream.range(0, 700).mapToObj(i -> LogEvents.one("n" + i)).toList());

    assertThat(signin.type()).isEqualTo("signin.made");
    assertThat(engine.readEvents(engine.createTailToken(), false).map(TrackedEventMessage::trackingToken)
        .map(token -> token.position().orElseThrow()))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 702).boxed().toList());
    assertThat(engine.readEvents(new GlobalSequenceTrackingToken(1), false).findFirst().orElseThrow().getPayload())
        .isEqualTo(new EngagementEvent.SigninMade(null));
    assertThat(engine.readEvents(engine.createHeadToken(), false)).isEmpty();
    assertThat(engine.readEvents(null, false)).hasSize(702);
  }

  @Test
  void a_token_at_an_instant_is_followed_by_what_was_recorded_then_or_later() {
    log.append(Append.of(LogEvents.fact("a")));
    Instant recorded = log.read(0, 1).getFirst().recordedAt();

    assertThat(engine.createTokenAt(recorded).position()).hasValue(0);
    assertThat(engine.createTokenAt(recorded.plusNanos(1_000)).position()).hasValue(1);
  }

  @Revision("7")
  static final class Counter {
    private final int count;

    Counter() {
      this(0);
    }

    private Counter(int count) {
      this.count = count;
    }
  }

  @Test
  void a_snapshot_of_another_revision_of_the_fold_is_passed_over() throws SQLException {
    PostgresSnapshots snapshots = new PostgresSnapshots(database, Counter.class);
    for (int seq = 1; seq <= 4; seq++) {
      snapshots.store(new GenericDomainEventMessage<>("Counter", "a:1", seq, new Counter(seq)));
    }
    try (var connection = database.getConnection(); var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("update log.snapshot set revision = '6' where seq = 4")).isEqualTo(1);
      statement.execute("insert into log.snapshot values ('a:1', 9, 'Other', '7', '{}', now())");
    }

    assertThat(snapshots.newest("a:1")).hasValueSatisfying(newest -> {
      assertThat(newest.getSequenceNumber()).isEqualTo(3);
      assertThat(((Counter) newest.getPayload()).count).isEqualTo(3);
    });
    assertThat(snapshots.newest("a:2")).isEmpty();
  }

  @Test
  void a_snapshot_that_cannot_be_read_is_passed_over() throws SQLException {
    PostgresSnapshots snapshots = new PostgresSnapshots(database, Counter.class);
    for (int seq = 1; seq <= 2; seq++) {
      snapshots.store(new GenericDomainEventMessage<>("Counter", "a:1", seq, new Counter(seq)));
    }
    spoil(2);
    assertThat(snapshots.newest("a:1")).hasValueSatisfying(newest -> {
      assertThat(newest.getSequenceNumber()).isEqualTo(1);
      assertThat(((Counter) newest.getPayload()).count).isEqualTo(1);
    });
    spoil(1);
    assertThat(snapshots.newest("a:1")).as("the log tells all").isEmpty();
  }

  private void spoil(long seq) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement("update log.snapshot set payload = ? where seq = ?")) {
      statement.setString(1, "{\"another\":1}");
      statement.setLong(2, seq);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  @Test
  void an_aggregate_without_a_revision_of_its_fold_has_no_snapshots() {
    assertThatThrownBy(() -> new PostgresSnapshots(database, String.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static DomainEventMessage<TierReached> message(String stream, long seq, Map<String, ?> metadata) {
    return new GenericDomainEventMessage<>("a", stream, seq, TestAccount.reached(0, 1), metadata,
        UUID.randomUUID().toString(), THEN);
  }
}
