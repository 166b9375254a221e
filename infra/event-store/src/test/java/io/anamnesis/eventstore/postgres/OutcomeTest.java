package io.anamnesis.eventstore.postgres;

import static io.anamnesis.eventstore.postgres.LogEvents.all;
import static io.anamnesis.eventstore.postgres.LogEvents.decision;
import static io.anamnesis.eventstore.postgres.LogEvents.fact;
import static io.anamnesis.eventstore.postgres.LogEvents.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.LogOverloaded;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What an append is told when something goes wrong, and that it is true. */
class OutcomeTest {
  private HikariDataSource database;
  private FaultyDatabase faulty;
  private PostgresEventLog log;
  private PostgresEventLog other;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    faulty = new FaultyDatabase(database);
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
  void an_append_that_was_cut_off_before_its_commit_is_tried_again_and_is_there_once() {
    faulty.cutBeforeCommit();
    assertThat(log.append(List.of(one("a"), one("b")))).containsExactly(new Outcome.Appended(1, 1),
        new Outcome.Appended(2, 2));
    assertThat(all(log)).hasSize(2);
  }

  @Test
  void an_append_whose_answer_was_lost_after_its_commit_learns_its_positions_and_is_there_once() {
    other.append(one("before"));
    faulty.cutAfterCommit();
    assertThat(log.append(List.of(new Append(List.of(fact("a"), fact("b"))), one("c"))))
        .containsExactly(new Outcome.Appended(2, 3), new Outcome.Appended(4, 4));
    assertThat(all(log)).hasSize(4);
  }

  @Test
  void a_lost_answer_makes_no_difference_to_what_duplicates_and_conflicts_are_told() {
    other.append(one("known"));
    NewEvent first = decision("s", 0);
    List<Append> batch = List.of(one("a"), one("a"), one("known"), Append.of(first), Append.of(decision("s", 0)),
        Append.of(first));
    faulty.cutAfterCommit();

    List<Outcome> outcomes = log.append(batch);

    List<StoredEvent> events = all(other);
    assertThat(outcomes).containsExactly(new Outcome.Appended(2, 2), new Outcome.Duplicate(events.get(1)),
        new Outcome.Duplicate(events.get(0)), new Outcome.Appended(3, 3), new Outcome.Conflict("s", 1),
        new Outcome.Duplicate(events.get(2)));
    assertThat(events).hasSize(3);
  }

  @Test
  void an_append_that_fails_again_and_again_is_unknown_and_may_be_repeated() {
    faulty.cutBeforeCommit().cutBeforeCommit();
    assertThat(log.append(one("a"))).isInstanceOf(Outcome.Unknown.class);
    assertThat(log.head()).isZero();
    assertThat(log.append(one("a"))).isEqualTo(new Outcome.Appended(1, 1));
  }

  @Test
  void what_comes_after_an_unknown_append_of_the_same_call_does_not_pass_it() {
    try (PostgresEventLog small =
        PostgresEventLog.open(LogConfiguration.of(faulty.database()).withMaxBatch(1, 1_000_000))) {
      faulty.cutBeforeCommit().cutBeforeCommit();
      assertThat(small.append(List.of(one("a"), one("b"), one("c")))).allSatisfy(
          outcome -> assertThat(outcome).isInstanceOf(Outcome.Unknown.class));
      assertThat(small.head()).isZero();
      assertThat(small.append(List.of(one("a"), one("b"), one("c")))).containsExactly(new Outcome.Appended(1, 1),
          new Outcome.Appended(2, 2), new Outcome.Appended(3, 3));
    }
  }

  @Test
  void a_writer_that_remembers_an_older_number_of_a_stream_is_told_of_the_conflict_and_fails_nobody_else() {
    assertThat(log.append(Append.of(decision("s", 0)))).isEqualTo(new Outcome.Appended(1, 1));
    assertThat(other.append(Append.of(decision("s", 1)))).isEqualTo(new Outcome.Appended(2, 2));
    int connections = faulty.connections();
    assertThat(log.append(List.of(one("a"), Append.of(decision("s", 1)), one("b"))))
        .containsExactly(new Outcome.Appended(3, 3), new Outcome.Conflict("s", 2), new Outcome.Appended(4, 4));
    assertThat(log.append(List.of(Append.of(decision("s", 2)), Append.of(decision("s", 4)))))
        .containsExactly(new Outcome.Appended(5, 5), new Outcome.Conflict("s", 3));
    assertThat(faulty.connections()).isEqualTo(connections);
  }

