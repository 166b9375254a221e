package io.anamnesis.query.insight;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Points that left for good, by day: nothing but sums, in whatever order.
 *
 * @param days in order, those with nothing left out
 */
public record Flows(List<Flow> days) {
  static final Flows NONE = new Flows(List.of());

  /**
   * A day.
   *
   * @param redeemed less what was cancelled after it was confirmed; may be below zero
   * @param expired unspent, and lost by a cancellation
   */
  public record Flow(LocalDate day, long redeemed, long expired) {}

  Flows with(LocalDate day, long redeemed, long expired) {
    List<Flow> more = new ArrayList<>(days);
    int place = Collections.binarySearch(more, new Flow(day, 0, 0), Comparator.comparing(Flow::day));
    Flow before = place < 0 ? new Flow(day, 0, 0) : more.remove(place);
    Flow after = new Flow(day, Math.addExact(before.redeemed, redeemed), Math.addExact(before.expired, expired));
    if (after.redeemed != 0 || after.expired != 0) {
      more.add(place < 0 ? -place - 1 : place, after);
    }
    return new Flows(List.copyOf(more));
  }
}
