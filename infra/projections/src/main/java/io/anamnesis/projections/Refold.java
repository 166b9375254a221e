package io.anamnesis.projections;

import io.anamnesis.eventstore.LogTail;
import io.anamnesis.projections.GenerationRows.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds a subject anew from its first event, every fact as it is known at a position. */
final class Refold<S> {
  private final LogTail log;
  private final Folding<S> folding;

  Refold(LogTail log, Folding<S> folding) {
    this.log = log;
    this.folding = folding;
  }

  /** @param row what is stored of the subject at present */
  SubjectOutcome<S> outcome(String subject, long upTo, @Nullable Row row) {
    try {
      return outcome(subject, upTo, folding.held(row));
    } catch (RuntimeException unreadable) {
      return SubjectOutcome.poisoned(Poison.park(subject, row == null ? 0 : row.position(), unreadable));
    }
  }

  /** @param rows what the subject's rows hold at present */
  SubjectOutcome<S> outcome(String subject, long upTo, Held<S> rows) {
    KnownLife.Told<SubjectFold<S>> told = fold(subject, upTo);
    SubjectOutcome<S> outcome = told.folded().outcome(rows);
    return new SubjectOutcome<>(outcome.change().map(change -> whole(change, rows)),
        outcome.parked().map(parked -> cause(parked, told.restated())));
  }

  private SubjectChange<S> whole(SubjectChange<S> change, Held<S> rows) {
    return change.whole(folding.lookupsAnew(change.subject(), rows, change.after()));
  }

  /** Where the subject is stuck, as far as the log goes now; 0 where it is not. */
  long stuckAt(String subject) {
    KnownLife.Told<SubjectFold<S>> told = fold(subject, Long.MAX_VALUE);
    return told.folded().parked().map(parked -> cause(parked, told.restated()).position()).orElse(0L);
  }

  private KnownLife.Told<SubjectFold<S>> fold(String subject, long upTo) {
    KnownLife.Told<SubjectFold<S>> told = folding.life(log, subject, upTo, null).fold(
        () -> new SubjectFold<>(folding, subject, Held.initial(folding.projection())),
        (fold, event) -> fold.feed(List.of(event)));
    told.folded().reach(told.restated());
    return told;
  }

  /**
   * What a subject is stuck at, so that giving it up takes back nothing that was answered before: the event that cannot be
   * folded; but where it could be before something else of the life was corrected, the last correction.
   */
  private Parked cause(Parked parked, long restated) {
    boolean wasFine = restated > parked.position() && fold(parked.key(), parked.position()).folded().parked().isEmpty();
    return wasFine ? new Parked(parked.key(), restated, parked.cause()) : parked;
  }
}