  @Test
  void an_append_that_is_found_after_its_last_try_is_appended() {
    faulty.cutBeforeCommit().cutAfterCommit();
    assertThat(log.append(one("a"))).isEqualTo(new Outcome.Appended(1, 1));
    assertThat(all(log)).hasSize(1);
  }

  @Test
  void an_append_that_nobody_can_ask_about_is_unknown_never_failed() {
    faulty.goDownAfterCommit();
    assertThat(log.append(one("a"))).isInstanceOf(Outcome.Unknown.class);
    faulty.comeUp();
    assertThat(log.append(one("a"))).isInstanceOf(Outcome.Duplicate.class);
    assertThat(all(log)).hasSize(1);
  }

  @Test
  void what_another_process_recorded_between_two_tries_is_its_own() {
    cutWhileAnotherProcessRecords(Append.of(fact("a", "C-a", "{\"other\":true}")));
    assertThat(log.append(one("a"))).isEqualTo(new Outcome.Duplicate(other.read(0, 1).getFirst()));
    assertThat(all(log)).hasSize(1);
  }

  @Test
  void the_very_same_recorded_by_another_process_between_two_tries_is_there_once_at_the_position_told() {
    cutWhileAnotherProcessRecords(one("a"));
    assertThat(log.append(one("a"))).isEqualTo(new Outcome.Appended(1, 1));
    assertThat(all(log)).hasSize(1);
  }

  @Test
  void the_very_same_that_was_there_before_the_first_try_is_a_duplicate_after_a_lost_answer() {
    log.append(one("a"));
    faulty.cutBeforeCommit();
    assertThat(log.append(one("a"))).isInstanceOf(Outcome.Duplicate.class);
    faulty.cutBeforeCommit();
    assertThat(log.append(List.of(one("b"), one("a")))).containsExactly(new Outcome.Appended(2, 2),
        new Outcome.Duplicate(other.read(0, 1).getFirst()));
    assertThat(all(log)).hasSize(2);
  }

  @Test
  void half_of_an_append_recorded_by_another_process_between_two_tries_makes_it_a_duplicate() {
    cutWhileAnotherProcessRecords(one("a"));
    assertThat(log.append(new Append(List.of(fact("a"), fact("b")))))
        .isEqualTo(new Outcome.Duplicate(other.read(0, 1).getFirst()));
    assertThat(all(log)).hasSize(1);
  }

  private void cutWhileAnotherProcessRecords(Append append) {
    faulty.with(connection -> {
      connection.abort(Runnable::run);
      assertThat(other.append(append)).isInstanceOf(Outcome.Appended.class);
      throw new SQLException("cut before the commit", "08006");
    });
  }

  @Test
  void a_writer_that_waited_for_another_sees_at_once_what_that_one_committed_meanwhile() throws Exception {
    FaultyDatabase counted = new FaultyDatabase(database);
    try (PostgresEventLog waiting = PostgresEventLog.open(LogConfiguration.of(counted.database()))) {
      waiting.append(one("first"));
      int connections = counted.connections();
      try (HeldCommits held = new HeldCommits(database)) {
        CompletableFuture<List<Outcome>> earlier =
            async(() -> log.append(List.of(one("a"), Append.of(decision("s", 0)))));
        held.awaitTurnsHeld(1);
        CompletableFuture<List<Outcome>> later =
            async(() -> waiting.append(List.of(one("a"), Append.of(decision("s", 0)), one("b"))));
        held.awaitTurnsWanted(1);

        held.release();

        assertThat(earlier.get()).containsExactly(new Outcome.Appended(2, 2), new Outcome.Appended(3, 3));
        assertThat(later.get()).containsExactly(new Outcome.Duplicate(log.read(1, 1).getFirst()),
            new Outcome.Conflict("s", 1), new Outcome.Appended(4, 4));
      }
      // No attempt failed and was made good on another connection.
      assertThat(counted.connections()).isEqualTo(connections);
    }
  }

