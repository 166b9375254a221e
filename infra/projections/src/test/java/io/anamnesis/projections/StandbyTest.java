package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.projections.ProjectionRefused.Reason;
import io.anamnesis.projections.ProjectionStatus.Phase;
import io.anamnesis.projections.ProjectionStatus.State;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that wait for their swap, and rows that stand by as the way back. */
@Isolated("it measures how soon rows are level")
class StandbyTest {
  private final House house = new House();
  private final Spending first = new Spending("spending", 1);
  private final Spending second = new Spending("spending", 2);
  private final Random random = new Random(7);

  @BeforeEach
  void keepStandbys() {
    house.settings = house.settings.withWindow(Duration.ofHours(1));
  }

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void an_offered_projection_runs_nothing_until_it_is_backfilled_and_answers_nothing_until_it_is_swapped() {
    append(500);
    ProjectionRunner runner = house.follow(new FirstChannel());
    runner.offer(first);
    assertThat(status(runner).state()).isEqualTo(State.PAUSED);
    assertThat(house.ask("select count(*) from views.generation where name = 'spending'")).isEqualTo("0");

    runner.backfill("spending", 1);
    awaitComparing(runner);
    assertThat(house.ask("select active from views.projection where name = 'spending'")).isNull();
    runner.swap("spending");
    house.awaitLive(runner);
    new Oracle(house).confirms(house, first);
    assertThat(status(runner).standby()).isNull();
  }

  @Test
  void a_candidate_stays_level_with_the_log_and_waits() {
    ProjectionRunner runner = live();
    runner.backfill("spending", 2);
    awaitComparing(runner);
    append(300);
    await().untilAsserted(() -> {
      assertThat(status(runner).beside().lag()).isZero();
      assertThat(status(runner).beside().phase()).isEqualTo(Phase.LEVEL);
      assertThat(status(runner).lag()).isZero();
    });
    assertThat(status(runner).version()).isEqualTo(1);
    new Oracle(house).confirms(house, first);
  }

  @Test
  void a_swap_and_a_rollback_are_one_update_each_and_the_former_rows_run_on() {
    ProjectionRunner runner = live();
    runner.backfill("spending", 2);
    awaitComparing(runner);
    runner.swap("spending");
    append(200);
    house.awaitLive(runner);
    assertThat(status(runner).version()).isEqualTo(2);
    assertThat(status(runner).standby().version()).isEqualTo(1);
    new Oracle(house).confirms(house, second);

    runner.rollback("spending");
    append(200);
    house.awaitLive(runner);
    assertThat(status(runner).version()).isEqualTo(1);
    new Oracle(house).confirms(house, first);
    runner.rollback("spending");
    assertThat(status(runner).version()).isEqualTo(2);
    new Oracle(house).confirms(house, second);
  }

  @Test
  void readers_see_wholly_old_or_wholly_new_rows_and_never_go_back_in_time_while_views_are_swapped_under_load() {
    ProjectionRunner runner = live();
    runner.backfill("spending", 2);
    awaitComparing(runner);
    AtomicBoolean done = new AtomicBoolean();
    var writer = CompletableFuture.runAsync(() -> whileNot(done, () -> append(10)), Thread::startVirtualThread);
    var reader = CompletableFuture.runAsync(() -> readWhole(done), Thread::startVirtualThread);

    runner.swap("spending");
    for (int turn = 0; turn < 6; turn++) {
      append(50);
      runner.rollback("spending");
    }
    done.set(true);
    writer.join();
    reader.join();
    house.awaitLive(runner);
    assertThat(status(runner).version()).isEqualTo(2);
    new Oracle(house).confirms(house, second);
  }

