package io.anamnesis.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times that something took. For one thread. */
final class Latencies {
  private final List<Long> nanos = new ArrayList<>();

  void add(long taken) {
    nanos.add(taken);
  }

  int count() {
    return nanos.size();
  }

  /** The least time that so many percent did not pass, in milliseconds; {@code –} of nothing. */
  String percentile(int percent) {
    return percentile(percent, 1e6);
  }

  /** The same in microseconds. */
  String percentileMicros(int percent) {
    return percentile(percent, 1e3);
  }

  private String percentile(int percent, double unit) {
    if (nanos.isEmpty()) {
      return "–";
    }
    List<Long> sorted = nanos.stream().sorted().toList();
    int rank = Math.ceilDiv(sorted.size() * percent, 100);
    return String.format(Locale.ROOT, "%.1f", sorted.get(Math.max(0, rank - 1)) / unit);
  }
}
