package io.anamnesis.projections;

import org.jspecify.annotations.Nullable;

/** A subject of a partition, with its folds: found once for all loads. For one thread. */
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
}
