package io.anamnesis.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
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
 * @param repeated how often its reader gave an event that it had given before
 * @param disordered events that its reader gave after one that is recorded behind them
 * @param unrecorded events that its reader gave, and that are not recorded
 * @param isLateRecorded whether the append that committed late is recorded: else nothing came late
 * @param latest the longest time that an event, once its writer knew of it, took to reach the reader; in seconds
 */
record Verdict(int recorded, int skipped, int notReached, int lost, int repeated, int disordered, int unrecorded,
    boolean isLateRecorded, double latest) {
  /** With fewer events nothing is shown. */
  static final int FEWEST = 200;

  /** An event that reached the reader, at a time in nanoseconds. */
  record Reading<E>(E event, long at) {}

  /**
   * @param recorded in the store's order
   * @param late the event of the append that was to commit late
   * @param acknowledged when each event's writer knew of it, by event, in nanoseconds
   * @param read in the reader's order
   */
  static <E> Verdict of(List<E> recorded, E late, Map<E, Long> acknowledged, List<Reading<E>> read) {
    Map<E, Integer> places = new HashMap<>();
    recorded.forEach(event -> places.put(event, places.size()));
    Set<E> seen = new HashSet<>();
    int furthest = -1;
    int disordered = 0;
    int unrecorded = 0;
    long latest = 0;
    for (Reading<E> reading : read) {
      E event = reading.event();
      if (!seen.add(event)) {
        continue;
      }
      Integer place = places.get(event);
      if (place == null) {
        unrecorded++;
      } else if (place < furthest) {
        disordered++;
      } else {
        furthest = place;
      }
      latest = Math.max(latest, reading.at() - acknowledged.getOrDefault(event, reading.at()));
    }
    long skipped = recorded.subList(0, furthest + 1).stream().filter(event -> !seen.contains(event)).count();
    long lost = acknowledged.keySet().stream().filter(event -> !places.containsKey(event)).count();
    return new Verdict(recorded.size(), (int) skipped, recorded.size() - furthest - 1, (int) lost,
        read.size() - seen.size(), disordered, unrecorded, places.containsKey(late), latest / 1e9);
  }

  boolean isPassed() {
    return recorded >= FEWEST && isLateRecorded
        && skipped + notReached + lost + repeated + disordered + unrecorded == 0;
  }

  /** For a table: {@code 0 of 9000}, and whatever else went wrong. */
  String counts() {
    List<String> words = new ArrayList<>(List.of(skipped + " of " + recorded));
    add(words, notReached, "not reached");
    add(words, lost, "lost");
    add(words, repeated, "read again");
    add(words, disordered, "out of order");
    add(words, unrecorded, "read but not recorded");
    if (!isLateRecorded) {
      words.add("the late append not recorded");
    }
    if (recorded < FEWEST) {
      words.add("too few to tell");
    }
    return String.join(", ", words);
  }

  /** For a table, in seconds: {@code 0.1}. */
  String delay() {
    return String.format(Locale.ROOT, "%.1f", latest);
  }

  private static void add(List<String> words, int count, String what) {
    if (count > 0) {
      words.add(count + " " + what);
    }
  }
}
