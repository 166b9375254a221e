package io.anamnesis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.anamnesis.eventstore.postgres.IdentityCoverage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlatnessTest {
  private static final double[] SIZES = {10_000, 1_000_000, 10_000_000};

  @Test
  void the_exponent_is_that_of_a_power_law_whatever_its_factor() {
    for (double k : new double[]{0, 1, 1.05, 2}) {
      double[] times = {3 * Math.pow(SIZES[0], k), 3 * Math.pow(SIZES[1], k), 3 * Math.pow(SIZES[2], k)};
      assertThat(Flatness.exponent(SIZES, times)).isCloseTo(k, within(1e-9));
    }
  }

  @Test
  void what_lies_on_no_curve_is_fitted_by_least_squares() {
    assertThat(Flatness.exponent(new double[]{1, Math.E, Math.E * Math.E}, new double[]{1, 1, Math.E}))
        .isCloseTo(0.5, within(1e-9));
  }

  @Test
  void a_row_tells_how_far_the_slowest_lies_below_the_fastest_with_and_without_the_machine() {
    List<GrownLog> logs = List.of(log(10_000, 200, 100), log(1_000_000, 100, 50), log(10_000_000, 160, 100));

    assertThat(Flatness.table(logs)).contains(
        "| append, c = 32 | 200, 100, 160 | 0.50 | 0.80 | ≥ 0.90 | 1.05 | 1.03 | ≤ 1.05 |");
  }

  private static GrownLog log(long events, double perSecond, double ofControl) {
    Measurement control = new Measurement(ofControl, 1);
    Measurement measured = new Measurement(perSecond, 1);
    Series series = new Series(List.of(new Round(LogAppends.NAME, control, measured, control),
        new Round(LogAppends.NAME_ASCENDING, control, measured, control)));
    return new GrownLog(events, series, series, series, series, series,
        new KnownIdentity(new IdentityCoverage(3, 3, 6 * events), Duration.ofMillis(1_234)),
        new Weight(new Weight.OfRows(events, 3 * events, 2 * events),
            new Weight.OfWal(900, 800), new Weight.OfWal(500, 400)));
  }

  @Test
  void what_is_known_by_heart_is_told_with_its_time_and_its_memory() {
    assertThat(KnownIdentity.table(List.of(log(10_000, 1, 1)))).contains("| 10000 | 3 | 1.2 | 6 |");
  }

  @Test
  void an_event_weighs_its_share_of_the_whole() {
    assertThat(Weight.table(List.of(log(10_000, 1, 1))))
        .contains("| 10000 | 1 | 3 | 2 | 900 | 800 | 500 | 400 |");
  }
}
