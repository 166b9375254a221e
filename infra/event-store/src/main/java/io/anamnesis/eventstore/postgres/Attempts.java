package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What earlier attempts at one batch tried to commit. An event of the log was made by such an attempt if it stands at the
 * position and with the {@code recorded_at} that the attempt had given it: another writer can be given the same position,
 * but at a later microsecond, since it reads the clock after the attempt's transaction has ended.
 */
final class Attempts {
  private final List<Attempt> attempts = new ArrayList<>();

  /** @param outcomes one per append of the batch; those that are {@link Outcome.Appended} are tried */
  void add(Instant recordedAt, List<Outcome> outcomes) {
    attempts.add(new Attempt(recordedAt, List.copyOf(outcomes)));
  }

  /**
   * Whether an earlier attempt at this very append recorded the event.
   *
   * @param append number of the append in the batch, from 0
   * @param offset number of the event in the append, from 0
   */
  boolean made(int append, int offset, StoredEvent existing) {
    return attempts.stream().anyMatch(attempt -> attempt.recordedAt.equals(existing.recordedAt())
        && attempt.outcomes.get(append) instanceof Outcome.Appended(long first, long last)
        && first + offset == existing.position());
  }

  private record Attempt(Instant recordedAt, List<Outcome> outcomes) {}
}
