package io.anamnesis.eventstore.postgres;

import static io.anamnesis.eventstore.postgres.LogEvents.one;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same {@code asOf} answers alike for ever. */
class SettlementTest {
  private HikariDataSource database;
  private PostgresEventLog log;
  private PostgresEventLog other;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    other = PostgresEventLog.open(LogConfiguration.of(database));
  }

  @AfterEach
  void close() {
    log.close();
    other.close();
    database.close();
  }

  @Test
  void an_instant_in_the_future_is_not_settled() throws SQLException {
    assertThat(log.settle(clock().plusSeconds(60))).isFalse();
  }

  @Test
  void after_an_instant_is_settled_whatever_is_appended_is_recorded_later() throws SQLException {
    for (int i = 0; i < 50; i++) {
      Instant asOf = clock();
      assertThat(log.settle(asOf)).isTrue();
      other.append(one("n" + i));
      assertThat(other.read(i, 1).getFirst().recordedAt()).isAfter(asOf);
    }
  }

  @Test
  void an_instant_at_or_before_the_last_event_of_the_past_is_settled() {
    log.append(one("a"));
    Instant recorded = log.read(0, 1).getFirst().recordedAt();
    assertThat(log.settle(recorded)).isTrue();
    assertThat(log.settle(recorded.minusSeconds(1))).isTrue();
    assertThat(log.settle(recorded)).isTrue();
  }

  @Test
  void an_instant_waits_for_the_writer_that_took_its_time_before_it() throws Exception {
    try (HeldCommits held = new HeldCommits(database)) {
      Thread writer = Thread.ofVirtual().start(() -> log.append(one("a")));
      held.awaitTurnsHeld(1);
      Instant asOf = clock();
      CompletableFuture<Long> head = CompletableFuture.supplyAsync(() -> {
        assertThat(other.settle(asOf)).isTrue();
        return other.headAt(asOf);
      }, command -> Thread.ofVirtual().start(command));
      held.awaitTurnsWanted(1);
      assertThat(head).isNotDone();

      held.release();

      assertThat(head.get()).isEqualTo(1);
      writer.join();
    }
  }

  @Test
  void what_was_once_answered_for_an_instant_is_answered_for_ever() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Thread[] writers = new Thread[8];
    for (int w = 0; w < writers.length; w++) {
      int writer = w;
      writers[w] = Thread.ofVirtual().start(() -> {
        for (int i = 0; !done.get(); i++) {
          (writer % 2 == 0 ? log : other).append(one(writer + "-" + i));
        }
      });
    }
    Map<Instant, Long> answers = new TreeMap<>();
    for (int i = 0; i < 200; i++) {
      Instant asOf = clock();
      assertThat(log.settle(asOf)).isTrue();
      answers.put(asOf, log.headAt(asOf));
    }
    done.set(true);
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(answers).allSatisfy((asOf, head) -> assertThat(log.headAt(asOf)).isEqualTo(head));
    assertThat(List.copyOf(answers.values())).isSorted();
  }

  private Instant clock() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select clock_timestamp()")) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }
}
