package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.NewEvent;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KillTest {
  private final House house = new House();

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void a_runner_killed_anywhere_and_restarted_ends_with_the_rows_of_a_brute_force_fold() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Spending spending = new Spending("spending", 1);
    FirstChannel firstChannel = new FirstChannel();
    for (int life = 0; life < 25; life++) {
      MortalDatabase mortal = new MortalDatabase(house.database, random, 150);
      try (ProjectionRunner runner = house.follow(mortal.source(), spending, firstChannel)) {
        if (random.nextInt(3) == 0) {
          rebuildIfAlive(runner);
        }
        while (!mortal.isDead()) {
          Life.append(house.log, IntStream.range(0, 5).mapToObj(i -> Life.any(random, 12)).toArray(NewEvent[]::new));
        }
      } catch (RuntimeException diedAtStart) {
        assertThat(mortal.isDead()).isTrue();
      }
    }
    ProjectionRunner last = house.follow(spending, firstChannel);
    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(last.status())
        .allMatch(status -> status.state() == ProjectionStatus.State.LIVE && status.lag() == 0));

    Oracle oracle = new Oracle(house);
    assertThat(oracle.lives()).as("seed %s", seed).isNotEmpty();
    oracle.confirms(house, spending);
    oracle.confirms(house, firstChannel);
  }

  private static void rebuildIfAlive(ProjectionRunner runner) {
    try {
      runner.rebuild("spending");
    } catch (ViewsFailure dead) {
      assertThat(dead).hasStackTraceContaining("dead");
    }
  }
}
