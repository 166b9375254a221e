package io.anamnesis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {

  @Test
  void the_median_of_an_odd_number_is_the_one_in_the_middle_and_of_an_even_number_the_mean_of_two() {
    assertThat(Spread.of(List.of(3.0, 1.0, 10.0))).isEqualTo(new Spread(3, 1, 10));
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 10.0))).isEqualTo(new Spread(3, 1, 10));
  }

  @Test
  void a_spread_of_nothing_is_a_dash() {
    assertThat(Spread.of(List.of()).withRange()).isEqualTo("–");
    assertThat(Spread.of(List.of()).rounded()).isEqualTo("–");
  }

  @Test
  void a_round_is_steady_up_to_25_percent_between_its_controls_whichever_is_faster() {
    assertThat(round(100, 75, 0).isSteady()).isTrue();
    assertThat(round(75, 100, 0).isSteady()).isTrue();
    assertThat(round(100, 74, 0).isSteady()).isFalse();
    assertThat(round(74, 100, 0).isSteady()).isFalse();
  }

  @Test
  void a_ratio_is_to_the_mean_of_the_two_controls() {
    assertThat(round(100, 80, 180).ratio()).isEqualTo(2);
  }

  @Test
  void a_round_that_is_not_steady_is_counted_and_leaves_no_trace_in_the_figures() {
    Series series = new Series(List.of(round(100, 100, 100), round(100, 10, 9_000), round(100, 100, 300)));

    assertThat(series.thrownAway()).isEqualTo(1);
    assertThat(series.spread(Round::ratio)).isEqualTo(new Spread(2, 1, 3));
  }

  @Test
  void a_subject_has_figures_of_its_own_rounds_alone() {
    Series series = new Series(List.of(round(100, 100, 100), new Round("other", new Measurement(100, 50),
        new Measurement(700, 20), new Measurement(10, 50))));

    assertThat(series.of("log").thrownAway()).isZero();
    assertThat(series.of("log").spread(Round::ratio)).isEqualTo(new Spread(1, 1, 1));
    assertThat(series.of("other").kept()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> series.of("nobody"));
  }

  private static Round round(double before, double after, double log) {
    return new Round("log", new Measurement(before, 50), new Measurement(log, 20), new Measurement(after, 50));
  }
}
