package io.anamnesis.projections;

/** One of the folds whose states are measured, after ever more events, so that an estimate of all can be made. */
final class MeasuredFold<S> extends SubjectFold<S> {
  private int events;
  private int next = 1;
  private int characters;

  MeasuredFold(Folding<S> folding, String subject, Held<S> start) {
    super(folding, subject, start);
  }

  /** How much longer its state has become by one more event; half as many events again go by without a look. */
  int grown() {
    events++;
    if (events < next) {
      return 0;
    }
    next = events + events / 2 + 1;
    int before = characters;
    characters = measured();
    return characters - before;
  }
}
