package io.anamnesis.standalone.verify;

import java.util.Comparator;

/** Neighbouring leaves, from 0; {@code to} is the first behind them. */
record Part(long from, long to) implements Comparable<Part> {
  private static final Comparator<Part> ORDER = Comparator.comparingLong(Part::from).thenComparingLong(Part::to);

  @Override
  public int compareTo(Part other) {
    return ORDER.compare(this, other);
  }

  /** In positions, which are counted from 1. */
  String told() {
    return to - from == 1
        ? "position " + to
        : "the first difference lies in positions " + (from + 1) + " to " + to;
  }
}
