package io.anamnesis.eventstore.postgres;

import static io.anamnesis.eventstore.postgres.LogEvents.decision;
import static io.anamnesis.eventstore.postgres.LogEvents.one;
import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamHeadsTest {
  private final StreamHeads heads = new StreamHeads();

  @Test
  void facts_of_different_ids_are_likely_to_pass_and_the_same_one_twice_is_not() {
    assertThat(heads.isLikelyToPass(List.of(one("a"), one("b")))).isTrue();
    assertThat(heads.isLikelyToPass(List.of(one("a"), one("b"), one("a")))).isFalse();
  }

  @Test
  void a_number_is_to_be_the_next_of_its_stream_within_the_batch_and_before_it() {
    assertThat(heads.isLikelyToPass(List.of(Append.of(decision("s", 0)), Append.of(decision("s", 1)),
        Append.of(decision("t", 0))))).isTrue();
    assertThat(heads.isLikelyToPass(List.of(Append.of(decision("s", 0)), Append.of(decision("s", 0))))).isFalse();
    assertThat(heads.isLikelyToPass(List.of(Append.of(decision("s", 1))))).isFalse();

    heads.remember(List.of(stored(decision("s", 0)), stored(decision("s", 1))));

    assertThat(heads.isLikelyToPass(List.of(Append.of(decision("s", 2))))).isTrue();
    assertThat(heads.isLikelyToPass(List.of(Append.of(decision("s", 0))))).isFalse();
    assertThat(heads.isLikelyToPass(List.of(Append.of(decision("s", 3))))).isFalse();
  }

  @Test
  void what_was_not_written_for_long_is_forgotten() {
    heads.remember(List.of(stored(decision("old", 0))));
    for (int i = 0; i < 50_000; i++) {
      heads.remember(List.of(stored(decision("s" + i, 0))));
    }
    assertThat(heads.known()).hasSize(50_000).doesNotContainKey("old").containsKey("s49999");
  }

  private static StoredEvent stored(NewEvent event) {
    return new StoredEvent(1, event.eventId(), event.stream(), event.seq(), event.subject(), event.type(),
        event.revision(), event.occurredAt(), Instant.EPOCH, event.payload(), event.metadata());
  }
}
