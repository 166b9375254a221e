package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  private final RetrySchedule schedule = new RetrySchedule(RetrySchedule.Pauses.STANDARD);

  @Test
  void a_key_is_due_after_a_minute_then_ever_later_up_to_every_ten_minutes() {
    List<Integer> minutes = new ArrayList<>();
    for (int minute = 0; minute <= 45; minute++) {
      if (dueAt(minute, "C-1").contains("C-1")) {
        minutes.add(minute);
      }
    }
    assertThat(minutes).containsExactly(1, 3, 7, 15, 25, 35, 45);
  }

  @Test
  void each_key_has_pauses_of_its_own_and_begins_anew_when_parked_anew() {
    assertThat(dueAt(0, "C-1")).isEmpty();
    assertThat(dueAt(1, "C-1", "C-2")).containsExactly("C-1");
    assertThat(dueAt(2, "C-1", "C-2")).containsExactly("C-2");
    assertThat(dueAt(2)).isEmpty();
    assertThat(dueAt(3, "C-1")).isEmpty();
    assertThat(dueAt(4, "C-1")).containsExactly("C-1");
  }

  private List<String> dueAt(int minute, String... parked) {
    // Near the end of the range, as the clock's readings may overflow.
    return schedule.due(Set.of(parked), Long.MAX_VALUE - 1 + Duration.ofMinutes(minute).toNanos());
  }
}
