package io.anamnesis.projections;

import io.anamnesis.eventstore.LoggedEvent;

/**
 * What one worker folds and writes of a {@link Load}. What goes wrong fails the load, whose owner hears of it, and is no trouble
 * of the others. For one thread at a time.
 */
final class LoadPart<S> {
  private final Load<S> load;
  private final Folding<S> folding;
  private final int number;
  private final Held<S> nothing;
  private final OutcomePieces pieces;

  /**
   * @param number of the load among those that the scan feeds
   * @param piece bytes that it may hold of what is to be sent
   */
  LoadPart(Load<S> load, int number, int piece) {
    this.load = load;
    this.folding = load.folding();
    this.number = number;
    this.nothing = Held.initial(folding.projection());
    this.pieces = load.rows().pieces(piece);
  }

  OutcomePieces pieces() {
    return pieces;
  }

  /** Whether events of a type are the projection's business. */
  boolean declares(String type) {
    return folding.declared().test(type);
  }

  /** Folds an event of a type that it {@link #declares}. */
  void take(LoggedEvent event, ScannedSubject subject) {
    if (load.isOver()) {
      return;
    }
    try {
      if (folding.concerns(event) && !load.isRestated(subject.name())) {
        foldOf(subject).feed(event);
      }
    } catch (Throwable failure) { // whatever it is, the load's owner must hear of it
      load.fail(failure);
    }
  }

  /** The subject's life is at its end: its rows are written, sooner or later. */
  void end(ScannedSubject subject) {
    SubjectFold<S> fold = subject.fold(number);
    if (fold == null || load.isOver()) {
      return;
    }
    try {
      write(fold.outcome(nothing));
    } catch (Throwable failure) { // as above
      load.fail(failure);
    }
  }

  /** Takes its share of those whose facts were corrected or withdrawn, and sends what is left. */
  void finish(long upTo) {
    try {
      for (String next = load.nextToRestate(); next != null && !load.isOver(); next = load.nextToRestate()) {
        write(load.foldAnew(next, upTo));
      }
      load.send(pieces);
    } catch (Throwable failure) { // as above
      load.fail(failure);
    }
  }

  private SubjectFold<S> foldOf(ScannedSubject subject) {
    SubjectFold<S> known = subject.fold(number);
    if (known != null) {
      return known;
    }
    SubjectFold<S> fold = new SubjectFold<>(folding, subject.name(), nothing);
    subject.put(number, fold);
    return fold;
  }

  private void write(SubjectOutcome<S> outcome) {
    pieces.add(outcome);
    if (pieces.isFull()) {
      load.send(pieces);
    }
  }
}
