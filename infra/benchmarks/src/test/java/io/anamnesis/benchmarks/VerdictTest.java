package io.anamnesis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {

  @Test
  void an_event_before_one_that_was_read_is_skipped_whether_its_writer_knew_of_it_or_not() {
    Verdict verdict = Verdict.of(List.of("a", "b", "c"), Map.of("a", 1L, "c", 2L), Map.of("c", 3L));

    assertThat(verdict.skipped()).isEqualTo(2);
    assertThat(verdict.notReached()).isZero();
    assertThat(verdict.lost()).isZero();
    assertThat(verdict.isPassed()).isFalse();
    assertThat(verdict.counts()).isEqualTo("2 of 3");
  }

  @Test
  void events_behind_the_last_one_that_was_read_are_not_skipped_but_not_reached() {
    Verdict verdict = Verdict.of(List.of("a", "b", "c"), Map.of(), Map.of("a", 3L));

    assertThat(verdict.skipped()).isZero();
    assertThat(verdict.notReached()).isEqualTo(2);
    assertThat(verdict.isPassed()).isFalse();
    assertThat(verdict.counts()).isEqualTo("0 of 3, 2 not reached");
    assertThat(Verdict.of(List.of("a"), Map.of(), Map.of()).notReached()).isEqualTo(1);
  }

  @Test
  void an_acknowledged_event_that_is_not_recorded_is_lost() {
    Verdict verdict = Verdict.of(List.of("a"), Map.of("a", 1L, "b", 2L), Map.of("a", 3L));

    assertThat(verdict.isPassed()).isFalse();
    assertThat(verdict.counts()).isEqualTo("0 of 1, 1 lost");
  }

  @Test
  void a_store_passes_whose_reader_gave_all_that_is_recorded() {
    assertThat(Verdict.of(List.of("a", "b"), Map.of("a", 1L), Map.of("a", 3L, "b", 1L)).isPassed()).isTrue();
  }

  @Test
  void the_delay_is_the_longest_from_a_writer_s_knowledge_to_the_reader() {
    Verdict verdict = Verdict.of(List.of("a", "b", "c"), Map.of("a", 0L, "b", 1_000_000_000L),
        Map.of("a", 2_500_000_000L, "b", 1_000_000_001L, "c", 9_000_000_000L));

    assertThat(verdict.delay()).isEqualTo("2.5");
  }

  @Test
  void an_event_that_was_read_before_its_writer_knew_of_it_took_no_time() {
    assertThat(Verdict.of(List.of("a"), Map.of("a", 9_000_000_000L), Map.of("a", 1L)).latest()).isZero();
  }
}
