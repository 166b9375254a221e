package io.anamnesis.eventstore.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anamnesis.events.Code;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an event storage engine owes: order, visibility, optimistic concurrency, one event per id, tokens that resume, and
 * readers that skip nothing, whatever writers do beside them. To run an engine through it, extend it.
 *
 * <p>Events carry times of long ago, as an import's do: nothing may hang on an event's own time.
 */
public abstract class EventStorageEngineSuite {
  private static final Instant LONG_AGO = Instant.parse("2020-03-01T02:15:00Z");
  private static final int WRITERS = 64;
  private static final int APPENDS_EACH = 12;

  private EngineUnderTest store;

  /** A new, empty store. */
  protected abstract EngineUnderTest open();

  @BeforeEach
  final void openStore() {
    store = open();
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  @Test
  public void what_is_appended_is_visible_at_once_and_in_order() {
    List<String> appended = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      List<EventMessage<?>> together = IntStream.range(0, 1 + i % 40).<EventMessage<?>>mapToObj(n -> event()).toList();
      store.engine().appendEvents(together);
      together.forEach(event -> appended.add(event.getIdentifier()));
    }
    assertThat(appended).hasSizeGreaterThan(1_000);
    assertThat(Following.fromTheStart(store.engine())).isEqualTo(appended);
  }

  @Test
  public void an_event_comes_back_as_it_went_in() {
    DomainEventMessage<?> event = ofStream("a:1", 0);
    store.engine().appendEvents(List.of(event));

    DomainEventMessage<?> read = store.engine().readEvents("a:1").next();
    assertThat(read.getIdentifier()).isEqualTo(event.getIdentifier());
    assertThat(read.getPayload()).isEqualTo(event.getPayload());
    assertThat(read.getTimestamp()).isEqualTo(LONG_AGO);
    assertThat(read.getSequenceNumber()).isZero();
  }

  @Test
  public void a_stream_is_read_from_any_number_on() {
    store.engine().appendEvents(LongStream.range(0, 1_100).mapToObj(seq -> ofStream("a:1", seq)).toList());
    store.engine().appendEvents(List.of(ofStream("b:1", 0)));

    assertThat(store.engine().readEvents("a:1", 550).asStream().map(DomainEventMessage::getSequenceNumber))
        .containsExactlyElementsOf(LongStream.range(550, 1_100).boxed().toList());
    assertThat(store.engine().lastSequenceNumberFor("a:1")).contains(1_099L);
    assertThat(store.engine().lastSequenceNumberFor("none")).isEmpty();
  }

  @Test
  public void a_number_of_a_stream_is_taken_once_and_the_loser_leaves_nothing() {
    DomainEventMessage<?> first = ofStream("a:1", 0);
    DomainEventMessage<?> second = ofStream("a:1", 1);
    store.engine().appendEvents(List.of(first, second));
    assertThatThrownBy(() -> store.engine().appendEvents(List.of(ofStream("a:1", 1))))
        .isInstanceOf(ConcurrencyException.class);
    assertThatThrownBy(() -> store.engine().appendEvents(List.of(ofStream("b:1", 0), ofStream("a:1", 1))))
        .isInstanceOf(RuntimeException.class);
    assertThat(Following.fromTheStart(store.engine())).containsExactly(first.getIdentifier(), second.getIdentifier());
  }

  @Test
  public void an_id_is_recorded_once_and_a_second_append_of_it_leaves_nothing() {
    EventMessage<?> event = event();
    store.engine().appendEvents(List.of(event));
    assertThatThrownBy(() -> store.engine().appendEvents(List.of(event(), event)))
        .isInstanceOf(RuntimeException.class);
    assertThat(Following.fromTheStart(store.engine())).containsExactly(event.getIdentifier());
  }

  @Test
  public void a_token_resumes_after_its_event() {
    List<EventMessage<?>> events = IntStream.range(0, 700).<EventMessage<?>>mapToObj(i -> event()).toList();
    store.engine().appendEvents(events);
    TrackingToken token = store.engine().readEvents(null, false).skip(420).findFirst()
        .map(TrackedEventMessage::trackingToken).orElseThrow();

    assertThat(store.engine().readEvents(token, false).map(TrackedEventMessage::getIdentifier))
        .containsExactlyElementsOf(events.subList(421, 700).stream().map(EventMessage::getIdentifier).toList());
  }

