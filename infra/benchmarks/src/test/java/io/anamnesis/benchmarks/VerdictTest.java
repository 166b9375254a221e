package io.anamnesis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerdictTest {

  @Test
  void an_event_before_one_that_was_read_is_skipped_whether_its_writer_knew_of_it_or_not() {
    Verdict verdict = Verdict.of(List.of("a", "b", "c"), Map.of("a", 1L, "c", 2L), Map.of("c", 3L));

    assertThat(verdict.skipped()).isEqualTo(2);
    assertThat(verdict.notReached()).isZero();
    assertThat(verdict.lost()).isZero();
    assertThat(verdict.isPassed()).isFalse();
    assertThat(verdict.counts()).isEqualTo("2 of 3, too few to tell");
  }

  @Test
  void events_behind_the_last_one_that_was_read_are_not_skipped_but_not_reached() {
    Verdict verdict = Verdict.of(List.of("a", "b", "c"), Map.of(), Map.of("a", 3L));

    assertThat(verdict.skipped()).isZero();
    assertThat(verdict.notReached()).isEqualTo(2);
    assertThat(verdict.isPassed()).isFalse();
    assertThat(verdict.counts()).isEqualTo("0 of 3, 2 not reached, too few to tell");
    assertThat(Verdict.of(List.of("a"), Map.of(), Map.of()).notReached()).isEqualTo(1);
  }

  @Test
  void an_acknowledged_event_that_is_not_recorded_is_lost() {
    Verdict verdict = Verdict.of(List.of("a"), Map.of("a", 1L, "b", 2L), Map.of("a", 3L));

    assertThat(verdict.isPassed()).isFalse();
    assertThat(verdict.counts()).isEqualTo("0 of 1, 1 lost, too few to tell");
  }

  @Test
  void a_store_passes_whose_reader_gave_all_that_is_recorded() {
    List<Integer> recorded = IntStream.range(0, Verdict.FEWEST).boxed().toList();
    Map<Integer, Long> read = recorded.stream().collect(Collectors.toMap(event -> event, event -> 3L));

    assertThat(Verdict.of(recorded, Map.of(1, 1L), read).isPassed()).isTrue();
    assertThat(Verdict.of(recorded, Map.of(1, 1L), read).counts()).isEqualTo("0 of 200");
    assertThat(Verdict.of(recorded, Map.of(-1, 1L), read).isPassed()).isFalse();
    read.remove(7);
    assertThat(Verdict.of(recorded, Map.of(1, 1L), read).isPassed()).isFalse();
  }

  @Test
  void a_store_that_recorded_few_events_has_shown_nothing() {
    List<Integer> recorded = IntStream.range(1, Verdict.FEWEST).boxed().toList();
    Map<Integer, Long> read = recorded.stream().collect(Collectors.toMap(event -> event, event -> 3L));

    assertThat(Verdict.of(recorded, Map.of(), read).isPassed()).isFalse();
    assertThat(Verdict.of(recorded, Map.of(), read).counts()).isEqualTo("0 of 199, too few to tell");
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
