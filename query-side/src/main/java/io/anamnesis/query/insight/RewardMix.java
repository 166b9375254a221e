package io.anamnesis.query.insight;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Currency;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.anamnesis.events.Money;
import io.anamnesis.events.RewardId;

/**
 * What points are spent on, and so what they cost: of every point the same parts go to the same rewards as before.
 *
 * @param total points redeemed
 * @param known what was redeemed for rewards whose cost is known, by its currency
 */
record RewardMix(BigDecimal total, SortedMap<Currency, Part> known) {
  private static final int GUARD_DIGITS = 12;

  /** @param cost what the points would cost today */
  record Part(BigDecimal points, BigDecimal cost) {
    private Part plus(Part other) {
      return new Part(points.add(other.points), cost.add(other.cost));
    }
  }

  /**
   * @param redeemed points by reward; of one of which more was cancelled than confirmed, none count
   * @param perPoint by reward; absent where it is not known
   */
  static RewardMix of(Map<RewardId, BigDecimal> redeemed, Map<RewardId, Money> perPoint) {
    BigDecimal total = BigDecimal.ZERO;
    SortedMap<Currency, Part> known = new TreeMap<>(Comparator.comparing(Currency::getCurrencyCode));
    for (Map.Entry<RewardId, BigDecimal> reward : redeemed.entrySet()) {
      BigDecimal points = reward.getValue().max(BigDecimal.ZERO);
      Money cost = perPoint.get(reward.getKey());
      total = total.add(points);
      if (cost != null && points.signum() > 0) {
        known.merge(cost.currency(), new Part(points, points.multiply(cost.amount())), Part::plus);
      }
    }
    return new RewardMix(total, known);
  }

  boolean isEmpty() {
    return total.signum() == 0;
  }

  /** Points redeemed for rewards whose cost is not known. */
  BigDecimal unknown() {
    return known.values().stream().map(Part::points).reduce(total, BigDecimal::subtract);
  }

  /** What so many points cost in a currency, to its minor unit; of a mix that is not empty. */
  BigDecimal cost(BigDecimal points, Currency currency, Part part) {
    int digits = Math.max(0, currency.getDefaultFractionDigits());
    // The cost of a point is a quotient: what it lacks in its last digits must not turn a half around.
    return points.multiply(part.cost).divide(total, digits + GUARD_DIGITS, RoundingMode.HALF_EVEN)
        .setScale(digits, RoundingMode.HALF_UP);
  }

  /** So many of these points go to rewards whose cost is not known, to the nearest point; of a mix that is not empty. */
  BigDecimal unknown(BigDecimal points) {
    return points.multiply(unknown()).divide(total, 0, RoundingMode.HALF_UP);
  }
}
