package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.NewEvent;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With processes that are really killed and really frozen. */
class TakeOverTest {
  private static final Duration TERM = Duration.ofSeconds(1);
  /** The start of a process on a busy machine, a claim's term, what the server bears of a transaction that stands still. */
  private static final Duration TAKEN_OVER = Duration.ofMinutes(2);

  private final House house = new House();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Spending spending = new Spending("spending", 1);
  private final FirstChannel firstChannel = new FirstChannel();

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void what_a_killed_process_held_is_taken_over() throws Exception {
    house.claimFor(TERM);
    ProjectionRunner views = house.follow(spending, firstChannel);
    PolicyRunner policies = house.react(house.database, new Awards(house.log, cause -> {}, cause -> {}));
    house.awaitLive(views);
    try (FollowerProcess other = FollowerProcess.start(house, TERM)) {
      awaitNodes(2);
      appendFor(random.nextInt(1_000));
    }
    awaitNodes(1);
    appendFor(100);
    allIsRight(views, policies);
  }

  @Test
  void a_frozen_process_whose_share_was_taken_over_writes_nothing_stale_when_it_goes_on() throws Exception {
    house.claimFor(TERM);
    try (FollowerProcess other = FollowerProcess.start(house, TERM)) {
      ProjectionRunner views = house.follow(spending, firstChannel);
      PolicyRunner policies = house.react(house.database, new Awards(house.log, cause -> {}, cause -> {}));
      house.awaitLive(views);
      for (int freeze = 0; freeze < 6; freeze++) {
        awaitNodes(2);
        // At any moment of its work.
        appendFor(random.nextInt(300));
        other.freeze();
        awaitNodes(1);
        appendFor(100);
        other.goOn();
        appendFor(100);
      }
      allIsRight(views, policies);
    }
  }

  private void allIsRight(ProjectionRunner views, PolicyRunner policies) {
    Decisions.awaitDone(policies);
    house.awaitLive(views);
    Oracle oracle = new Oracle(house);
    assertThat(oracle.lives()).as("seed %s", seed).hasSizeGreaterThan(20);
    oracle.confirms(house, spending);
    oracle.confirms(house, firstChannel);
    new Decisions(house).areOncePerCauseInOrder();
    assertThat(house.ask("select count(*) from views.parked")).isEqualTo("0");
  }

  private void appendFor(int millis) {
    long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    do {
      Life.append(house.log, IntStream.range(0, 20).mapToObj(i -> Life.any(random, 40)).toArray(NewEvent[]::new));
    } while (System.nanoTime() - end < 0);
  }

  /** Waits until all segments of all works are held, each work's by so many processes that are alive. */
  private void awaitNodes(int nodes) {
    await().atMost(TAKEN_OVER).untilAsserted(() -> assertThat(house.ask("""
        select string_agg(held, ' ') from (
          select count(*) || ' by ' || count(distinct node) as held
          from views.segment s join views.follower f using (name, generation, node)
          where f.alive_until > clock_timestamp() group by name, generation) works"""))
        .isEqualTo("16 by N 16 by N 16 by N".replace("N", Integer.toString(nodes))));
  }
}
