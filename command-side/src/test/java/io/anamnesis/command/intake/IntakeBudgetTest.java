package io.anamnesis.command.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IntakeBudgetTest {
  private final IntakeBudget budget = new IntakeBudget(8, Duration.ofMillis(20));

  @Test
  void who_comes_when_nothing_is_left_is_told_to_come_again() {
    try (var first = budget.take(IntakeBudget.OF_A_STREAM); var second = budget.take(IntakeBudget.OF_A_STREAM)) {
      assertThatThrownBy(() -> budget.take(1)).isInstanceOf(IntakeBudget.Exhausted.class);
    }
    budget.take(8).close();
    budget.take(8).close();
  }

  @Test
  void the_largest_body_fits_into_the_smallest_process() {
    IntakeBudget.ofThisProcess().take(IntakeBudget.ofBytes(FactController.MAX_BATCH)).close();
    assertThat(IntakeBudget.ofBytes(FactController.MAX_BATCH)).isEqualTo(32);
    assertThat(IntakeBudget.ofBytes(0)).isEqualTo(1);
    assertThat(IntakeBudget.ofBytes(1024 * 1024 + 1)).isEqualTo(2);
  }
}