  /** Version 1 counts a sign-in once, version 2 twice: rows of the one are never taken for those of the other. */
  private void readWhole(AtomicBoolean done) {
    LiveRows rows = new LiveRows(new ViewsDatabase(house.database));
    long[] seen = {0};
    int[] read = {0, 0};
    whileNot(done, () -> {
      for (Spending version : new Spending[]{first, second}) {
        rows.state(version, "C-1").ifPresent(state -> {
          assertThat(state.viewPosition()).isGreaterThanOrEqualTo(seen[0]);
          assertThat(StateJson.read(state.json(), Spending.Spent.class).signins() % version.version()).isZero();
          seen[0] = state.viewPosition();
          read[version.version() - 1]++;
        });
      }
    });
    assertThat(read).doesNotContain(0);
  }

  @Test
  void a_rebuild_swaps_by_itself_and_leaves_a_way_back() {
    ProjectionRunner runner = live();
    Generation before = house.active("spending");
    runner.rebuild("spending");
    house.awaitSwap(before);
    house.awaitLive(runner);
    assertThat(status(runner).standby().version()).isEqualTo(1);
    append(100);
    house.awaitLive(runner);

    // Rows of that version answer; which of the two, the version does not say.
    assertThat(runner.rollback("spending", 1)).isFalse();
    assertThat(house.active("spending").number()).isNotEqualTo(before.number());
    runner.rollback("spending");
    assertThat(house.active("spending").number()).isEqualTo(before.number());
    new Oracle(house).confirms(house, first);
  }

  @Test
  void the_way_back_ends_with_its_time() {
    house.settings = house.settings.withWindow(Duration.ofMillis(500));
    ProjectionRunner runner = live();
    Generation before = house.active("spending");
    runner.rebuild("spending");
    house.awaitSwap(before);
    await().untilAsserted(() -> assertThat(
        house.ask("select count(*) from pg_tables where schemaname = 'views' and tablename ~ 'spending_g1(_|$)'"))
        .isEqualTo("0"));
    refused(() -> runner.rollback("spending"), Reason.NO_STANDBY);
    assertThat(status(runner).standby()).isNull();
  }

  @Test
  void one_way_back_is_kept_the_latest() {
    ProjectionRunner runner = live();
    for (int rebuild = 1; rebuild <= 2; rebuild++) {
      Generation before = house.active("spending");
      runner.rebuild("spending");
      house.awaitSwap(before);
    }
    assertThat(house.list("select generation from views.generation where state = 'standby'")).containsExactly("2");
    await().until(() -> house.ask("select count(*) from views.generation where generation = 1").equals("0"));
  }

