package io.anamnesis.command.loyalty.whatif;

import java.time.Instant;
import java.time.ZoneId;
import java.util.TreeMap;

/** Rules of levels, written out without any of the product's code. */
final class BruteForce {

  private BruteForce() {}

  /** The highest level that twelve months of awards, looked at from each award, have ever reached. */
  static int highestLevel(TreeMap<Instant, Long> awards, long[] thresholds, ZoneId zone) {
    int highest = 1;
    for (Instant at : awards.keySet()) {
      Instant after = at.atZone(zone).minusMonths(12).toInstant();
      long sum = awards.subMap(after, false, at, true).values().stream().mapToLong(Long::longValue).sum();
      for (int level = 1; level <= thresholds.length; level++) {
        if (sum >= thresholds[level - 1]) {
          highest = Math.max(highest, level);
        }
      }
    }
    return highest;
  }
}
