package io.anamnesis.projections;

import io.anamnesis.eventstore.LoggedEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The folds in progress of a segment's subjects, with an estimate of the memory that they take. For one thread. */
final class SegmentFolds<S> {
  /** Of the objects around a state: its fold, its key, its place in the map. */
  private static final int PER_SUBJECT = 300;
  /** Of a state as objects, by the length of its JSON: numbers, maps and instants are several times as large as their text. */
  private static final int PER_CHARACTER = 6;
  private static final int ALL_SAMPLED = 64;
  private static final int ONE_IN = 16;

  private final Folding<S> folding;
  private final Map<String, SubjectFold<S>> folds = new HashMap<>();
  private final Map<String, Sample> samples = new HashMap<>();
  private long sampledCharacters;

  /** One of the subjects whose states are measured, after ever more events. */
  private static final class Sample {
    private int events;
    private int next = 1;
    private int characters;

    /** How much longer it has become; a quarter more events go by without a look. */
    <S> int grown(SubjectFold<S> fold) {
      events++;
      if (events < next) {
        return 0;
      }
      next = events + events / 4 + 1;
      int before = characters;
      characters = fold.measured();
      return characters - before;
    }
  }

  SegmentFolds(Folding<S> folding) {
    this.folding = folding;
  }

  /**
   * Folds a subject's next event.
   *
   * @return the lines that it adds
   */
  List<NewLine> take(String subject, LoggedEvent event) {
    SubjectFold<S> fold = folds.get(subject);
    if (fold == null) {
      fold = new SubjectFold<>(folding, subject, Held.initial(folding.projection()));
      folds.put(subject, fold);
      if (folds.size() <= ALL_SAMPLED || folds.size() % ONE_IN == 0) {
        samples.put(subject, new Sample());
      }
    }
    fold.feed(List.of(event));
    Sample sample = samples.get(subject);
    if (sample != null) {
      sampledCharacters += sample.grown(fold);
    }
    return fold.takeLines();
  }

  /** Bytes, as estimated. */
  long weight() {
    return samples.isEmpty()
        ? 0
        : folds.size() * (PER_SUBJECT + PER_CHARACTER * sampledCharacters / samples.size());
  }

  Collection<SubjectFold<S>> folds() {
    return folds.values();
  }
}