  @Test
  void candidates_and_standbys_are_followed_again_after_a_restart() {
    try (ProjectionRunner runner = live()) {
      runner.backfill("spending", 2);
      awaitComparing(runner);
      runner.swap("spending");
      runner.backfill("spending", 2);
      awaitComparing(runner);
    }
    append(200);
    ProjectionRunner again = house.follow(first);
    assertThat(house.ask("select count(*) from views.generation")).isEqualTo("3");
    again.offer(second);
    awaitComparing(again);
    await().untilAsserted(() -> {
      assertThat(status(again).lag()).isZero();
      assertThat(status(again).beside().lag()).isZero();
      assertThat(status(again).standby().lag()).isZero();
    });
    again.rollback("spending");
    new Oracle(house).confirms(house, first);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 3_000})
  void rows_whose_code_runs_nowhere_cannot_answer(int appended) {
    ProjectionRunner other = liveWithoutTheCodeOfTheWayBack();
    if (appended > 0) {
      append(appended);
    }
    house.awaitLive(other);

    refused(() -> other.rollback("spending"), Reason.NOT_KEPT_LEVEL);
    assertThat(status(other).version()).isEqualTo(2);
    // As soon as a process keeps them level, there is the way back.
    house.follow(first);
    await().until(() -> status(other).standby().lag() == 0);
    other.rollback("spending");
    new Oracle(house).confirms(house, first);
  }

  @Test
  void rows_that_nobody_brings_up_hold_up_no_others() {
    ProjectionRunner other = liveWithoutTheCodeOfTheWayBack();
    append(100);
    house.awaitLive(other);
    house.announceFollower(standby());
    var back = rollback(other);
    while (!back.isDone()) {
      append(5);
      await().atMost(Duration.ofSeconds(1)).pollInterval(Duration.ofMillis(10)).until(() -> status(other).lag() == 0);
    }
    assertThatThrownBy(back::join).hasCauseInstanceOf(ProjectionRefused.class);
  }

  @Test
  void rows_that_fall_behind_in_the_middle_of_a_swap_hold_up_the_live_ones_for_a_moment_only() throws Exception {
    house.claimFor(Lease.STANDARD.term());
    ProjectionRunner other = liveWithoutTheCodeOfTheWayBack();
    house.announceFollower(standby());
    CompletableFuture<Void> back;
    try (Connection inTheWay = house.database.getConnection(); Statement statement = inTheWay.createStatement()) {
      inTheWay.setAutoCommit(false);
      statement.execute("select from views.projection where name = 'spending' for update");
      back = rollback(other);
      await().until(() -> house.ask("""
          select count(*) from pg_locks where not granted and pid in (
            select pid from pg_stat_activity where datname = current_database())""").equals("1"));
      append(100);
      house.awaitLive(other);
      inTheWay.rollback();
    }
    append(100);
    await().atMost(Duration.ofSeconds(3)).until(() -> back.isDone() && status(other).lag() == 0);
    assertThatThrownBy(back::join).hasCauseInstanceOf(ProjectionRefused.class);
    assertThat(status(other).version()).isEqualTo(2);
    new Oracle(house).confirms(house, second);
  }

  @Test
  void a_candidate_that_nobody_keeps_level_does_not_take_its_place_by_itself() {
    ProjectionRunner runner = live();
    Generations generations = new Generations(new ViewsDatabase(house.database));
    Generation orphan = generations.build("spending", 3);
    generations.level(orphan);
    house.announceFollower(orphan);
    for (int round = 0; round < 20; round++) {
      append(20);
      await().atMost(Duration.ofSeconds(1)).pollInterval(Duration.ofMillis(10)).until(() -> status(runner).lag() == 0);
    }
    assertThat(status(runner).version()).isEqualTo(1);
  }

  @Test
  void a_cancelled_build_and_a_cancelled_candidate_are_dropped() {
    ProjectionRunner runner = live();
    runner.backfill("spending", 2);
    awaitComparing(runner);
    runner.cancel("spending");
    awaitTables(4);
    assertThat(status(runner).beside()).isNull();
    refused(() -> runner.swap("spending"), Reason.NO_CANDIDATE);
    refused(() -> runner.cancel("spending"), Reason.NO_CANDIDATE);

    runner.backfill("spending", 2);
    runner.cancel("spending");
    awaitTables(4);
    house.awaitLive(runner);
    new Oracle(house).confirms(house, first);
  }

  @Test
  void what_is_not_possible_is_refused_with_its_reason() {
    ProjectionRunner runner = live();
    refused(() -> runner.swap("spending"), Reason.NO_CANDIDATE);
    refused(() -> runner.rollback("spending"), Reason.NO_STANDBY);
    refused(() -> runner.compare("spending"), Reason.NO_CANDIDATE);
    refused(() -> runner.backfill("spending", 3), Reason.UNKNOWN_VERSION);
    runner.backfill("spending", 2);
    refused(() -> runner.rebuild("spending"), Reason.ALREADY_UNDER_WAY);
    refused(() -> runner.backfill("spending", 1), Reason.ALREADY_UNDER_WAY);
    assertThatThrownBy(() -> runner.swap("nobody")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void another_process_keeps_a_candidate_level_and_swaps_it() {
    ProjectionRunner runner = live();
    runner.backfill("spending", 2);
    awaitComparing(runner);
    try (var pool = TestPostgres.pool(house.database.getJdbcUrl(), 8)) {
      ProjectionRunner other = house.follow(pool, first);
      other.offer(second);
      runner.close();
      append(300);
      await().until(() -> status(other).beside().lag() == 0);
      other.swap("spending");
      await().until(() -> status(other).lag() == 0);
      new Oracle(house).confirms(house, second);
      other.close();
    }
  }

  @Test
  void a_candidate_is_held_against_the_live_rows_while_writes_go_on() {
    ProjectionRunner runner = live();
    runner.backfill("spending", 1);
    awaitComparing(runner);
    AtomicBoolean done = new AtomicBoolean();
    var writer = CompletableFuture.runAsync(() -> whileNot(done, () -> append(20)), Thread::startVirtualThread);
    for (int time = 0; time < 10; time++) {
      assertThat(runner.compare("spending")).isEqualTo(Differences.NONE);
    }
    done.set(true);
    writer.join();
    await().until(() -> status(runner).lag() == 0 && status(runner).beside().lag() == 0);

    house.execute("delete from views.spending_g2 where subject = 'C-1'");
    house.execute("insert into views.spending_g2 values ('nobody', 1, '{}')");
    house.execute("update views.spending_g2 set state = replace(state, 'signins', 'sighs') where subject = 'C-2'");
    Differences found = runner.compare("spending");
    assertThat(found.examples()).extracting(Differences.Example::toString)
        .containsExactly("missing row C-1", "different row C-2", "extra row nobody");
    assertThat(found).extracting(Differences::rowsDifferent, Differences::rowsMissing, Differences::rowsExtra)
        .containsExactly(1L, 1L, 1L);
  }

  @Test
  void counts_are_whole_where_examples_are_the_first_hundred() {
    ProjectionRunner runner = live();
    runner.backfill("spending", 1);
    awaitComparing(runner);
    house.execute("insert into views.spending_g2 select 'X-' || n, 1, '{}' from generate_series(1, 250) n");

    Differences found = runner.compare("spending");
    assertThat(found.rowsExtra()).isEqualTo(250);
    assertThat(found.examples()).hasSize(100);
  }

  private ProjectionRunner live() {
    append(500);
    ProjectionRunner runner = house.follow(first);
    runner.offer(second);
    house.awaitLive(runner);
    return runner;
  }

  /** Version 2 answers, version 1 stands by, and only the code of version 2 runs. */
  private ProjectionRunner liveWithoutTheCodeOfTheWayBack() {
    try (ProjectionRunner runner = live()) {
      runner.backfill("spending", 2);
      awaitComparing(runner);
      runner.swap("spending");
    }
    ProjectionRunner other = house.follow(second);
    house.awaitLive(other);
    return other;
  }

  private Generation standby() {
    return new Generations(new ViewsDatabase(house.database)).standby("spending").orElseThrow();
  }

  private static CompletableFuture<Void> rollback(ProjectionRunner runner) {
    return CompletableFuture.runAsync(() -> runner.rollback("spending"), Thread::startVirtualThread);
  }

  private static ProjectionStatus status(ProjectionRunner runner) {
    return runner.status().stream().filter(status -> status.name().equals("spending")).findFirst().orElseThrow();
  }

  private static void awaitComparing(ProjectionRunner runner) {
    await().atMost(House.LONG).until(() -> status(runner).state() == State.COMPARING);
  }

  private void awaitTables(int tables) {
    await()
        .until(() -> house.ask("select count(*) from pg_tables where schemaname = 'views' and tablename ~ '_g[0-9]+'")
            .equals(Integer.toString(tables)));
  }

  private static void refused(ThrowingCallable call, Reason reason) {
    assertThatThrownBy(call).isInstanceOf(ProjectionRefused.class).extracting("reason").isEqualTo(reason);
  }

  private static void whileNot(AtomicBoolean done, Runnable work) {
    while (!done.get()) {
      work.run();
    }
  }

  private void append(int events) {
    Life.append(house.log, IntStream.range(0, events).mapToObj(i -> Life.any(random, 30)).toArray(NewEvent[]::new));
  }
}
