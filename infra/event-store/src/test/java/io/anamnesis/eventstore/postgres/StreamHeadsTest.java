package io.anamnesis.eventstore.postgres;

import static io.anamnesis.eventstore.postgres.LogEvents.decision;
import static io.anamnesis.eventstore.postgres.LogEvents.fact;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamHeadsTest {
  private final StreamHeads heads = new StreamHeads();

  @Test
  void facts_of_different_ids_are_likely_to_pass_and_the_same_one_twice_is_not() {
    assertThat(heads.isLikelyToPass(List.of(fact("a"), fact("b")))).isTrue();
    assertThat(heads.isLikelyToPass(List.of(fact("a"), fact("b"), fact("a")))).isFalse();
  }

  @Test
  void a_number_is_to_be_the_next_of_its_stream_within_the_batch_and_before_it() {
    assertThat(heads.isLikelyToPass(List.of(decision("s", 0), decision("s", 1), decision("t", 0)))).isTrue();
    assertThat(heads.isLikelyToPass(List.of(decision("s", 0), decision("s", 0)))).isFalse();
    assertThat(heads.isLikelyToPass(List.of(decision("s", 1)))).isFalse();

    heads.remember(List.of(decision("s", 0), decision("s", 1)));

    assertThat(heads.isLikelyToPass(List.of(decision("s", 2)))).isTrue();
    assertThat(heads.isLikelyToPass(List.of(decision("s", 2), decision("s", 3)))).isTrue();
    assertThat(heads.isLikelyToPass(List.of(decision("s", 0)))).isFalse();
    assertThat(heads.isLikelyToPass(List.of(decision("s", 3)))).isFalse();
    assertThat(heads.isLikelyToPass(List.of(decision("s", 2), decision("s", 4)))).isFalse();
  }

  @Test
  void an_older_number_that_a_reader_saw_takes_nothing_back() {
    heads.saw("s", 7);
    heads.saw("s", 3);
    assertThat(heads.last("s")).isEqualTo(7);
  }

  @Test
  void no_more_streams_are_remembered_than_memory_allows() {
    for (int i = 0; i < 120_000; i++) {
      heads.saw("s" + i, 0);
    }
    assertThat(IntStream.range(0, 120_000).filter(i -> heads.last("s" + i) != null).count()).isBetween(1L, 100_000L);
  }
}
