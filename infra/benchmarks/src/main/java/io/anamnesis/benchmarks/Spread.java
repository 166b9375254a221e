package io.anamnesis.benchmarks;

import java.util.Collection;
import java.util.Locale;

/** Median and range. */
record Spread(double median, double min, double max) {

  /** Not a number, three times, of nothing. */
  static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int count = sorted.length;
    return count == 0
        ? new Spread(Double.NaN, Double.NaN, Double.NaN)
        : new Spread((sorted[(count - 1) / 2] + sorted[count / 2]) / 2, sorted[0], sorted[count - 1]);
  }

  /** {@code 1.10 [0.95..1.21]} */
  String withRange() {
    return Double.isNaN(median) ? "–" : String.format(Locale.ROOT, "%.2f [%.2f..%.2f]", median, min, max);
  }

  /** {@code 1234} */
  String rounded() {
    return Double.isNaN(median) ? "–" : String.format(Locale.ROOT, "%.0f", median);
  }
}
