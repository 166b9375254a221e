package io.anamnesis.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.UnknownRevision;
import io.anamnesis.events.UnreadablePayload;
import io.anamnesis.eventstore.postgres.FaultyDatabase;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.LogEvents;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTailTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String SIGNIN = "{\"channel\":\"app\"}";

  private HikariDataSource database;
  private FaultyDatabase counted;
  private PostgresEventLog log;
  private LogTail tail;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    counted = new FaultyDatabase(database);
    log = PostgresEventLog.open(LogConfiguration.of(counted.database()));
    tail = new LogTail(log, new EventDecoder(EventCatalogue.standard()));
  }

  @AfterEach
  void close() {
    log.close();
    database.close();
  }

  @Test
  void readers_beside_writers_see_exactly_the_log_and_each_event_is_decoded_once() throws Exception {
    long seed = new Random().nextLong();
    int events = 1_500;
    Map<Long, Recorded> decoded = new ConcurrentHashMap<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> work = new ArrayList<>();
      for (int writer = 0; writer < 3; writer++) {
        Random random = new Random(seed + writer);
        work.add(threads.submit(() -> append(events / 3, random)));
      }
      for (int reader = 0; reader < 6; reader++) {
        Random random = new Random(seed - 1 - reader);
        work.add(threads.submit(() -> follow(tail, events, random, decoded)));
      }
      for (Future<?> each : work) {
        each.get();
      }
    } catch (Exception | AssertionError failed) {
      throw new AssertionError("seed " + seed, failed);
    }
    assertThat(decoded).hasSize(events);
  }

  @Test
  void readers_of_a_tail_that_can_keep_next_to_nothing_see_exactly_the_log_too() throws Exception {
    long seed = new Random().nextLong();
    LogTail narrow = new LogTail(log, new EventDecoder(EventCatalogue.standard()), 2_000);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> work = new ArrayList<>();
      work.add(threads.submit(() -> append(400, new Random(seed))));
      for (int reader = 0; reader < 4; reader++) {
        Random random = new Random(seed - 1 - reader);
        work.add(threads.submit(() -> follow(narrow, 400, random, null)));
      }
      for (Future<?> each : work) {
        each.get();
      }
    } catch (Exception | AssertionError failed) {
      throw new AssertionError("seed " + seed, failed);
    }
  }

  @Test
  void what_one_has_read_costs_the_next_no_question_to_the_database() {
    append(300, new Random(1));
    assertThat(tail.read(0, 200)).hasSize(200);
    int before = counted.connections();

    assertThat(tail.read(0, 1_000)).hasSize(200);
    assertThat(tail.read(150, 10)).extracting(LoggedEvent::position).containsExactlyElementsOf(
        IntStream.rangeClosed(151, 160).mapToObj(Long::valueOf).toList());
    assertThat(counted.connections()).isEqualTo(before);

    assertThat(tail.read(200, 1_000)).hasSize(100);
    assertThat(counted.connections()).isEqualTo(before + 1);
  }

  @Test
  void readers_who_come_to_the_same_place_at_once_share_one_read() throws Exception {
    append(100, new Random(1));
    int before = counted.connections();
    try (Connection locking = database.getConnection(); Statement statement = locking.createStatement()) {
      locking.setAutoCommit(false);
      statement.execute("lock table log.event in access exclusive mode");
      List<List<LoggedEvent>> pages = new ArrayList<>();
      List<Thread> readers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        readers.add(Thread.ofVirtual().start(() -> {
          List<LoggedEvent> page = tail.read(40, 100);
          synchronized (pages) {
            pages.add(page);
          }
        }));
      }
      await().atMost(LONG)
          .until(() -> readers.stream().filter(each -> each.getState() == Thread.State.WAITING).count() >= 7);

      locking.rollback();

      for (Thread reader : readers) {
        assertThat(reader.join(LONG)).isTrue();
      }
      assertThat(pages).hasSize(8).allSatisfy(page -> assertThat(page).isEqualTo(pages.getFirst()).hasSize(60));
      assertThat(counted.connections()).isEqualTo(before + 1);
    }
  }

  @Test
  void an_end_of_the_log_that_another_has_seen_before_an_append_is_none_for_who_asks_after_it() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    CountDownLatch late = new CountDownLatch(1);
    LogTail slow = new LogTail(withLateAnswer(seen, late), new EventDecoder(EventCatalogue.standard()));
    List<LoggedEvent> before = new ArrayList<>();
    List<LoggedEvent> after = new ArrayList<>();
    Thread early = Thread.ofVirtual().start(() -> before.addAll(slow.read(0, 10)));
    seen.await();

    log.append(LogEvents.one("a"));
    Thread asking = Thread.ofVirtual().start(() -> after.addAll(slow.read(0, 10)));
    await().atMost(LONG).until(() -> asking.getState() == Thread.State.WAITING);
    late.countDown();

    assertThat(early.join(LONG) && asking.join(LONG)).isTrue();
    assertThat(before).isEmpty();
    assertThat(after).hasSize(1);
  }

  /** The log, whose first answer to a read is under way for long. */
  private EventLog withLateAnswer(CountDownLatch seen, CountDownLatch late) {
    return (EventLog) Proxy.newProxyInstance(EventLog.class.getClassLoader(), new Class<?>[]{EventLog.class},
        (proxy, method, arguments) -> {
          Object answer = method.invoke(log, arguments);
          seen.countDown();
          late.await();
          return answer;
        });
  }

  @Test
  void who_reads_the_envelope_never_meets_a_payload_and_who_decodes_meets_the_failure_every_time() {
    log.append(List.of(event(SIGNIN, 1, "{}"), event("{\"channel\":7,", 1, "{}"), event(SIGNIN, 99, "{}"),
        event(SIGNIN, 1, "no JSON"), event(SIGNIN, 1, "{}")));

    List<LoggedEvent> page = tail.read(0, 10);

    assertThat(page).extracting(LoggedEvent::type).containsOnly("signin.made");
    assertThat(page).extracting(LoggedEvent::subject).containsOnly("C-1");
    for (int reader = 0; reader < 2; reader++) {
      assertThat(tail.read(0, 1).getFirst().recorded()).isSameAs(page.getFirst().recorded());
      assertThatThrownBy(() -> tail.read(1, 1).getFirst().recorded()).isInstanceOf(UnreadablePayload.class);
      assertThatThrownBy(() -> tail.read(2, 1).getFirst().recorded()).isInstanceOf(UnknownRevision.class);
      assertThatThrownBy(() -> tail.read(3, 1).getFirst().recorded()).isInstanceOf(RuntimeException.class);
      assertThat(tail.read(4, 1).getFirst().recorded().position()).isEqualTo(5);
    }
  }

  @Test
  void what_is_kept_is_bounded_in_bytes_and_the_oldest_goes_first() {
    KeptEvents kept = new KeptEvents(1_000_000);
    EventDecoder decoder = new EventDecoder(EventCatalogue.standard());
    Random random = new Random(3);
    for (long position = 1; position <= 20_000; position++) {
      int size = random.nextInt(500) == 0 ? 400_000 : random.nextInt(900);
      kept.add(List.of(stored(position, "x".repeat(size))), decoder);
      assertThat(kept.bytes()).isLessThanOrEqualTo(1_000_000);
      if (position % 700 == 0) {
        assertThat(kept.following(0, 10)).isEmpty();
      }
    }
    kept.add(List.of(stored(20_001, "{}")), decoder);
    assertThat(kept.following(20_000, 10)).hasSize(1);
  }

  @Test
  void an_event_that_is_read_twice_is_kept_once() {
    KeptEvents kept = new KeptEvents(1_000_000);
    EventDecoder decoder = new EventDecoder(EventCatalogue.standard());
    LoggedEvent first = kept.add(List.of(stored(7, SIGNIN)), decoder).getFirst();
    long bytes = kept.bytes();

    assertThat(kept.add(List.of(stored(6, SIGNIN), stored(7, SIGNIN)), decoder)).last().isSameAs(first);

    assertThat(kept.following(6, 10)).containsExactly(first);
    assertThat(kept.bytes()).isEqualTo(2 * bytes);
  }

  @Test
  void a_hole_in_the_log_is_an_error_for_who_comes_to_it_and_no_end() throws SQLException {
    append(50, new Random(1));
    execute("alter table log.event disable trigger event_append_only");
    execute("delete from log.event where position = 30");
    assertThat(tail.read(0, 29)).hasSize(29);
    for (int reader = 0; reader < 2; reader++) {
      assertThatThrownBy(() -> tail.read(29, 10)).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("position 30 is missing");
    }
    assertThat(tail.read(30, 100)).hasSize(20);
  }

  private void append(int events, Random random) {
    for (int left = events; left > 0;) {
      int together = Math.min(left, random.nextInt(1, 12));
      log.append(IntStream.range(0, together).mapToObj(i -> event(SIGNIN, 1, metadata(random))).toList());
      left -= together;
    }
  }

  private static String metadata(Random random) {
    return EventDecoder.encode(Metadata.ofDecision(null, null, "desk-" + random.nextInt(9)));
  }

  private static void follow(LogTail tail, int events, Random random, Map<Long, Recorded> decoded) {
    long read = 0;
    while (read < events) {
      for (LoggedEvent event : tail.read(read, random.nextInt(1, 150))) {
        read++;
        assertThat(event.position()).isEqualTo(read);
        Recorded recorded = event.recorded();
        assertThat(recorded.position()).isEqualTo(read);
        if (decoded != null) {
          assertThat(decoded.computeIfAbsent(read, first -> recorded)).isSameAs(recorded);
        }
      }
    }
  }

  private static Append event(String payload, int revision, String metadata) {
    return Append.of(new NewEvent(UUID.randomUUID(), null, null, "C-1", "signin.made", revision,
        Instant.parse("2026-03-01T02:15:00Z"), payload, metadata));
  }

  private static StoredEvent stored(long position, String payload) {
    return new StoredEvent(position, UUID.randomUUID(), null, null, "C-1", "signin.made", 1, Instant.EPOCH,
        Instant.EPOCH, payload, "{}");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
