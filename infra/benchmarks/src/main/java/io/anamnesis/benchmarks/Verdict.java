package io.anamnesis.benchmarks;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How a store stood in the {@link Gate}.
 *
 * @param skipped recorded events that its reader did not give, though it gave a later one
 * @param notReached recorded events behind the last one that its reader gave in the time it had
 * @param lost events that a writer was told of as durable, and that are not recorded
 * @param latest the longest time that an event, once its writer knew of it, took to reach the reader; in seconds
 */
record Verdict(int recorded, int skipped, int notReached, int lost, double latest) {
  /** With fewer events nothing is shown. */
  static final int FEWEST = 200;

  /**
   * @param recorded in the store's order
   * @param acknowledged when each event's writer knew of it, by event, in nanoseconds
   * @param read when each event reached the reader, likewise
   */
  static <E> Verdict of(List<E> recorded, Map<E, Long> acknowledged, Map<E, Long> read) {
    int reached = recorded.size();
    while (reached > 0 && !read.containsKey(recorded.get(reached - 1))) {
      reached--;
    }
    long skipped = recorded.subList(0, reached).stream().filter(event -> !read.containsKey(event)).count();
    Set<E> lost = new HashSet<>(acknowledged.keySet());
    lost.removeAll(new HashSet<>(recorded));
    double latest = read.entrySet().stream()
        .mapToDouble(event -> event.getValue() - acknowledged.getOrDefault(event.getKey(), event.getValue())).max()
        .orElse(0);
    return new Verdict(recorded.size(), (int) skipped, recorded.size() - reached, lost.size(),
        Math.max(0, latest) / 1e9);
  }

  boolean isPassed() {
    return recorded >= FEWEST && skipped == 0 && notReached == 0 && lost == 0;
  }

  /** For a table: {@code 0 of 9000}. */
  String counts() {
    return skipped + " of " + recorded + (notReached > 0 ? ", " + notReached + " not reached" : "")
        + (lost > 0 ? ", " + lost + " lost" : "") + (recorded < FEWEST ? ", too few to tell" : "");
  }

  /** For a table, in seconds: {@code 0.1}. */
  String delay() {
    return String.format(Locale.ROOT, "%.1f", latest);
  }
}
