package io.anamnesis.eventstore.postgres;

import static io.anamnesis.eventstore.postgres.LogEvents.fact;
import static io.anamnesis.eventstore.postgres.LogEvents.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.LogScan;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.TypeSearch;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogScanTest {
  private static final int MEBIBYTE = 1 << 20;

  private HikariDataSource database;
  private PostgresEventLog log;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
  }

  @AfterEach
  void close() {
    log.close();
    database.close();
  }

  @Test
  void a_scan_of_an_empty_log_is_at_its_end() throws Exception {
    try (LogScan scan = log.scan(0, Long.MAX_VALUE)) {
      assertThat(scan.next()).isEmpty();
      assertThat(scan.next()).isEmpty();
    }
    assertThat(log.scan(0, 0, page -> {})).isZero();
    assertNoConnectionIsInUse();
  }

  @Test
  void a_scan_longer_than_a_statement_is_dense_and_ends_where_it_was_to() throws Exception {
    fill(40_000, "{}");

    List<Long> positions = new ArrayList<>();
    long reached = log.scan(5, 39_990, page -> page.forEach(event -> positions.add(event.position())));

    assertThat(reached).isEqualTo(39_990);
    assertThat(positions).containsExactlyElementsOf(LongStream.rangeClosed(6, 39_990).boxed().toList());
    assertNoConnectionIsInUse();
  }

  @Test
  void a_scan_while_writers_append_misses_nothing_that_was_there_when_it_began() throws Exception {
    fill(20_000, "{}");
    try (ExecutorService writers = Executors.newFixedThreadPool(3)) {
      List<Future<?>> writing = IntStream.range(0, 3).<Future<?>>mapToObj(writer -> writers.submit(() -> {
        for (int i = 0; i < 300; i++) {
          log.append(List.of(one(writer + "-" + i), one(writer + "+" + i)));
        }
      })).toList();
      while (writing.stream().anyMatch(each -> !each.isDone())) {
        long head = log.head();
        List<Long> positions = new ArrayList<>();
        long reached = log.scan(0, Long.MAX_VALUE, page -> page.forEach(event -> positions.add(event.position())));
        assertThat(reached).isGreaterThanOrEqualTo(head);
        assertThat(positions).isEqualTo(LongStream.rangeClosed(1, reached).boxed().toList());
      }
      for (Future<?> each : writing) {
        each.get();
      }
    }
    assertThat(log.scan(0, Long.MAX_VALUE, page -> {})).isEqualTo(21_800);
  }

  @Test
  void a_scan_that_is_given_up_leaves_no_connection_that_is_half_read() throws Exception {
    fill(30_000, "{\"text\":\"" + "x".repeat(500) + "\"}");
    try (HikariDataSource single = TestPostgres.pool(database.getJdbcUrl(), 1)) {
      LogReader reader = new LogReader(single, LogSchema.LOG, new Identity(single, new Parts(LogSchema.LOG, 17), 0));
      for (int pages = 0; pages < 5; pages++) {
        try (LogScan scan = reader.scan(0, Long.MAX_VALUE)) {
          for (int i = 0; i < pages; i++) {
            assertThat(scan.next()).isNotEmpty();
          }
        }
        // On the only connection that the pool has.
        assertThat(reader.head()).isEqualTo(30_000);
        assertThat(reader.read(29_999, 10)).hasSize(1);
      }
    }
  }

  @Test
  void a_closed_scan_wakes_whoever_waits_for_its_pages() throws Exception {
    fill(1_000, "{}");
    Thread consumer;
    try (Connection locking = database.getConnection(); Statement statement = locking.createStatement()) {
      locking.setAutoCommit(false);
      statement.execute("lock table log.event in access exclusive mode");
      LogScan scan = log.scan(0, Long.MAX_VALUE);
      consumer =
          Thread.ofVirtual().start(() -> assertThatThrownBy(scan::next).isInstanceOf(IllegalStateException.class));
      await().atMost(Duration.ofSeconds(30)).until(() -> consumer.getState() == Thread.State.WAITING);

      scan.close();

      assertThat(consumer.join(Duration.ofSeconds(30))).isTrue();
      assertThatThrownBy(scan::next).hasMessageContaining("closed");
      locking.rollback();
    }
    assertNoConnectionIsInUse();
  }

  @Test
  void a_scan_whose_connection_is_lost_says_so_and_the_next_goes_on() throws Exception {
    fill(60_000, "{\"text\":\"" + "x".repeat(200) + "\"}");
    try (LogScan scan = log.scan(0, Long.MAX_VALUE)) {
      long reached = scan.next().getLast().position();
      execute("select pg_terminate_backend(pid) from pg_stat_activity"
          + " where datname = current_database() and query like 'copy (select position%'");
      assertThatThrownBy(() -> {
        for (List<StoredEvent> page = scan.next(); !page.isEmpty(); page = scan.next()) {
          assertThat(page.getFirst().position()).isGreaterThan(reached);
        }
      }).isInstanceOf(LogUnavailable.class);
      assertThatThrownBy(scan::next).isInstanceOf(LogUnavailable.class);
      assertThat(log.scan(reached, Long.MAX_VALUE, page -> {})).isEqualTo(60_000);
    }
    assertNoConnectionIsInUse();
  }

  @Test
  void a_hole_is_found_by_every_way_of_reading() throws Exception {
    fill(20_000, "{}");
    execute("alter table log.event disable trigger event_append_only");
    execute("delete from log.event where position = 17000");

    assertThat(log.scan(0, 16_999, page -> {})).isEqualTo(16_999);
    for (long after : new long[]{0, 16_998, 16_999}) {
      assertThatThrownBy(() -> log.scan(after, Long.MAX_VALUE, page -> {})).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("position 17000 is missing");
    }
    assertThatThrownBy(() -> log.read(16_990, 100)).hasMessageContaining("position 17000 is missing");
    assertThatThrownBy(() -> log.read(16_999, 1)).hasMessageContaining("position 17000 is missing");
    assertNoConnectionIsInUse();
  }

  @Test
  void a_page_ends_at_eight_mebibytes_and_holds_one_event_at_least() {
    log.append(IntStream.range(0, 100).mapToObj(i -> Append.of(fact("small" + i))).toList());
    log.append(IntStream.range(0, 40).mapToObj(i -> Append.of(fact("l" + i, "C-1", "x".repeat(MEBIBYTE)))).toList());
    log.append(Append.of(fact("huge", "C-1", "x".repeat(20 * MEBIBYTE))));
    log.append(IntStream.range(0, 100).mapToObj(i -> Append.of(fact("more" + i))).toList());

    List<Integer> sizes = new ArrayList<>();
    long reached = 0;
    for (List<StoredEvent> page = log.read(0, 1_000); !page.isEmpty(); page = log.read(reached, 1_000)) {
      sizes.add(page.size());
      assertThat(page.subList(0, page.size() - 1).stream().mapToLong(event -> event.payload().length()).sum())
          .isLessThan(8 * MEBIBYTE);
      reached = page.getLast().position();
    }

    assertThat(reached).isEqualTo(241);
    // Small pages are no sign of a small log: the reader recovers from large events.
    assertThat(sizes).hasSizeLessThan(14);
    assertNoConnectionIsInUse();
  }

  @Test
  void a_scan_holds_few_of_its_bytes_ahead_of_a_slow_consumer() throws Exception {
    log.append(IntStream.range(0, 60).mapToObj(i -> Append.of(fact("l" + i, "C-1", "x".repeat(MEBIBYTE)))).toList());

    try (LogScan scan = log.scan(0, Long.MAX_VALUE)) {
      for (int i = 0; i < 60; i++) {
        assertThat(scan.next()).hasSize(1);
      }
      assertThat(scan.next()).isEmpty();
    }
  }

  @Test
  void events_of_a_type_are_found_window_by_window() throws Exception {
    fill(120_000, "{}");
    execute("alter table log.event disable trigger event_append_only");
    execute("update log.event set type = 'it''s rare' where position in (1, 50000, 50001, 119000)");
    execute("update log.event set type = 'rare too' where position in (7, 60000)");

    List<Long> found = new ArrayList<>();
    List<Long> windows = new ArrayList<>();
    long after = 0;
    TypeSearch search;
    do {
      search = log.readTypes(Set.of("it's rare", "rare too", "absent"), after, Long.MAX_VALUE, 3);
      search.events().forEach(event -> found.add(event.position()));
      assertThat(search.reached() - after).isLessThanOrEqualTo(50_000);
      windows.add(search.reached());
      after = search.reached();
    } while (after < log.head());

    assertThat(found).containsExactly(1L, 7L, 50_000L, 50_001L, 60_000L, 119_000L);
    assertThat(windows).containsExactly(50_000L, 100_000L, 120_000L);
    assertThat(log.readTypes(Set.of("it's rare"), 120_000, Long.MAX_VALUE, 3))
        .isEqualTo(new TypeSearch(List.of(), 120_000));
    assertThat(log.readTypes(Set.of("it's rare"), 0, 49_999, 3).reached()).isEqualTo(49_999);
    assertThat(log.readTypes(Set.of("t"), 1, Long.MAX_VALUE, 10).reached()).isEqualTo(12);
  }

  /** Quicker than the log could: these tests are about reading. */
  private void fill(int events, String payload) throws SQLException {
    execute("""
        insert into log.event (position, event_id, type, revision, occurred_at, recorded_at, payload, metadata)
        select n, gen_random_uuid(), 't', 1, now(), now(), '%s', '{}' from generate_series(1, %d) n"""
        .formatted(payload, events));
  }

  private void assertNoConnectionIsInUse() {
    // The writer's, once it has written, and the listener's.
    await().atMost(Duration.ofSeconds(30))
        .until(() -> database.getHikariPoolMXBean().getActiveConnections() <= 2);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
