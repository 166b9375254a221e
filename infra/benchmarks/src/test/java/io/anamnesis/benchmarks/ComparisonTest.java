package io.anamnesis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void a_row_holds_medians_beside_the_control_and_counts_its_rounds() {
    Comparison table = new Comparison("c", "pgbench");
    table.add("32", new Series(List.of(round(100, 250), round(100, 270), round(50, 1))), "log", "≥ 2.5");

    assertThat(table.lines()).hasSize(3)
        .contains("| 32 | log | 100 | 260 | 2.60 [2.50..2.70] | ≥ 2.5 | 50 | 20 | 2 | 1 |");
    assertThat(table.lines()).allSatisfy(line -> assertThat(line.chars().filter(c -> c == '|').count()).isEqualTo(11));
  }

  private static Round round(double after, double log) {
    return new Round("log", new Measurement(100, 50), new Measurement(log, 20), new Measurement(after, 50));
  }
}
