package io.anamnesis.projections;

import io.anamnesis.eventstore.personal.PersonalData.IndexKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;

/**
 * Reads of views: the live rows, or the same fold over a past. Where the rows of a view's present version are still being
 * built, a read of one subject folds its events from the log instead.
 */
public final class ReadModels {

  /** @throws ParkedException if an event of the subject is parked, for this view or for a policy */
  public <S> Live<S> live(Projection<S, ?> projection, String subject) {
    throw new UnsupportedOperationException();
  }

  /**
   * The state as of a past, folded from the log on the spot; {@link TimeTravel#NONE} folds everything recorded.
   *
   * @throws FutureInstantException if {@code asOf} lies in the future
   * @throws ParkedException if an event cannot be folded
   */
  public <S> Folded<S> travel(Projection<S, ?> projection, String subject, TimeTravel travel) {
    throw new UnsupportedOperationException();
  }

  /** Up to {@code limit} lines older than the cursor, newest first. */
  public <E> List<Line<E>> lines(Journal<?, ?, E> journal, String subject, LineCursor before, int limit) {
    throw new UnsupportedOperationException();
  }

  /** The lines as {@link #lines}, of a past as {@link #travel}. */
  public <E> List<Line<E>> linesAt(Journal<?, ?, E> journal, String subject, TimeTravel travel, LineCursor before,
      int limit) {
    throw new UnsupportedOperationException();
  }

  /**
   * The subjects that have this personal value, in order.
   *
   * @throws ViewNotReadyException while the first rows are built
   */
  public List<String> find(Projection<?, ?> projection, IndexKind kind, String clear) {
    throw new UnsupportedOperationException();
  }

  /**
   * Every figure that is not zero, ordered by measure and dimensions.
   *
   * @throws ViewNotReadyException while the first rows are built
   */
  public SortedMap<Tally.Cell, BigDecimal> figures(Tally<?> tally) {
    throw new UnsupportedOperationException();
  }
}
