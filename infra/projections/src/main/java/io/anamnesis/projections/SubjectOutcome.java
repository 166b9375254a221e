package io.anamnesis.projections;

import java.util.Optional;

/**
 * How far one subject's fold came.
 *
 * @param change up to the end, or up to the event that could not be folded; empty where that was the first
 * @param parked that event
 */
record SubjectOutcome<S>(Optional<SubjectChange<S>> change, Optional<Parked> parked) {

  static <S> SubjectOutcome<S> poisoned(Parked parked) {
    return new SubjectOutcome<>(Optional.empty(), Optional.of(parked));
  }
}
