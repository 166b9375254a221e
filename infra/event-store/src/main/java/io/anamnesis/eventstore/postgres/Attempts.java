package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What earlier attempts at one batch, whose answer was lost, may have committed. An append was made by one of them if its
 * events stand in the log as they were given, side by side, behind everything that this writer knew of before its first attempt.
 *
 * <p>Another process may have recorded the very same since then: the same ids, to the letter the same content. That cannot be
 * told from one's own, and need not be: either way it is durable once, at these positions.
 */
final class Attempts {
  private static final long NONE = Long.MAX_VALUE;

  private long after = NONE;

  /** @param head a position that the log had reached before the attempt */
  void begin(long head) {
    after = Math.min(after, head);
  }

  /** The attempt was refused for certain: nothing of it is in the log. */
  void refused() {
    after = NONE;
  }

  /**
   * The position of the first event, if an earlier attempt recorded this append.
   *
   * @param known events of the log with an id of the batch, by id
   */
  OptionalLong made(Append append, Map<UUID, StoredEvent> known) {
    List<NewEvent> events = append.events();
    StoredEvent first = known.get(events.getFirst().eventId());
    if (first == null || first.position() <= after) {
      return OptionalLong.empty();
    }
    for (int i = 0; i < events.size(); i++) {
      StoredEvent existing = known.get(events.get(i).eventId());
      if (existing == null || existing.position() != first.position() + i || !isRecordOf(events.get(i), existing)) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(first.position());
  }

  private static boolean isRecordOf(NewEvent event, StoredEvent existing) {
    return Objects.equals(event.stream(), existing.stream()) && Objects.equals(event.seq(), existing.seq())
        && Objects.equals(event.subject(), existing.subject()) && event.type().equals(existing.type())
        && event.revision() == existing.revision() && event.occurredAt().equals(existing.occurredAt())
        && event.payload().equals(existing.payload()) && event.metadata().equals(existing.metadata());
  }
}