  @Test
  void what_another_process_appends_between_is_numbered_before_without_a_second_attempt() {
    log.append(one("a"));
    other.append(one("b"));
    int connections = faulty.connections();
    assertThat(log.append(List.of(one("c"), one("d")))).containsExactly(new Outcome.Appended(3, 3),
        new Outcome.Appended(4, 4));
    assertThat(faulty.connections()).isEqualTo(connections);
  }

  @Test
  void duplicates_and_conflicts_within_a_batch_fail_no_attempt() {
    NewEvent first = decision("s", 0);
    log.append(one("before"));
    int connections = faulty.connections();
    List<Outcome> outcomes = log.append(List.of(one("a"), one("a"), Append.of(first), Append.of(decision("s", 0)),
        Append.of(first), Append.of(decision("s", 1))));
    assertThat(outcomes).extracting(outcome -> (Object) outcome.getClass()).containsExactly(Outcome.Appended.class,
        Outcome.Duplicate.class,
        Outcome.Appended.class, Outcome.Conflict.class, Outcome.Duplicate.class, Outcome.Appended.class);
    assertThat(faulty.connections()).isEqualTo(connections);
  }

  @Test
  void a_writer_that_hangs_with_the_turn_loses_it() {
    LogConfiguration quick = LogConfiguration.of(faulty.database()).withTimeout(Duration.ofSeconds(2));
    try (PostgresEventLog hanging = PostgresEventLog.open(quick)) {
      // Only a writer that looks up first has the turn before it has sent all of its batch.
      hanging.append(one("known"));
      assertThat(hanging.append(one("known"))).isInstanceOf(Outcome.Duplicate.class);
      List<Connection> lost = new ArrayList<>();
      faulty.with(connection -> {
        // The server does not hear that its client is gone.
        lost.add(connection.unwrap(org.postgresql.jdbc.PgConnection.class));
        throw new SQLException("no answer", "08006");
      });
      faulty.keepOpen();
      assertThat(hanging.append(one("a"))).isEqualTo(new Outcome.Appended(2, 2));
      assertThat(lost).hasSize(1);
      assertThat(all(log)).hasSize(2);
    }
  }

  @Test
  void a_turn_that_does_not_come_in_time_is_unknown_and_leaves_nothing() throws SQLException {
    try (PostgresEventLog impatient =
        PostgresEventLog.open(LogConfiguration.of(database).withTimeout(Duration.ofMillis(200)));
        Connection holder = database.getConnection();
        Statement statement = holder.createStatement()) {
      statement.execute("select pg_advisory_lock(" + WritersTurn.LOCK + ")");
      assertThat(impatient.append(one("a"))).isInstanceOf(Outcome.Unknown.class);
      statement.execute("select pg_advisory_unlock(" + WritersTurn.LOCK + ")");
      assertThat(impatient.append(one("a"))).isEqualTo(new Outcome.Appended(1, 1));
    }
  }

