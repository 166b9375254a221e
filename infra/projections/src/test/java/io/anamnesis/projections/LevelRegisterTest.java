package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.eventstore.LogUnavailable;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LevelRegisterTest {
  private final House house = new House();
  private final AtomicLong nanos = new AtomicLong();

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void it_follows_what_is_appended_while_nobody_asks() {
    LogRegister<Integer> signins = signins();
    try (LevelRegister<Integer> level = new LevelRegister<>("signins", house.log, signins)) {
      level.start();
      for (int i = 1; i <= 5; i++) {
        Life.append(house.log, Life.signin("C-1", Life.DAY));
        int expected = i;
        await().atMost(House.LONG).until(() -> signins.upTo(0) == expected);
        assertThat(level.lately()).isEqualTo(expected);
      }
    }
  }

  @Test
  void who_asks_while_it_is_level_does_not_read_and_what_is_too_old_is_read_anew() {
    // Never started: nobody but who asks reads.
    LevelRegister<Integer> level = new LevelRegister<>("signins", house.log, signins(), nanos::get);
    assertThat(level.lately()).isZero();
    Life.append(house.log, Life.signin("C-1", Life.DAY));

    nanos.addAndGet(LevelRegister.OLDEST.toNanos());
    assertThat(level.lately()).as("as old as may be").isZero();
    nanos.incrementAndGet();
    assertThat(level.lately()).isEqualTo(1);
    Life.append(house.log, Life.signin("C-1", Life.DAY));
    assertThat(level.lately()).isEqualTo(1);
  }

  @Test
  void what_is_too_old_is_never_told_for_want_of_a_database() {
    LevelRegister<Integer> level = new LevelRegister<>("signins", house.log, signins(), nanos::get);
    assertThat(level.lately()).isZero();
    house.database.close();
    assertThat(level.lately()).isZero();
    nanos.addAndGet(LevelRegister.OLDEST.toNanos() + 1);
    assertThatThrownBy(level::lately).isInstanceOf(LogUnavailable.class);
  }

  private LogRegister<Integer> signins() {
    return new LogRegister<>(house.log, house.tail, house.decoder, Set.of(SigninMade.class), 0,
        (before, event) -> before + 1);
  }
}
