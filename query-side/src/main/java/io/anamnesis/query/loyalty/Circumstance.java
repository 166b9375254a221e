package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.loyalty.Freeze;
import io.anamnesis.events.loyalty.LevelEvent.CircumstanceNoted;
import io.anamnesis.events.loyalty.LevelEvent.CircumstanceNoted.Kind;
import io.anamnesis.events.loyalty.RatingEvent.InteractionWithdrawn;

/**
 * A stay or a complaint begins or ends, by the last word on it.
 *
 * @param kind null once it is withdrawn; it is kept, as an earlier word may be folded later
 * @param at when it occurred
 * @param position of the fact
 * @param toldAt position of the last word on it
 * @param told position of the decision that told it
 */
public record Circumstance(UUID cause, @Nullable Kind kind, String reference, Instant at, long position, long toldAt,
    long told, @Nullable Instant until) {
  private static final Set<String> TYPES =
      Set.of("admission.admitted", "admission.discharged", "complaint.filed", "complaint.resolved");
  private static final Comparator<Circumstance> LAST_WORD =
      Comparator.comparingLong(Circumstance::toldAt).thenComparingLong(Circumstance::told);
  private static final Comparator<Circumstance> BUSINESS_ORDER =
      Comparator.comparing(Circumstance::at).thenComparingLong(Circumstance::position)
          .thenComparing(Circumstance::cause);

  static boolean isTold(String type) {
    return TYPES.contains(type);
  }

  static Circumstance of(CircumstanceNoted noted, long told) {
    return new Circumstance(noted.cause(), noted.kind(), noted.reference(), noted.occurredAt(), noted.position(),
        noted.toldAt(), told, noted.until());
  }

  static Circumstance of(InteractionWithdrawn gone, long told) {
    return new Circumstance(gone.cause(), null, "", Instant.EPOCH, 0, gone.toldAt(), told, null);
  }

  static List<Circumstance> with(List<Circumstance> before, Circumstance next) {
    List<Circumstance> more = new ArrayList<>(before);
    Circumstance last = next;
    for (Circumstance one : before) {
      if (one.cause.equals(next.cause)) {
        last = LAST_WORD.compare(one, last) > 0 ? one : last;
        more.remove(one);
      }
    }
    more.add(last);
    more.sort(BUSINESS_ORDER);
    return List.copyOf(more);
  }

  /** What holds a fall off, of what occurred until an instant. */
  static Freeze freezeAt(List<Circumstance> all, Instant instant) {
    Freeze freeze = Freeze.NONE;
    for (Circumstance one : all) {
      if (one.kind != null && !one.at.isAfter(instant)) {
        freeze = freeze.with(one.kind, one.reference, one.at, one.until);
      }
    }
    return freeze;
  }
}
