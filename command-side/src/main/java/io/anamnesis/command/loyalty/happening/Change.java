package io.anamnesis.command.loyalty.happening;

import io.anamnesis.events.Original;
import io.anamnesis.events.Recorded;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a fact changes of what an account knows.
 *
 * @param because the fact
 * @param now interactions and refunds as they are from now on: first the fact itself, or what it corrects
 * @param gone what did not happen; null where nothing is withdrawn
 */
public record Change(Recorded because, List<Recorded> now, @Nullable Original gone) {

  public static Change of(Recorded fact) {
    return new Change(fact, List.of(fact), null);
  }

  public static Change withdrawing(Recorded because, Original gone) {
    return new Change(because, List.of(), gone);
  }

  /** Event id of the fact that is corrected; null where the fact tells of itself, or nothing but a withdrawal. */
  public @Nullable UUID restated() {
    UUID first = now.isEmpty() ? null : now.getFirst().eventId();
    return because.eventId().equals(first) ? null : first;
  }
}
