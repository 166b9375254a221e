package io.anamnesis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.benchmarks.Verdict.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final List<Integer> ENOUGH = IntStream.range(0, Verdict.FEWEST).boxed().toList();

  @Test
  void an_event_before_one_that_was_read_is_skipped_whether_its_writer_knew_of_it_or_not() {
    Verdict verdict = Verdict.of(List.of("a", "b", "c"), "a", Map.of("a", 1L, "c", 2L), read("c"));

    assertThat(verdict.skipped()).isEqualTo(2);
    assertThat(verdict.notReached()).isZero();
    assertThat(verdict.lost()).isZero();
    assertThat(verdict.isPassed()).isFalse();
    assertThat(verdict.counts()).isEqualTo("2 of 3, too few to tell");
  }

  @Test
  void events_behind_the_last_one_that_was_read_are_not_skipped_but_not_reached() {
    Verdict verdict = Verdict.of(List.of("a", "b", "c"), "a", Map.of(), read("a"));

    assertThat(verdict.skipped()).isZero();
    assertThat(verdict.notReached()).isEqualTo(2);
    assertThat(verdict.isPassed()).isFalse();
    assertThat(verdict.counts()).isEqualTo("0 of 3, 2 not reached, too few to tell");
    assertThat(Verdict.of(List.of("a"), "a", Map.of(), List.of()).notReached()).isEqualTo(1);
  }

  @Test
  void an_acknowledged_event_that_is_not_recorded_is_lost() {
    Verdict verdict = Verdict.of(List.of("a"), "a", Map.of("a", 1L, "b", 2L), read("a"));

    assertThat(verdict.isPassed()).isFalse();
    assertThat(verdict.counts()).isEqualTo("0 of 1, 1 lost, too few to tell");
  }

  @Test
  void a_store_passes_whose_reader_gave_all_that_is_recorded_once_and_in_order() {
    assertThat(Verdict.of(ENOUGH, 7, Map.of(1, 1L), readings(ENOUGH)).isPassed()).isTrue();
    assertThat(Verdict.of(ENOUGH, 7, Map.of(1, 1L), readings(ENOUGH)).counts()).isEqualTo("0 of 200");
    assertThat(Verdict.of(ENOUGH, 7, Map.of(-1, 1L), readings(ENOUGH)).isPassed()).isFalse();
  }

  @Test
  void a_store_does_not_pass_that_skipped_one_event_or_did_not_come_to_the_last() {
    List<Integer> given = new ArrayList<>(ENOUGH);
    given.remove(7);
    assertThat(Verdict.of(ENOUGH, 7, Map.of(), readings(given)).isPassed()).isFalse();
    assertThat(Verdict.of(ENOUGH, 7, Map.of(), readings(ENOUGH.subList(0, 199))).isPassed()).isFalse();
  }

  @Test
  void an_event_that_was_read_twice_counts_as_read_again_and_not_as_out_of_order() {
    List<Integer> given = new ArrayList<>(ENOUGH);
    given.add(7);
    Verdict verdict = Verdict.of(ENOUGH, 7, Map.of(), readings(given));

    assertThat(verdict.isPassed()).isFalse();
    assertThat(verdict.counts()).isEqualTo("0 of 200, 1 read again");
  }

  @Test
  void an_event_that_was_read_after_a_later_one_is_out_of_order() {
    List<Integer> given = new ArrayList<>(ENOUGH);
    Collections.swap(given, 6, 7);
    Verdict verdict = Verdict.of(ENOUGH, 7, Map.of(), readings(given));

    assertThat(verdict.isPassed()).isFalse();
    assertThat(verdict.counts()).isEqualTo("0 of 200, 1 out of order");
  }

  @Test
  void an_event_that_was_read_and_is_not_recorded_was_rolled_back_before_the_reader_s_eyes() {
    List<Integer> given = new ArrayList<>(ENOUGH);
    given.add(100, -1);
    Verdict verdict = Verdict.of(ENOUGH, 7, Map.of(), readings(given));

    assertThat(verdict.isPassed()).isFalse();
    assertThat(verdict.counts()).isEqualTo("0 of 200, 1 read but not recorded");
  }

  @Test
  void a_store_that_did_not_record_the_late_append_was_not_put_to_the_test() {
    Verdict verdict = Verdict.of(ENOUGH, -1, Map.of(), readings(ENOUGH));

    assertThat(verdict.isPassed()).isFalse();
    assertThat(verdict.counts()).isEqualTo("0 of 200, the late append not recorded");
  }

  @Test
  void a_store_that_recorded_few_events_has_shown_nothing() {
    List<Integer> few = ENOUGH.subList(1, Verdict.FEWEST);

    assertThat(Verdict.of(few, 7, Map.of(), readings(few)).isPassed()).isFalse();
    assertThat(Verdict.of(few, 7, Map.of(), readings(few)).counts()).isEqualTo("0 of 199, too few to tell");
  }

  @Test
  void the_delay_is_the_longest_from_a_writer_s_knowledge_to_the_reader() {
    Verdict verdict = Verdict.of(List.of("a", "b", "c"), "a", Map.of("a", 0L, "b", 1_000_000_000L),
        List.of(new Reading<>("a", 2_500_000_000L), new Reading<>("b", 1_000_000_001L),
            new Reading<>("c", 9_000_000_000L)));

    assertThat(verdict.delay()).isEqualTo("2.5");
  }

  @Test
  void an_event_that_was_read_before_its_writer_knew_of_it_took_no_time() {
    assertThat(Verdict.of(List.of("a"), "a", Map.of("a", 9_000_000_000L), read("a")).latest()).isZero();
  }

  private static List<Reading<String>> read(String... events) {
    return readings(Stream.of(events).toList());
  }

  private static <E> List<Reading<E>> readings(List<E> events) {
    return events.stream().map(event -> new Reading<>(event, 3L)).toList();
  }
}
