package io.anamnesis.projections;

import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.personal.PersonalData.IndexKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import javax.sql.DataSource;

/**
 * Reads of views: the live rows, or the same fold over a past. Where the rows of a view's present version are still being
 * built, a read of one subject folds its events from the log instead.
 */
public final class ReadModels {
  private final EventLog log;
  private final PersonalData personal;
  private final LiveRows rows;
  private final TimeMachine timeMachine;

  /** Brings the schema up to date where no runner has done so yet. */
  public ReadModels(EventLog log, EventDecoder decoder, DataSource database, PersonalData personal) {
    ViewsSchema.migrate(database);
    this.log = log;
    this.personal = personal;
    this.rows = new LiveRows(new ViewsDatabase(database));
    this.timeMachine = new TimeMachine(log, new LogTail(log, decoder), personal);
  }

  /**
   * The state that the view holds now.
   *
   * @throws ParkedException if an event of the subject is parked, for this view or for a policy
   */
  public <S> Live<S> live(Projection<S, ?> projection, String subject) {
    Optional<LiveRows.State> found = rows.state(projection, subject);
    if (found.isEmpty()) {
      long head = log.head();
      Folded<S> folded = travel(projection, subject, TimeTravel.NONE);
      return new Live<>(folded, Math.max(head, folded.position()));
    }
    LiveRows.State row = found.get();
    String json = row.json();
    S state = json == null ? projection.initial() : StateJson.read(json, projection.stateType());
    return new Live<>(new Folded<>(subject, state, row.position()), row.viewPosition());
  }

  /**
   * The state as of a past, folded from the log on the spot; {@link TimeTravel#NONE} folds everything recorded.
   *
   * @throws FutureInstantException if {@code asOf} lies in the future
   * @throws ParkedException if an event cannot be folded, or, without {@code asOf}, a policy waits with the subject's
   *     events
   */
  public <S> Folded<S> travel(Projection<S, ?> projection, String subject, TimeTravel travel) {
    refuseIfParked(subject, travel);
    return timeMachine.travel(projection, subject, travel);
  }

  /**
   * The subject's life, event by event. It is read off the log: where a policy waits with the subject's events, decisions may
   * be missing from it ({@link #refuseIfParked}).
   *
   * @param upTo the last position to go to; {@code asOf} may end it before
   * @throws FutureInstantException if {@code asOf} lies in the future
   */
  public <S> Replay<S> replay(Projection<S, ?> projection, String subject, TimeTravel travel, long upTo) {
    return timeMachine.replay(projection, subject, travel, upTo);
  }

  /**
   * The subject's life in the order in which things occurred, as it is known at the last position: what was true after each.
   *
   * @param upTo the last position that is heeded; {@code asOf} may end it before
   * @throws FutureInstantException if {@code asOf} lies in the future
   */
  public <S> Steps<S> replayAsOccurred(Projection<S, ?> projection, String subject, TimeTravel travel, long upTo) {
    return timeMachine.replayAsOccurred(projection, subject, travel, upTo);
  }

  /** Up to {@code limit} lines older than the cursor, newest first. */
  public <E> List<Line<E>> lines(Journal<?, ?, E> journal, String subject, LineCursor before, int limit) {
    return rows.lines(journal, subject, before, limit)
        .orElseGet(() -> linesAt(journal, subject, TimeTravel.NONE, before, limit));
  }

  /** The lines as {@link #lines}, of a past as {@link #travel}. */
  public <E> List<Line<E>> linesAt(Journal<?, ?, E> journal, String subject, TimeTravel travel, LineCursor before,
      int limit) {
    refuseIfParked(subject, travel);
    return timeMachine.lines(journal, subject, travel, before, limit);
  }

  /**
   * Sums over all lines that events up to a position have added. All lines are gone through, none where they do not go so far yet.
   *
   * @param members names of numbers in a line
   * @throws ViewNotReadyException while the first rows are built
   */
  public LineSums lineSums(Journal<?, ?, ?> journal, List<String> members, long upTo) {
    return rows.lineSums(journal, members, upTo).orElseThrow(() -> new ViewNotReadyException(journal.name()));
  }

  /**
   * The subjects that have this personal value, in order.
   *
   * @throws ViewNotReadyException while the first rows are built
   */
  public List<String> find(Projection<?, ?> projection, IndexKind kind, String clear) {
    return rows.subjects(projection, kind.name(), personal.blindIndex(kind, clear))
        .orElseThrow(() -> new ViewNotReadyException(projection.name()));
  }

  /**
   * What is open, whomever it concerns: the states of a view that are not the initial one, as it holds them now.
   *
   * @param from the first subject that is wanted; the empty text from the first that there is
   * @param limit of states
   * @throws ViewNotReadyException while the first rows are built
   */
  public <S> LiveStates<S> openStates(Projection<S, ?> projection, String from, int limit) {
    return rows.openStates(projection, from, limit).orElseThrow(() -> new ViewNotReadyException(projection.name()));
  }

  /**
   * Every figure that is not zero, ordered by measure and dimensions.
   *
   * @throws ViewNotReadyException while the first rows are built
   */
  public SortedMap<Tally.Cell, BigDecimal> figures(Tally<?> tally) {
    return rows.figures(tally).orElseThrow(() -> new ViewNotReadyException(tally.name()));
  }

  /**
   * For what is read straight from the log: decisions about the subject may be missing from it.
   *
   * @throws ParkedException if a policy waits with an event of the subject
   */
  public void refuseIfParked(String subject, TimeTravel travel) {
    // What was recorded by an instant stays what it was; a policy that waits now changes nothing about it.
    if (travel.asOf() == null) {
      rows.refuseIfParkedByPolicy(subject);
    }
  }
}
