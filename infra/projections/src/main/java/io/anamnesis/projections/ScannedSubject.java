package io.anamnesis.projections;

import org.jspecify.annotations.Nullable;

/**
 * A subject met by a scan, with its folds: found once for all loads, since in a map of all subjects hardly any is at hand in
 * the processor's caches. For one thread.
 */
final class ScannedSubject {
  private final String name;
  private final @Nullable SubjectFold<?>[] folds;

  /** @param loads that the scan feeds */
  ScannedSubject(String name, int loads) {
    this.name = name;
    this.folds = new @Nullable SubjectFold<?>[loads];
  }

  /** The one text of its name: each event brings another, which need not be kept. */
  String name() {
    return name;
  }

  /** Its fold of a load; null before the first event. */
  @SuppressWarnings("unchecked") // a load puts here what is its own
  <S> @Nullable SubjectFold<S> fold(int load) {
    return (SubjectFold<S>) folds[load];
  }

  void put(int load, SubjectFold<?> fold) {
    folds[load] = fold;
  }

  void forget(int load) {
    folds[load] = null;
  }

  /** No load has a fold of it any more. */
  boolean isForgotten() {
    for (SubjectFold<?> fold : folds) {
      if (fold != null) {
        return false;
      }
    }
    return true;
  }
}
