package io.anamnesis.eventstore.postgres;

import static io.anamnesis.eventstore.postgres.LogEvents.all;
import static io.anamnesis.eventstore.postgres.LogEvents.fact;
import static io.anamnesis.eventstore.postgres.LogEvents.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.FactId;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An id is recorded once, however many parts its log has and whoever knows of it. Here a part ends at 7, 15, 23 and so on. */
class IdentityTest {
  private static final int BITS = 3;

  private HikariDataSource database;
  private FaultyDatabase faulty;
  private Parts parts;
  private PostgresEventLog log;
  private PostgresEventLog other;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    faulty = new FaultyDatabase(database);
    parts = SmallParts.cut(database, BITS);
    log = PostgresEventLog.open(LogConfiguration.of(faulty.database()));
    other = PostgresEventLog.open(LogConfiguration.of(database));
  }

  @AfterEach
  void close() {
    log.close();
    other.close();
    database.close();
  }

  @Test
  void parts_are_as_long_as_the_index_of_the_migration_says() throws SQLException {
    try (HikariDataSource fresh = TestPostgres.shared().freshDatabase()) {
      PostgresEventLog.open(LogConfiguration.of(fresh)).close();
      try (Connection connection = fresh.getConnection()) {
        assertThat(Parts.of(connection, LogSchema.LOG)).isEqualTo(new Parts(LogSchema.LOG, 17));
      }
    }
    assertThat(parts).isEqualTo(new Parts(LogSchema.LOG, BITS));
  }

  @Test
  void a_log_without_its_index_of_ids_is_not_opened() throws SQLException {
    execute("drop index log.event_id_in_part");
    assertThatThrownBy(() -> PostgresEventLog.open(LogConfiguration.of(database)))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("event_id_in_part");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE})
  void an_id_of_any_part_is_refused_whether_it_is_known_by_heart_or_not(long memory) {
    append(log, 1, 42);
    try (PostgresEventLog writer = open(memory)) {
      awaitCoverage(writer, memory);
      for (int n = 1; n <= 42; n++) {
        // A new one between: after a batch that was refused the next is not hoped for.
        assertThat(writer.append(one("between" + n))).isInstanceOf(Outcome.Appended.class);
        assertThat(writer.append(one("n" + n))).isEqualTo(new Outcome.Duplicate(log.read(n - 1, 1).getFirst()));
      }
      assertThat(writer.head()).isEqualTo(42 + 1 + 42);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE})
  void an_id_of_any_part_is_found_and_no_other(long memory) {
    append(log, 1, 42);
    try (PostgresEventLog reader = open(memory)) {
      awaitCoverage(reader, memory);
      for (int n = 1; n <= 42; n++) {
        assertThat(reader.find(FactId.of("/test", "n" + n))).contains(log.read(n - 1, 1).getFirst());
      }
      assertThat(reader.find(FactId.of("/test", "n43"))).isEmpty();
      assertThat(reader.find(IntStream.rangeClosed(-3, 50).mapToObj(n -> FactId.of("/test", "n" + n)).toList()))
          .isEqualTo(all(log).subList(0, 42));
    }
  }

  @Test
  void events_are_looked_for_by_the_index_alone_however_many_parts_there_are() throws SQLException {
    append(log, 1, 3_000);
    execute("analyze log.event");
    EventsById events = new EventsById(parts);
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement("explain " + events.sql())) {
      events.set(statement, 1, Suspects.everywhere(all(log).stream().map(StoredEvent::eventId).toList()));
      List<String> plan = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          plan.add(rows.getString(1));
        }
      }
      assertThat(plan).anyMatch(step -> step.contains("using event_id_in_part"))
          .noneMatch(step -> step.contains("Seq Scan") || step.contains("Hash Join") || step.contains("Merge Join"));
    }
  }

  @Test
  void what_another_process_recorded_in_a_part_that_it_then_completed_is_refused() {
    append(log, 1, 5);
    append(other, 6, 6);
    append(other, 7, 9);
    // This one last saw position 5, and takes the part that ends at 7 for the present one.
    assertThat(log.append(one("n6"))).isEqualTo(new Outcome.Duplicate(other.read(5, 1).getFirst()));
    append(other, 10, 40);
    assertThat(log.append(one("new"))).isEqualTo(new Outcome.Appended(41, 41));
    assertThat(log.append(one("n33"))).isEqualTo(new Outcome.Duplicate(other.read(32, 1).getFirst()));
  }

  @Test
  void a_batch_across_the_end_of_a_part_is_refused_what_either_part_or_an_older_one_has() {
    append(log, 1, 13);
    List<StoredEvent> before = all(log);
    assertThat(log.append(List.of(one("a"), one("b"), one("c"), one("n12")))).containsExactly(
        new Outcome.Appended(14, 14), new Outcome.Appended(15, 15), new Outcome.Appended(16, 16),
        new Outcome.Duplicate(before.get(11)));
    append(log, 17, 21);
    assertThat(log.append(List.of(one("n3"), one("d"), one("e"), one("f")))).containsExactly(
        new Outcome.Duplicate(before.get(2)), new Outcome.Appended(22, 22), new Outcome.Appended(23, 23),
        new Outcome.Appended(24, 24));
  }

  @Test
  void an_append_longer_than_a_part_is_whole_and_its_ids_are_taken() {
    List<NewEvent> events = IntStream.range(0, 30).mapToObj(n -> fact("long" + n)).toList();
    assertThat(log.append(List.of(one("a"), new Append(events), one("b")))).containsExactly(new Outcome.Appended(1, 1),
        new Outcome.Appended(2, 31), new Outcome.Appended(32, 32));
    assertThat(log.append(new Append(List.of(fact("c"), fact("long17"))))).isEqualTo(
        new Outcome.Duplicate(all(log).get(18)));
  }

  @Test
  void a_lost_answer_is_made_good_where_the_batch_completed_its_part() {
    append(log, 1, 7);
    faulty.cutAfterCommit();
    assertThat(log.append(IntStream.rangeClosed(8, 15).mapToObj(n -> one("n" + n)).toList())).containsExactlyElementsOf(
        IntStream.rangeClosed(8, 15).mapToObj(n -> new Outcome.Appended(n, n)).toList());
    assertThat(all(log)).hasSize(15);
  }

  @Test
  void a_lost_answer_is_made_good_where_the_batch_went_across_the_end_of_a_part() {
    append(log, 1, 5);
    // The first attempt finds that it does not fit, and inserts nothing; the answer of the second is lost.
    faulty.with(Connection::commit).cutAfterCommit();
    assertThat(log.append(IntStream.rangeClosed(6, 20).mapToObj(n -> one("n" + n)).toList())).containsExactlyElementsOf(
        IntStream.rangeClosed(6, 20).mapToObj(n -> new Outcome.Appended(n, n)).toList());
    assertThat(all(log)).hasSize(20);
  }

  @Test
  void of_two_processes_that_record_the_same_at_once_through_many_parts_one_is_told_so() throws Exception {
    ConcurrentHashMap<Integer, AtomicInteger> told = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    for (PostgresEventLog writer : List.of(log, other)) {
      for (int t = 0; t < 4; t++) {
        int first = t;
        threads.add(Thread.ofVirtual().start(() -> {
          for (int n = first; n < 300; n += 4) {
            Outcome outcome = writer.append(one("shared" + n));
            // And again, some parts later.
            Outcome late = writer.append(one("shared" + n * 2 / 3));
            for (Outcome either : List.of(outcome, late)) {
              assertThat(either).isInstanceOfAny(Outcome.Appended.class, Outcome.Duplicate.class);
            }
            if (outcome instanceof Outcome.Appended) {
              told.computeIfAbsent(n, id -> new AtomicInteger()).incrementAndGet();
            }
            if (late instanceof Outcome.Appended) {
              told.computeIfAbsent(n * 2 / 3, id -> new AtomicInteger()).incrementAndGet();
            }
          }
        }));
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(told).hasSize(300).allSatisfy((id, times) -> assertThat(times).hasValue(1));
    assertThat(all(log)).hasSize(300);
    assertThat(recordedTwice()).isEmpty();
  }

  @Test
  void a_log_within_its_first_part_takes_no_memory() {
    append(log, 1, 6);
    assertThat(log.identityCoverage()).isEqualTo(new IdentityCoverage(0, 0, 0));
    append(log, 7, 7);
    await().until(() -> log.identityCoverage().equals(new IdentityCoverage(1, 1, PartFilter.bytes(parts))));
  }

  @Test
  void what_is_known_by_heart_needs_no_question() throws SQLException {
    append(log, 1, 500);
    try (Identity identity = new Identity(database, parts, Long.MAX_VALUE)) {
      identity.reached(500);
      await().until(() -> identity.coverage(500).isWhole());
      try (Connection closed = database.getConnection()) {
        closed.close();
        assertThat(identity.areNew(closed, List.of(fact("a"), fact("b")), 500)).isTrue();
        assertThatThrownBy(() -> identity.areNew(closed, List.of(fact("a"), fact("n7")), 500))
            .isInstanceOf(SQLException.class);
      }
    }
  }

  @Test
  void a_part_that_was_written_here_alone_is_known_without_being_read() throws SQLException {
    HikariDataSource gone = TestPostgres.shared().freshDatabase();
    gone.close();
    try (Identity identity = new Identity(gone, parts, Long.MAX_VALUE); Connection closed = database.getConnection()) {
      closed.close();
      identity.wrote(facts(1, 5), 0);
      identity.wrote(facts(6, 20), 5);
      await().until(() -> identity.coverage(20).isWhole());
      assertThat(identity.areNew(closed, List.of(fact("a")), 20)).isTrue();
      for (int n : List.of(1, 5, 6, 7, 8, 15)) {
        assertThatThrownBy(() -> identity.areNew(closed, List.of(fact("n" + n)), 20)).isInstanceOf(SQLException.class);
      }

      // Position 21 is somebody else's: what is in its part is not known here.
      identity.wrote(facts(22, 40), 21);
      await().during(Duration.ofMillis(200)).until(() -> identity.coverage(40).coveredParts() == 2);
      assertThatThrownBy(() -> identity.areNew(closed, List.of(fact("a")), 40)).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void where_memory_ends_the_newest_parts_are_looked_into() {
    append(log, 1, 8 * 64 + 100);
    try (PostgresEventLog bounded = open(PartFilter.bytes(parts) * 2 - 1)) {
      bounded.append(one("new"));
      await().until(() -> bounded.identityCoverage()
          .equals(new IdentityCoverage(64 + 12, 64, PartFilter.bytes(parts))));
      for (int n : List.of(1, 8 * 64 - 1, 8 * 64, 8 * 64 + 90, 8 * 64 + 100)) {
        bounded.append(one("between" + n));
        assertThat(bounded.append(one("n" + n))).isInstanceOf(Outcome.Duplicate.class);
      }
    }
  }

  @Test
  void an_id_that_somebody_recorded_twice_by_hand_is_shown_to_who_asks() throws SQLException {
    append(log, 1, 20);
    String insert = """
        insert into log.event (position, event_id, type, revision, occurred_at, recorded_at, payload, metadata)
        values (21, '%s', 't', 1, now(), now(), '{}', '{}')""";
    // In the part that is written to, the database refuses it.
    assertThatThrownBy(() -> execute(insert.formatted(FactId.of("/test", "n18"))))
        .hasMessageContaining("event_id_in_part");
    assertThat(recordedTwice()).isEmpty();

    execute(insert.formatted(FactId.of("/test", "n5")));

    assertThat(recordedTwice()).containsExactly(FactId.of("/test", "n5") + " {5,21}");
    assertThat(log.append(one("n5"))).isEqualTo(new Outcome.Duplicate(all(log).get(4)));
  }

  private static List<NewEvent> facts(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(n -> fact("n" + n)).toList();
  }

  private static void append(PostgresEventLog writer, int first, int last) {
    assertThat(writer.append(IntStream.rangeClosed(first, last).mapToObj(n -> one("n" + n)).toList()))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(first, last).mapToObj(n -> new Outcome.Appended(n, n)).toList());
  }

  private PostgresEventLog open(long memory) {
    return PostgresEventLog.open(LogConfiguration.of(database).withIdentityMemory(memory));
  }

  /** It begins with the first append. */
  private static void awaitCoverage(PostgresEventLog writer, long memory) {
    writer.append(one("first"));
    if (memory > 0) {
      await().until(() -> writer.identityCoverage().isWhole());
    }
    assertThat(writer.identityCoverage().coveredParts()).isEqualTo(memory > 0 ? 5 : 0);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> recordedTwice() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement("select event_id, positions from log.recorded_twice");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(rows.getObject(1, UUID.class) + " " + rows.getString(2));
      }
      return found;
    }
  }
}
