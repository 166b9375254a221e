package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.NewEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that builds is really killed, or really frozen, at every step of its work. Each on a database of its own,
 * side by side: most of their time they wait for a process to start, or for the server to end a frozen one.
 */
class KilledBuildTest {
  private static final Duration TERM = Duration.ofSeconds(1);
  private static final Duration STARTED = Duration.ofMinutes(2);

  private final House house = new House();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Spending spending = new Spending("spending", 1);
  private final FirstChannel firstChannel = new FirstChannel();

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  /** A step of a build, and what makes the server wait there. */
  enum Step {
    CLEAR("create trigger step before truncate on views.spending_g2 execute function step()"),
    LINES("create trigger step before insert on views.spending_g2_line execute function step()"),
    ROWS("create trigger step before insert on views.spending_g2 execute function step()"),
    TOKENS("create trigger step before update on views.segment for each row"
        + " when (new.name = 'spending' and new.generation = 2 and new.position > 0) execute function step()"),
    KEYS("create event trigger step on ddl_command_start execute function step_to_keys()"),
    LEVEL("create trigger step before update on views.generation for each row"
        + " when (new.name = 'spending' and new.state = 'candidate') execute function step()"),
    SWAP("create trigger step before update on views.projection for each row"
        + " when (new.name = 'spending' and new.active = 2) execute function step()");

    private final String trigger;

    Step(String trigger) {
      this.trigger = trigger;
    }
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @EnumSource(Step.class)
  void after_a_kill_at_any_step_a_restart_ends_with_the_rows_of_the_live_view(Step step) throws Exception {
    begin();
    try (Obstacle obstacle = new Obstacle(step); FollowerProcess killed = start()) {
      obstacle.awaitSomebody();
      killed.close();
    }
    allIsRight();
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @EnumSource(value = Step.class, names = {"LINES", "ROWS", "TOKENS"})
  void a_frozen_builder_loses_its_claim_and_can_write_nothing_when_it_goes_on(Step step) throws Exception {
    begin();
    try (FollowerProcess frozen = start(); Obstacle obstacle = new Obstacle(step)) {
      obstacle.awaitSomebody();
      frozen.freeze();
      obstacle.letPass();
      ProjectionRunner other = house.follow(spending, firstChannel);
      await().atMost(STARTED).until(() -> house.active("spending").number() == 2);
      frozen.goOn();
      append(200);
      house.awaitLive(other);
    }
    allIsRight();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void after_kills_at_random_while_writes_go_on_all_rows_are_those_of_a_fresh_fold() throws Exception {
    begin();
    for (int life = 0; life < 4; life++) {
      try (FollowerProcess killed = start()) {
        await().atMost(STARTED).until(() -> !house.list(
            "select node::text from views.follower where alive_until > clock_timestamp()").isEmpty());
        long end = System.nanoTime() + Duration.ofMillis(random.nextInt(1_500)).toNanos();
        while (System.nanoTime() - end < 0) {
          append(50);
        }
      }
      requestRebuild();
    }
    allIsRight();
  }

  /** Whoever comes to a step waits there. */
  private final class Obstacle implements AutoCloseable {
    private static final int LOCK = 4711;
    private final Connection holder;

    Obstacle(Step step) throws SQLException {
      house.execute("create function step() returns trigger language plpgsql as $$ begin"
          + " perform pg_advisory_xact_lock_shared(" + LOCK + "); return new; end $$");
      house.execute("create function step_to_keys() returns event_trigger language plpgsql as $$ begin"
          + " if current_query() like '%add primary key%' then perform pg_advisory_xact_lock_shared(" + LOCK + ");"
          + " end if; end $$");
      holder = house.database.getConnection();
      holder.setAutoCommit(false);
      try (Statement statement = holder.createStatement()) {
        statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
      }
      house.execute(step.trigger);
    }

    void awaitSomebody() {
      await().atMost(STARTED).pollInterval(Duration.ofMillis(5)).until(() -> house
          .ask("select exists (select from pg_locks where locktype = 'advisory' and objid = " + LOCK
              + " and not granted and database = (select oid from pg_database where datname = current_database()))")
          .equals("t"));
    }

    /** The step stays marked: to take the mark away is to wait for the locks of whoever stands there frozen. */
    void letPass() throws SQLException {
      holder.close();
    }

    @Override
    public void close() throws SQLException {
      letPass();
      house.execute("drop function step() cascade");
      house.execute("drop function step_to_keys() cascade");
    }
  }

  /** Views that were live, with a rebuild of both begun. */
  private void begin() {
    house.claimFor(TERM);
    house.settings = house.settings.withWindow(Duration.ofHours(1));
    append(3_000);
    ProjectionRunner views = house.follow(spending, firstChannel);
    house.awaitLive(views);
    append(3_000);
    house.awaitLive(views);
    views.close();
    requestRebuild();
  }

  private void requestRebuild() {
    Generations generations = new Generations(new ViewsDatabase(house.database));
    generations.beside("spending", 1, true);
    generations.beside("first-channel", 1, true);
  }

  private FollowerProcess start() throws Exception {
    return FollowerProcess.start(house, TERM);
  }

  private void allIsRight() {
    house.claimFor(TERM);
    ProjectionRunner last = house.follow(spending, firstChannel);
    await().atMost(House.LONG).until(() -> house.active("spending").number() > 1
        && house.active("first-channel").number() > 1);
    append(500);
    house.awaitLive(last);
    Oracle oracle = new Oracle(house);
    oracle.confirms(house, spending);
    oracle.confirms(house, firstChannel);
    for (String view : List.of("spending", "first-channel")) {
      Generation standby = new Generations(new ViewsDatabase(house.database)).standby(view).orElseThrow();
      await().until(() -> last.status().stream().allMatch(status -> status.standby() == null
          || status.standby().lag() == 0));
      assertThat(Contents.of(house, view)).as("%s, seed %s", view, seed).isEqualTo(Contents.of(house, standby));
      assertThat(last.differences(view)).isEmpty();
    }
  }

  private void append(int events) {
    Life.append(house.log, IntStream.range(0, events).mapToObj(i -> Life.any(random, 60)).toArray(NewEvent[]::new));
  }
}
