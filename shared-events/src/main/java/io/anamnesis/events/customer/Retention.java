package io.anamnesis.events.customer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long what the record key sealed is kept for a person who is to be forgotten.
 *
 * @param since when the visit or the stay ended that is kept longest; null where there was neither
 * @param until the first instant at which nothing keeps it any more; null where there was neither
 */
public record Retention(Basis basis, @Nullable Instant since, @Nullable Instant until) {
  public static final Retention NONE = new Retention(Basis.NEVER_VISITED, null, null);

  /** What it is kept for. */
  public enum Basis {
    /** There is no clinical record. */
    NEVER_VISITED,
    /** A visit that counts. */
    OUTPATIENT_VISIT,
    /** A stay, or a visit that counts and was in-patient. */
    STAY
  }

  /** Whether the record key may be destroyed at the instant. */
  public boolean isOver(Instant at) {
    return until == null || !at.isBefore(until);
  }
}
