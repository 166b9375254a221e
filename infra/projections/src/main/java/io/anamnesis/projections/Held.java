package io.anamnesis.projections;

/**
 * A subject's state between two events.
 *
 * @param position of the last event folded into it; 0 if there was none
 * @param stored whether there is a row of it, or of an earlier one
 */
record Held<S>(S state, long position, boolean stored) {

  static <S> Held<S> initial(Projection<S, ?> projection) {
    return new Held<>(projection.initial(), 0, false);
  }
}
