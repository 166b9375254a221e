package io.anamnesis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final Duration TIME = Duration.ofSeconds(2);

  private final List<String> measured = new ArrayList<>();

  @Test
  void the_control_is_measured_before_the_first_subject_and_after_every_second_one_and_the_last() {
    measure(1, "a", "b", "c");

    assertThat(measured).containsExactly("control", "a", "b", "control", "c", "control");
  }

  @Test
  void rounds_share_a_control_and_subjects_take_turns_at_being_first() {
    measure(2, "a", "b", "c");

    assertThat(measured).containsExactly("control", "a", "b", "control", "c", "control", "c", "a", "control", "b",
        "control");
  }

  @Test
  void a_subject_is_compared_with_the_controls_next_to_it() {
    Series series = measure(1, "a", "b", "c");

    assertThat(Stream.of("a", "b", "c").map(subject -> series.of(subject).rounds().getFirst()))
        .containsExactly(round("a", 1, 2, 4), round("b", 1, 3, 4), round("c", 4, 5, 6));
  }

  @Test
  void a_control_that_was_disturbed_costs_those_next_to_it_and_no_other() {
    Series series = measure(1, Map.of(1, 100.0, 4, 100.0, 6, 50.0), "a", "b", "c");

    assertThat(series.of("a").kept()).isEqualTo(1);
    assertThat(series.of("b").kept()).isEqualTo(1);
    assertThat(series.of("c").kept()).isZero();
    assertThat(series.of("c").thrownAway()).isEqualTo(1);
  }

  private Series measure(int rounds, String... subjects) {
    return measure(rounds, Map.of(), subjects);
  }

  /** @param rates by the number of the measurement; where there is none, the number itself is the rate */
  private Series measure(int rounds, Map<Integer, Double> rates, String... subjects) {
    return Rounds.measure(new Numbered("control", rates),
        Stream.of(subjects).<Subject>map(name -> new Numbered(name, rates)).toList(), new Extent(rounds, TIME, 0));
  }

  private static Round round(String subject, double before, double own, double after) {
    return new Round(subject, new Measurement(before, 1), new Measurement(own, 1), new Measurement(after, 1));
  }

  private final class Numbered implements Subject {
    private final String name;
    private final Map<Integer, Double> rates;

    Numbered(String name, Map<Integer, Double> rates) {
      this.name = name;
      this.rates = rates;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Measurement measure(Duration time) {
      if (!time.equals(TIME)) {
        return new Measurement(-1, 1); // warming up
      }
      measured.add(name);
      int number = measured.size();
      return new Measurement(rates.getOrDefault(number, (double) number), 1);
    }

    @Override
    public void close() {}
  }
}
