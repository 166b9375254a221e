package io.anamnesis.query.loyalty;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;

/**
 * A customer's lots. Lots that expired long before the latest award can matter to no answer any more, as an answer is
 * never evaluated before what it folded: they are dropped, so that a long life does not make a large row.
 *
 * @param lots in the order of consumption: earliest expiry first, then earliest earned
 * @param earned all awards, whatever became of them
 * @param latest occurrence of the latest award
 */
public record PointsState(List<Lot> lots, long earned, @Nullable Instant latest) {
  public static final PointsState INITIAL = new PointsState(List.of(), 0, null);

  /** A fact may lie a day ahead of the clock; one more for clocks that differ. */
  private static final Duration AHEAD = Duration.ofDays(2);
  private static final Comparator<Lot> CONSUMPTION = Comparator.comparing(Lot::expiresAt)
      .thenComparing(Lot::earnedAt).thenComparing(Lot::lotId).thenComparing(Lot::activeAt)
      .thenComparingLong(Lot::points);

  public PointsState with(Recorded event, PointsEarned award) {
    Instant newest = latest == null || event.occurredAt().isAfter(latest) ? event.occurredAt() : latest;
    Instant gone = newest.minus(AHEAD);
    List<Lot> more = new ArrayList<>(lots.size() + 1);
    more.addAll(lots);
    more.add(award.lot());
    more.removeIf(lot -> !lot.expiresAt().isAfter(gone));
    more.sort(CONSUMPTION);
    return new PointsState(List.copyOf(more), Math.addExact(earned, award.points()), newest);
  }

  public PointsFigures at(Instant instant) {
    long available = 0;
    long pending = 0;
    long expiring = 0;
    Instant nextExpiry = null;
    for (Lot lot : lots) {
      if (!lot.expiresAt().isAfter(instant)) {
        continue;
      }
      if (lot.activeAt().isAfter(instant)) {
        pending += lot.points();
      } else {
        available += lot.points();
      }
      if (nextExpiry == null) {
        nextExpiry = lot.expiresAt();
      }
      if (lot.expiresAt().equals(nextExpiry)) {
        expiring += lot.points();
      }
    }
    return new PointsFigures(available, pending, 0, 0, earned, 0,
        nextExpiry == null ? null : new PointsFigures.Expiry(expiring, nextExpiry));
  }
}
