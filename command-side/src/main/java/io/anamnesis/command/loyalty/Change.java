package io.anamnesis.command.loyalty;

import io.anamnesis.events.Original;
import io.anamnesis.events.Recorded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fact changes of what an account knows.
 *
 * @param because the fact
 * @param now interactions and refunds as they are from now on: the fact itself, or what it corrects
 * @param gone what did not happen; null where nothing is withdrawn
 */
record Change(Recorded because, List<Recorded> now, @Nullable Original gone) {

  static Change of(Recorded fact) {
    return new Change(fact, List.of(fact), null);
  }

  static Change withdrawing(Recorded because, Original gone) {
    return new Change(because, List.of(), gone);
  }

  /** Whether the fact tells of itself, and not of an earlier one. */
  boolean tells(Recorded fact) {
    return fact.eventId().equals(because.eventId());
  }
}
