package io.anamnesis.projections;

import io.anamnesis.eventstore.LoggedEvent;
import java.util.ArrayList;
import java.util.List;

/** The folds in progress of a segment's subjects, with an estimate of the memory that they take. For one thread. */
final class SegmentFolds<S> {
  /** Of the objects around a state: its fold, its place among the others, its share in the map of all subjects. */
  private static final int PER_SUBJECT = 300;
  /** Of a state as objects, by the length of its JSON: numbers, maps and instants are several times as large as their text. */
  private static final int PER_CHARACTER = 6;
  private static final int ALL_SAMPLED = 64;
  private static final int ONE_IN = 64;

  private final Folding<S> folding;
  private final int load;
  private final List<ScannedSubject> subjects = new ArrayList<>();
  private long sampled;
  private long sampledCharacters;

  /** @param load its number among those that the scan feeds */
  SegmentFolds(Folding<S> folding, int load) {
    this.folding = folding;
    this.load = load;
  }

  /**
   * Folds a subject's next event.
   *
   * @return the lines that it adds
   */
  List<NewLine> take(ScannedSubject subject, LoggedEvent event) {
    SubjectFold<S> known = subject.fold(load);
    SubjectFold<S> fold = known == null ? begin(subject) : known;
    fold.feed(event);
    if (fold instanceof MeasuredFold<S> measured) {
      sampledCharacters += measured.grown();
    }
    return fold.takeLines();
  }

  /** Bytes, as estimated. */
  long weight() {
    return sampled == 0 ? 0 : subjects.size() * (PER_SUBJECT + PER_CHARACTER * sampledCharacters / sampled);
  }

  List<SubjectFold<S>> folds() {
    List<SubjectFold<S>> folds = new ArrayList<>(subjects.size());
    for (ScannedSubject subject : subjects) {
      SubjectFold<S> fold = subject.fold(load);
      if (fold != null) {
        folds.add(fold);
      }
    }
    return folds;
  }

  /** Its subjects' folds are not wanted any more. */
  void forget() {
    subjects.forEach(subject -> subject.forget(load));
    subjects.clear();
  }

  private SubjectFold<S> begin(ScannedSubject subject) {
    Held<S> start = Held.initial(folding.projection());
    boolean isSampled = subjects.size() < ALL_SAMPLED || subjects.size() % ONE_IN == 0;
    SubjectFold<S> fold = isSampled
        ? new MeasuredFold<>(folding, subject.name(), start)
        : new SubjectFold<>(folding, subject.name(), start);
    sampled += isSampled ? 1 : 0;
    subject.put(load, fold);
    subjects.add(subject);
    return fold;
  }
}
