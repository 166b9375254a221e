package io.anamnesis.query.insight;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.RewardId;

/**
 * Points that left for good, by day and by what they left for: nothing but sums, in whatever order.
 *
 * @param days in order, those with nothing left out
 */
public record Flows(List<Flow> days) {
  static final Flows NONE = new Flows(List.of());

  private static final Comparator<Flow> ORDER = Comparator.comparing(Flow::day)
      .thenComparing(Flow::reward, Comparator.nullsFirst(Comparator.comparing(RewardId::value)));

  /**
   * A day.
   *
   * @param reward that the points were redeemed for, less what was cancelled after it was confirmed, which may leave less than
   *     nothing; null of those that expired unspent or were lost by a cancellation
   */
  public record Flow(LocalDate day, @Nullable RewardId reward, long points) {}

  Flows redeemed(LocalDate day, RewardId reward, long points) {
    return with(new Flow(day, reward, points));
  }

  Flows expired(LocalDate day, long points) {
    return with(new Flow(day, null, points));
  }

  private Flows with(Flow more) {
    List<Flow> all = new ArrayList<>(days);
    int place = Collections.binarySearch(all, more, ORDER);
    long points = place < 0 ? more.points : Math.addExact(all.remove(place).points, more.points);
    if (points != 0) {
      all.add(place < 0 ? -place - 1 : place, new Flow(more.day, more.reward, points));
    }
    return new Flows(List.copyOf(all));
  }
}