  @Test
  void data_that_the_database_refuses_fails_alone() throws SQLException {
    execute("""
        create function refuse_poison() returns trigger language plpgsql as $$
        begin
          if new.payload like '%poison%' then raise exception 'refused' using errcode = '22000'; end if;
          return new;
        end $$;
        create trigger poison before insert on log.event for each row execute function refuse_poison()""");

    List<Outcome> outcomes = log.append(List.of(one("a"), Append.of(fact("b", "C-1", "\"poison\"")), one("c")));

    assertThat(outcomes.get(0)).isEqualTo(new Outcome.Appended(1, 1));
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Unknown.class);
    assertThat(outcomes.get(2)).isEqualTo(new Outcome.Appended(2, 2));
  }

  @Test
  void a_full_queue_refuses_and_appends_nothing() throws Exception {
    try (PostgresEventLog small = PostgresEventLog.open(LogConfiguration.of(faulty.database()).withMaxWaiting(3));
        HeldCommits held = new HeldCommits(database)) {
      CompletableFuture<List<Outcome>> writing = async(() -> small.append(List.of(one("a"))));
      held.awaitTurnsHeld(1);
      CompletableFuture<List<Outcome>> waiting = async(() -> small.append(List.of(one("b"), one("c"))));
      await()
          .untilAsserted(() -> assertThatThrownBy(() -> small.append(one("never"))).isInstanceOf(LogOverloaded.class));

      held.release();

      assertThat(writing.get()).containsExactly(new Outcome.Appended(1, 1));
      assertThat(waiting.get()).hasSize(2);
      assertThat(small.append(one("now"))).isInstanceOf(Outcome.Appended.class);
      assertThat(all(small)).extracting(StoredEvent::eventId).doesNotContain(fact("never").eventId());
    }
  }

  @Test
  void an_interrupted_caller_learns_the_outcome_and_stays_interrupted() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> {
      Thread.currentThread().interrupt();
      outcome.complete(log.append(one("a")));
      interrupted.complete(Thread.currentThread().isInterrupted());
    });
    assertThat(outcome.get()).isEqualTo(new Outcome.Appended(1, 1));
    assertThat(interrupted.get()).isTrue();
  }

  @Test
  void a_caller_interrupted_while_it_writes_learns_the_outcome() throws Exception {
    Thread[] writer = new Thread[1];
    faulty.with(connection -> {
      writer[0].interrupt();
      connection.commit();
    });
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    writer[0] = Thread.ofVirtual().unstarted(() -> outcome.complete(log.append(one("a"))));
    writer[0].start();
    assertThat(outcome.get()).isEqualTo(new Outcome.Appended(1, 1));
    assertThat(all(other)).hasSize(1);
  }

  @Test
  void a_process_whose_history_is_lost_writes_no_more() throws SQLException {
    log.append(List.of(one("a"), Append.of(decision("s", 0)), Append.of(decision("s", 1))));
    execute("""
        alter table log.event disable trigger user;
        delete from log.event where position = 3;
        alter table log.event enable trigger user""");
    faulty.cutBeforeCommit();
    assertThat(log.append(Append.of(decision("s", 2)))).isInstanceOfSatisfying(Outcome.Unknown.class,
        unknown -> assertThat(unknown.cause()).hasMessageContaining("a part of its history is lost"));
    assertThat(log.append(one("b"))).isInstanceOf(Outcome.Unknown.class);
    assertThat(log.head()).isEqualTo(2);
  }

  @RepeatedTest(20)
  void whoever_appends_while_the_log_is_closed_is_told_something() throws Exception {
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int caller = i;
      callers.add(Thread.ofVirtual().start(() -> {
        try {
          for (int n = 0; true; n++) {
            other.append(one(caller + "-" + n));
          }
        } catch (IllegalStateException closed) {
          // As it should be.
        }
      }));
    }
    other.append(one("begun"));
    other.close();
    for (Thread caller : callers) {
      assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  void what_a_refusal_says_of_a_row_goes_no_further() throws SQLException {
    execute("alter table log.event add constraint no_secret check (payload not like '%secret%')");
    assertThat(log.append(Append.of(fact("a", "C-1", "\"secret\"")))).isInstanceOfSatisfying(Outcome.Unknown.class,
        unknown -> assertThat(unknown.cause().toString()).contains("no_secret").doesNotContain("\"secret\""));
  }

  @Test
  void a_closed_log_refuses() {
    log.close();
    assertThatThrownBy(() -> log.append(one("a"))).isInstanceOf(IllegalStateException.class);
    assertThat(other.head()).isZero();
  }

  private static CompletableFuture<List<Outcome>> async(java.util.function.Supplier<List<Outcome>> append) {
    CompletableFuture<List<Outcome>> outcome = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> outcome.complete(append.get()));
    return outcome;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