  @Test
  public void the_tail_is_before_all_events_and_the_head_behind_them() {
    EventMessage<?> before = event();
    EventMessage<?> after = event();
    store.engine().appendEvents(List.of(before));
    TrackingToken head = store.engine().createHeadToken();
    store.engine().appendEvents(List.of(after));

    assertThat(Following.fromTheStart(store.engine())).containsExactly(before.getIdentifier(), after.getIdentifier());
    assertThat(store.engine().readEvents(head, false).map(TrackedEventMessage::getIdentifier))
        .containsExactly(after.getIdentifier());
  }

  @Test
  public void a_reader_does_not_pass_an_append_that_commits_late() throws Exception {
    Following reader = new Following(store.engine());
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch mayCommit = new CountDownLatch(1);
    List<EventMessage<?>> late = List.of(event());
    List<EventMessage<?>> quick = List.of(event());
    CompletableFuture<?> slow = async(() -> store.append(late, () -> {
      written.countDown();
      waitFor(mayCommit);
    }, false));
    assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<?> other = async(() -> store.engine().appendEvents(quick));
    for (int i = 0; i < 50; i++) {
      reader.read();
      Thread.sleep(10);
    }
    mayCommit.countDown();
    CompletableFuture.allOf(slow, other).get(20, TimeUnit.SECONDS);
    reader.read();

    assertThat(reader.seen()).containsExactlyInAnyOrder(late.getFirst().getIdentifier(),
        quick.getFirst().getIdentifier());
  }

  @Test
  public void readers_see_all_that_many_writers_commit_once_and_nothing_else() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Following reader = new Following(store.engine());
    CompletableFuture<?> reading = async(() -> {
      try {
        reader.readUntil(end);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
    });
    Queue<String> acknowledged = writeFromManyThreads();
    end.countDown();
    reading.get(60, TimeUnit.SECONDS);

    List<String> recorded = Following.fromTheStart(store.engine());
    assertThat(acknowledged).hasSizeGreaterThan(WRITERS).isSubsetOf(recorded);
    assertThat(recorded).doesNotHaveDuplicates();
    assertThat(reader.seen()).containsExactlyInAnyOrderElementsOf(recorded);
  }

  /** Some pause before their commit, some are rolled back. */
  private Queue<String> writeFromManyThreads() throws Exception {
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    List<Future<?>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < WRITERS; i++) {
        SplittableRandom random = new SplittableRandom(i);
        writers.add(threads.submit(() -> write(random, acknowledged)));
      }
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    return acknowledged;
  }

  private void write(SplittableRandom random, Queue<String> acknowledged) {
    for (int i = 0; i < APPENDS_EACH; i++) {
      List<EventMessage<?>> events =
          IntStream.range(0, 1 + random.nextInt(3)).<EventMessage<?>>mapToObj(n -> event()).toList();
      int kind = random.nextInt(10);
      int millis = random.nextInt(25);
      try {
        if (kind < 4) {
          store.append(events, () -> sleep(millis), kind < 2);
        } else {
          store.engine().appendEvents(events);
        }
        events.forEach(event -> acknowledged.add(event.getIdentifier()));
      } catch (RuntimeException rolledBack) {
        // Not acknowledged.
      }
    }
  }

  @Test
  public void a_foreign_transaction_held_open_stalls_no_reader() throws SQLException {
    try (Connection foreign = store.database().getConnection(); Statement statement = foreign.createStatement()) {
      foreign.setAutoCommit(false);
      // It has a transaction id and a snapshot, as a backup or a report may have for hours.
      statement.execute("create table foreign_work (id int)");
      Following reader = new Following(store.engine());
      EventMessage<?> event = event();
      store.engine().appendEvents(List.of(event));
      await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> {
        reader.read();
        assertThat(reader.seen()).containsExactly(event.getIdentifier());
      });
      foreign.rollback();
    }
  }

  private static EventMessage<?> event() {
    return new GenericEventMessage<>(UUID.randomUUID().toString(), new SigninMade(new Code("app")),
        java.util.Map.of(), LONG_AGO);
  }

  private static DomainEventMessage<?> ofStream(String stream, long seq) {
    return new GenericDomainEventMessage<>("a", stream, seq, new SigninMade(new Code("app")), java.util.Map.of(),
        UUID.randomUUID().toString(), LONG_AGO);
  }

  private static CompletableFuture<?> async(Runnable work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> {
      try {
        work.run();
        done.complete(null);
      } catch (RuntimeException | Error failed) {
        done.completeExceptionally(failed);
      }
    });
    return done;
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
