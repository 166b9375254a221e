package io.anamnesis.eventstore.postgres;

import static io.anamnesis.eventstore.postgres.LogEvents.all;
import static io.anamnesis.eventstore.postgres.LogEvents.decision;
import static io.anamnesis.eventstore.postgres.LogEvents.fact;
import static io.anamnesis.eventstore.postgres.LogEvents.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.FactId;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Occurrence;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresEventLogTest {
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
  void an_empty_log_has_head_zero_and_nothing_to_read() {
    assertThat(log.head()).isZero();
    assertThat(log.headAt(Instant.now())).isZero();
    assertThat(log.read(0, 10)).isEmpty();
    assertThat(log.lastSeq("a")).isEmpty();
    assertThat(log.knows("C-1", null)).isFalse();
  }

  @Test
  void a_driver_that_sends_statements_one_by_one_is_refused() {
    try (HikariDataSource simple =
        TestPostgres.pool(database.getJdbcUrl() + "&preferQueryMode=simple", 2)) {
      assertThatThrownBy(() -> PostgresEventLog.open(LogConfiguration.of(simple)))
          .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("preferQueryMode");
    }
  }

  @Test
  void what_was_appended_is_read_as_it_was_given() {
    NewEvent given = new NewEvent(UUID.randomUUID(), "account:1", 0L, "C-1", "loyalty.tier-reached", 2,
        Instant.parse("1969-12-31T23:59:59.123456789Z"), "{\"name\":\"王小明 \uD83D\uDE00 \\u0000\"}",
        "{\"actor\":\"x\"}");

    assertThat(log.append(Append.of(given))).isEqualTo(new Outcome.Appended(1, 1));

    StoredEvent read = log.read(0, 10).getFirst();
    assertThat(read).isEqualTo(new StoredEvent(1, given.eventId(), "account:1", 0L, "C-1", "loyalty.tier-reached", 2,
        Instant.parse("1969-12-31T23:59:59.123456Z"), read.recordedAt(), given.payload(), given.metadata()));
    assertThat(log.find(given.eventId())).contains(read);
    assertThat(log.readStream("account:1", 0, 10)).containsExactly(read);
    assertThat(log.readSubject("C-1", 0, 10)).containsExactly(read);
    assertThat(log.readSubjectBackward("C-1", Long.MAX_VALUE, 10)).containsExactly(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01T00:00:00Z", "1900-01-01T00:00:00.000001Z", "2026-06-30T23:59:59.999999Z",
      "9999-12-30T23:59:59.999999Z"})
  void the_instant_of_an_event_is_exact_to_the_microsecond(Instant occurredAt) {
    log.append(Append.of(new NewEvent(UUID.randomUUID(), null, null, null, "t", 1, occurredAt, "{}", "{}")));
    assertThat(log.read(0, 1).getFirst().occurredAt()).isEqualTo(occurredAt);
  }

  @Test
  void positions_are_dense_and_only_survivors_are_numbered() {
    List<Outcome> outcomes = log.append(List.of(one("a"), one("b"), one("a"), Append.of(decision("s", 3)), one("c")));

    assertThat(outcomes.get(0)).isEqualTo(new Outcome.Appended(1, 1));
    assertThat(outcomes.get(1)).isEqualTo(new Outcome.Appended(2, 2));
    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Duplicate.class);
    assertThat(outcomes.get(3)).isEqualTo(new Outcome.Conflict("s", 0));
    assertThat(outcomes.get(4)).isEqualTo(new Outcome.Appended(3, 3));
    assertThat(all(log)).extracting(StoredEvent::position).containsExactly(1L, 2L, 3L);
  }

  @Test
  void the_events_of_one_append_are_all_or_nothing() {
    log.append(one("known"));

    Outcome outcome = log.append(new Append(List.of(fact("new-1"), fact("known"), fact("new-2"))));

    assertThat(outcome).isEqualTo(new Outcome.Duplicate(log.read(0, 1).getFirst()));
    assertThat(log.head()).isEqualTo(1);
  }

  @Test
  void a_duplicate_names_the_event_that_was_there_first() {
    log.append(one("a"));
    Outcome outcome = log.append(Append.of(fact("a", "C-other", "{\"other\":true}")));
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Duplicate.class, duplicate -> {
      assertThat(duplicate.existing().position()).isEqualTo(1);
      assertThat(duplicate.existing().payload()).isEqualTo("{\"n\":\"a\"}");
    });
  }

  @Test
  void a_duplicate_of_a_neighbour_in_its_batch_names_what_is_then_in_the_log() {
    List<Outcome> outcomes = log.append(List.of(one("a"), one("a")));
    assertThat(outcomes).containsExactly(new Outcome.Appended(1, 1), new Outcome.Duplicate(log.read(0, 1).getFirst()));
  }

  @Test
  void a_neighbour_of_a_refused_append_may_take_what_that_one_did_not() {
    NewEvent wanted = fact("wanted");
    List<Outcome> outcomes =
        log.append(List.of(new Append(List.of(wanted, decision("s", 7))), Append.of(wanted), Append.of(wanted)));

    assertThat(outcomes.get(0)).isEqualTo(new Outcome.Conflict("s", 0));
    assertThat(outcomes.get(1)).isEqualTo(new Outcome.Appended(1, 1));
    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Duplicate.class);
  }

  @Test
  void a_duplicate_beats_a_conflict() {
    NewEvent first = decision("s", 0);
    log.append(Append.of(first));
    assertThat(log.append(Append.of(first))).isInstanceOf(Outcome.Duplicate.class);
  }

  @Test
  void a_stream_takes_its_next_number_only() {
    assertThat(log.append(Append.of(decision("s", 1)))).isEqualTo(new Outcome.Conflict("s", 0));
    assertThat(log.append(Append.of(decision("s", 0)))).isEqualTo(new Outcome.Appended(1, 1));
    assertThat(log.append(Append.of(decision("s", 0)))).isEqualTo(new Outcome.Conflict("s", 1));
    assertThat(log.append(Append.of(decision("s", 2)))).isEqualTo(new Outcome.Conflict("s", 1));
    assertThat(log.append(new Append(List.of(decision("s", 1), decision("other", 0), decision("s", 2)))))
        .isEqualTo(new Outcome.Appended(2, 4));
    assertThat(log.append(new Append(List.of(decision("s", 3), decision("s", 5)))))
        .isEqualTo(new Outcome.Conflict("s", 4));
    assertThat(log.lastSeq("s")).contains(2L);
    assertThat(log.readStream("s", 1, 10)).extracting(StoredEvent::seq).containsExactly(1L, 2L);
  }

  @Test
  void appends_of_one_call_see_the_stream_as_the_earlier_ones_leave_it() {
    List<Outcome> outcomes =
        log.append(IntStream.range(0, 5).mapToObj(seq -> Append.of(decision("s", seq))).toList());
    assertThat(outcomes).containsExactlyElementsOf(
        IntStream.rangeClosed(1, 5).mapToObj(position -> new Outcome.Appended(position, position)).toList());
  }

  @Test
  void appends_of_one_call_keep_their_order_whatever_the_size_of_a_batch() {
    try (PostgresEventLog small =
        PostgresEventLog.open(LogConfiguration.of(database).withMaxBatch(7, Integer.MAX_VALUE))) {
      List<Append> appends = IntStream.range(0, 500).mapToObj(i -> one("n" + i)).toList();
      assertThat(small.append(appends)).containsExactlyElementsOf(
          IntStream.rangeClosed(1, 500).mapToObj(position -> new Outcome.Appended(position, position)).toList());
      assertThat(all(log)).extracting(StoredEvent::eventId)
          .containsExactlyElementsOf(appends.stream().map(append -> append.events().getFirst().eventId()).toList());
    }
  }

  @Test
  void an_append_larger_than_a_batch_goes_alone_and_whole() {
    try (PostgresEventLog small = PostgresEventLog.open(LogConfiguration.of(database).withMaxBatch(3, 10))) {
      Append large = new Append(IntStream.range(0, 20).mapToObj(i -> fact("n" + i)).toList());
      assertThat(small.append(List.of(one("before"), large, one("after")))).containsExactly(new Outcome.Appended(1, 1),
          new Outcome.Appended(2, 21), new Outcome.Appended(22, 22));
    }
  }

  @Test
  void of_ten_thousand_appends_of_one_fact_one_is_appended_and_the_others_learn_of_it() throws Exception {
    List<Outcome> outcomes =
        concurrently(IntStream.range(0, 10_000).<Callable<Outcome>>mapToObj(i -> () -> log.append(one("same")))
            .toList());

    assertThat(outcomes).filteredOn(Outcome.Appended.class::isInstance).containsExactly(new Outcome.Appended(1, 1));
    assertThat(outcomes).filteredOn(Outcome.Duplicate.class::isInstance).hasSize(9_999);
    assertThat(log.head()).isEqualTo(1);
  }

  @Test
  void of_many_writers_at_one_number_of_a_stream_one_wins_and_facts_beside_them_are_not_hurt() throws Exception {
    List<Callable<Outcome>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int n = i;
      calls.add(() -> log.append(Append.of(decision("s", 0))));
      calls.add(() -> log.append(one("fact" + n)));
    }
    Collections.shuffle(calls, new java.util.Random(42));

    List<Outcome> outcomes = concurrently(calls);

    assertThat(outcomes).filteredOn(Outcome.Appended.class::isInstance).hasSize(201);
    assertThat(outcomes).filteredOn(Outcome.Conflict.class::isInstance).hasSize(199);
    assertThat(all(log)).hasSize(201);
  }

  @Test
  void recorded_at_never_runs_backwards_along_positions() throws Exception {
    concurrently(IntStream.range(0, 400).<Callable<Outcome>>mapToObj(i -> () -> log.append(one("n" + i))).toList());

    List<StoredEvent> events = all(log);
    assertThat(events).extracting(StoredEvent::position)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 400).boxed().toList());
    assertThat(events).extracting(StoredEvent::recordedAt).isSorted();
  }

  @Test
  void recorded_at_ascends_by_a_microsecond_a_batch_while_the_clock_is_behind_the_last_event() throws SQLException {
    execute("""
        insert into log.event (position, event_id, type, revision, occurred_at, recorded_at, payload, metadata)
        values (1, gen_random_uuid(), 't', 1, now(), '2999-01-01T00:00:00Z', '{}', '{}')""");
    log.append(one("late"));
    assertThat(log.read(1, 1).getFirst().recordedAt()).isEqualTo(Instant.parse("2999-01-01T00:00:00.000001Z"));
  }

  @Test
  void the_head_at_an_instant_is_the_last_position_recorded_by_then() throws SQLException {
    execute("""
        insert into log.event (position, event_id, type, revision, occurred_at, recorded_at, payload, metadata)
        select n, gen_random_uuid(), 't', 1, now(), timestamptz '2026-01-01T00:00:00Z' + (n / 3) * interval '1 second',
               '{}', '{}'
        from generate_series(1, 1000) n""");
    Instant start = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(log.headAt(start.minusNanos(1))).isZero();
    assertThat(log.headAt(start)).isEqualTo(2);
    assertThat(log.headAt(start.plusSeconds(1).minusNanos(1))).isEqualTo(2);
    assertThat(log.headAt(start.plusSeconds(1))).isEqualTo(5);
    assertThat(log.headAt(start.plusSeconds(332))).isEqualTo(998);
    assertThat(log.headAt(start.plusSeconds(333))).isEqualTo(1000);
    assertThat(log.headAt(start.plusSeconds(9999))).isEqualTo(1000);
  }

  @Test
  void a_subject_is_known_from_its_first_event_on() {
    log.append(Append.of(fact("a", "C-1", "{}")));
    Instant first = log.read(0, 1).getFirst().recordedAt();

    assertThat(log.knows("C-1", null)).isTrue();
    assertThat(log.knows("C-1", first)).isTrue();
    assertThat(log.knows("C-1", first.minusNanos(1))).isFalse();
    assertThat(log.knows("C-2", null)).isFalse();
    log.append(Append.of(fact("b", "C-3", "{}")));
    assertThat(log.known(List.of("C-1", "C-2", "C-3", "C-1"))).containsExactlyInAnyOrder("C-1", "C-3");
    assertThat(log.known(List.of())).isEmpty();
  }

  @Test
  void a_subject_is_read_in_pages_forward_and_backward() {
    log.append(IntStream.range(0, 30).mapToObj(i -> Append.of(fact("n" + i, "C-" + i % 3, "{}"))).toList());

    assertThat(log.readSubject("C-1", 2, 4)).extracting(StoredEvent::position).containsExactly(5L, 8L, 11L, 14L);
    assertThat(log.readSubjectBackward("C-1", 14, 3)).extracting(StoredEvent::position).containsExactly(11L, 8L, 5L);
  }

  @Test
  void a_subject_is_read_as_it_occurred_in_pages() {
    Random random = new Random(7);
    Instant first = Instant.parse("1950-01-01T00:00:00Z");
    log.append(IntStream.range(0, 40)
        .mapToObj(i -> Append.of(new NewEvent(UUID.randomUUID(), null, null, "C-" + i % 2, "signin.made", 1,
            first.plusSeconds(random.nextInt(9)), "{}", "{}")))
        .toList());
    List<StoredEvent> expected = log.readSubject("C-1", 0, 100).stream().filter(event -> event.position() <= 35)
        .sorted(Comparator.comparing(StoredEvent::occurredAt).thenComparing(StoredEvent::position)).toList();

    List<StoredEvent> read = new ArrayList<>();
    Occurrence after = Occurrence.BEFORE_ALL;
    List<StoredEvent> page;
    do {
      page = log.readSubjectAsOccurred("C-1", after, 35, 4);
      read.addAll(page);
      after = page.isEmpty() ? after : Occurrence.of(page.getLast());
    } while (page.size() == 4);
    assertThat(read).hasSizeGreaterThan(10).isEqualTo(expected);
  }

  @Test
  void of_a_subject_some_types_are_read_in_pages() {
    log.append(
        List.of(Append.of(fact("a", "C-1", "{}")), Append.of(decision("s", 0)), Append.of(fact("b", "C-2", "{}")),
            Append.of(fact("c", "C-1", "{}")), Append.of(decision("s", 1))));

    assertThat(log.readSubject("C-1", Set.of("signin.made"), 0, 1)).extracting(StoredEvent::position)
        .containsExactly(1L);
    assertThat(log.readSubject("C-1", Set.of("signin.made"), 1, 9)).extracting(StoredEvent::position)
        .containsExactly(4L);
    assertThat(log.readSubject("C-1", Set.of("signin.made", "loyalty.tier-reached"), 1, 9))
        .extracting(StoredEvent::position).containsExactly(2L, 4L, 5L);
    assertThat(log.readSubject("C-1", Set.of("visit.completed"), 0, 9)).isEmpty();
  }

  @Test
  void events_are_found_by_their_ids() {
    log.append(List.of(one("a"), one("b"), one("c")));
    assertThat(log.find(List.of(FactId.of("/test", "c"), FactId.of("/test", "a"), UUID.randomUUID())))
        .extracting(StoredEvent::position).containsExactly(1L, 3L);
    assertThat(log.find(List.of())).isEmpty();
  }

  @Test
  void a_hole_is_a_loud_error() throws SQLException {
    execute("""
        insert into log.event (position, event_id, type, revision, occurred_at, recorded_at, payload, metadata)
        select n, gen_random_uuid(), 't', 1, now(), now(), '{}', '{}' from unnest(array[1, 2, 4]) n""");

    assertThat(log.read(0, 2)).hasSize(2);
    assertThatThrownBy(() -> log.read(0, 3)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("position 3");
    assertThatThrownBy(() -> log.read(2, 1)).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"update log.event set payload = '{}'", "delete from log.event", "truncate log.event"})
  void rows_of_the_log_are_never_changed(String change) {
    log.append(one("a"));
    assertThatThrownBy(() -> execute(change)).hasMessageContaining("append-only");
    assertThat(log.head()).isEqualTo(1);
  }

  @Test
  void what_no_log_could_hold_is_refused_before_it_meets_its_neighbours() {
    assertThatThrownBy(() -> fact("a", "C-1", "\0")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fact("a", "x".repeat(301), "{}")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> decision("s", -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Append(List.of(fact("a"), fact("a")))).isInstanceOf(IllegalArgumentException.class);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static <T> List<T> concurrently(List<Callable<T>> calls) throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
