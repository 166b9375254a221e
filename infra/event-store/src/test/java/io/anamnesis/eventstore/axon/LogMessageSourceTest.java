package io.anamnesis.eventstore.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.UnknownRevision;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it measures how soon a processor sees an event")
class LogMessageSourceTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int APPENDS = 20;

  private HikariDataSource database;
  private PostgresEventLog log;
  private Configuration axon;
  private LogMessageSource source;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    axon = AxonCommands.start(log, EventCatalogue.standard(), UnaryOperator.identity(),
        configurer -> configurer.configureAggregate(TestAccount.class));
    source = axon.getComponent(LogMessageSource.class);
  }

  @AfterEach
  void close() {
    axon.shutdown();
    log.close();
    database.close();
  }

  @Test
  void a_stream_gives_the_log_in_order_and_peeking_takes_nothing() throws Exception {
    append(1_203);
    try (var stream = source.openStream(null)) {
      for (long position = 1; position <= 1_203; position++) {
        assertThat(stream.peek()).map(LogMessageSourceTest::position).contains(position);
        assertThat(stream.hasNextAvailable()).isTrue();
        assertThat(position(stream.nextAvailable())).isEqualTo(position);
      }
      assertThat(stream.peek()).isEmpty();
      assertThat(stream.hasNextAvailable()).isFalse();
    }
  }

  @Test
  void a_stream_goes_on_after_a_token() throws Exception {
    for (int i = 0; i < 5; i++) {
      append(1);
    }
    Instant third = log.read(2, 1).getFirst().recordedAt();
    try (var all = source.openStream(source.createTailToken());
        var some = source.openStream(source.createTokenAt(third));
        var none = source.openStream(source.createHeadToken())) {
      assertThat(position(all.nextAvailable())).isEqualTo(1);
      assertThat(position(some.nextAvailable())).isEqualTo(3);
      assertThat(none.hasNextAvailable()).isFalse();
      append(1);
      assertThat(position(none.nextAvailable())).isEqualTo(6);
    }
  }

  @Test
  void who_waits_is_woken_by_an_append_and_by_the_end_of_the_stream() throws Exception {
    var stream = source.openStream(null);
    Thread waiting = Thread.ofVirtual().start(() -> {
      try {
        assertThat(position(stream.nextAvailable())).isEqualTo(1);
        assertThatThrownBy(stream::nextAvailable).isInstanceOf(IllegalStateException.class);
      } catch (InterruptedException stopped) {
        throw new AssertionError(stopped);
      }
    });
    append(1);
    await().atMost(LONG).until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
    stream.close();
    assertThat(waiting.join(LONG)).isTrue();
  }

  @Test
  void a_callback_is_called_at_once_and_for_what_comes_until_the_stream_is_closed() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger others = new AtomicInteger();
    try (var other = source.openStream(null)) {
      var stream = source.openStream(null);
      assertThat(stream.setOnAvailableCallback(calls::incrementAndGet)).isTrue();
      assertThat(calls).hasValueGreaterThanOrEqualTo(1);
      int before = calls.get();
      append(1);
      await().atMost(LONG).until(() -> calls.get() > before);

      stream.close();
      int atEnd = calls.get();
      other.setOnAvailableCallback(others::incrementAndGet);
      int othersBefore = others.get();
      append(1);
      await().atMost(LONG).until(() -> others.get() > othersBefore);
      assertThat(calls).hasValue(atEnd);
    }
  }

  @Test
  void an_event_that_cannot_be_decoded_is_never_passed_over() throws Exception {
    append(1);
    log.append(Append.of(signin(99)));
    append(1);
    try (var stream = source.openStream(null)) {
      assertThat(position(stream.nextAvailable())).isEqualTo(1);
      for (int tries = 0; tries < 3; tries++) {
        assertThat(stream.hasNextAvailable()).isTrue();
        assertThatThrownBy(stream::peek).isInstanceOf(UnknownRevision.class);
        assertThatThrownBy(stream::nextAvailable).isInstanceOf(UnknownRevision.class);
      }
    }
  }

  /** Axon's own store is asked twice a second; this one calls. */
  @Test
  void an_idle_processor_sees_an_event_sooner_than_on_axons_own_store() {
    List<Duration> stock = delays(axon.eventStore());
    List<Duration> own = delays(source);

    System.out.printf("from append to handler, median (slowest) of %d: Axon's event store %d ms (%d ms), "
        + "the log as source %d ms (%d ms)%n", APPENDS, median(stock).toMillis(), stock.getLast().toMillis(),
        median(own).toMillis(), own.getLast().toMillis());
    assertThat(median(own)).isLessThan(median(stock).dividedBy(2));
  }

  /** Sorted. */
  private List<Duration> delays(StreamableMessageSource<TrackedEventMessage<?>> from) {
    List<Long> handled = Collections.synchronizedList(new ArrayList<>());
    ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    PooledStreamingEventProcessor processor = PooledStreamingEventProcessor.builder().name("idle")
        .eventHandlerInvoker(SimpleEventHandlerInvoker.builder().eventHandlers(new Handler(handled)).build())
        .messageSource(from).tokenStore(new InMemoryTokenStore()).transactionManager(NoTransactionManager.INSTANCE)
        .initialToken(StreamableMessageSource::createHeadToken).coordinatorExecutor(threads).workerExecutor(threads)
        .initialSegmentCount(1).build();
    processor.start();
    try {
      awaitCaughtUp(processor);
      List<Duration> delays = new ArrayList<>();
      for (int i = 1; i <= APPENDS; i++) {
        // Apart by what does not divide half a second, so that it meets every phase of a poll.
        await().pollDelay(Duration.ofMillis(137)).until(() -> true);
        int expected = i;
        long began = System.nanoTime();
        append(1);
        await().atMost(LONG).pollInterval(Duration.ofMillis(1)).pollDelay(Duration.ZERO)
            .until(() -> handled.size() == expected);
        delays.add(Duration.ofNanos(handled.getLast() - began));
      }
      return delays.stream().sorted().toList();
    } finally {
      processor.shutDown();
      threads.shutdownNow();
    }
  }

  private static void awaitCaughtUp(PooledStreamingEventProcessor processor) {
    await().atMost(LONG)
        .until(() -> processor.processingStatus().values().stream().anyMatch(each -> each.isCaughtUp()));
  }

  private static Duration median(List<Duration> sorted) {
    return sorted.get(sorted.size() / 2);
  }

  private void append(int events) {
    log.append(LongStream.range(0, events).mapToObj(i -> Append.of(signin(1))).toList());
  }

  private static NewEvent signin(int revision) {
    return new NewEvent(UUID.randomUUID(), null, null, "C-1", "signin.made", revision,
        Instant.parse("2026-03-01T02:15:00Z"), "{\"channel\":\"app\"}", "{}");
  }

  private static long position(TrackedEventMessage<?> message) {
    return message.trackingToken().position().orElseThrow();
  }

  /** Notes when it was called. */
  record Handler(List<Long> handled) {
    @EventHandler
    void on(CustomerEvent event) {
      assertThat(event).isInstanceOf(SigninMade.class);
      handled.add(System.nanoTime());
    }
  }
}
