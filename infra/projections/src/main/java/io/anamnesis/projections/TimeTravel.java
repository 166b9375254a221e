package io.anamnesis.projections;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which past is asked for.
 *
 * @param asOf take what was recorded at or before it
 * @param effectiveAt take what occurred at or before it
 */
public record TimeTravel(@Nullable Instant asOf, @Nullable Instant effectiveAt) {
  public static final TimeTravel NONE = new TimeTravel(null, null);

  public boolean isLive() {
    return asOf == null && effectiveAt == null;
  }

  /** The instant at which the answer is evaluated. */
  public Instant evaluatedAt(Instant now) {
    return effectiveAt != null ? effectiveAt : asOf != null ? asOf : now;
  }
}
