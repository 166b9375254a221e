package io.anamnesis.query.insight;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Money;
import io.anamnesis.events.RewardId;
import io.anamnesis.projections.Tally;
import io.anamnesis.query.insight.KpiController.Item;

/**
 * Points outstanding at an instant by the local month of their expiry, and what is to be expected of them: of what left in the
 * twelve months before, one part was spent and the other expired, and what is outstanding now will leave in the same parts.
 * That is breakage as loyalty points are accounted for: the share of rights that customers are not expected to exercise,
 * estimated from experience (IFRS 15, B44 to B47 and Example 52). What it costs follows from the rewards that were redeemed in the
 * same months.
 */
final class Liability {
  private static final int MONTHS = 12;

  /** Instead of a currency: what nobody knows the cost of. */
  private static final String UNKNOWN = "unknown";

  private final ZoneId zone;
  private final SortedMap<Instant, Map<String, BigDecimal>> byMonth = new TreeMap<>();
  private final Map<RewardId, BigDecimal> redeemed = new HashMap<>();
  private BigDecimal expired = BigDecimal.ZERO;

  /**
   * A part of what is outstanding, by month of expiry.
   *
   * @param group a currency, or {@code unknown}
   * @param value what it costs in that currency; of {@code unknown}, so many points
   * @param numerator points redeemed in the twelve months before for rewards that cost in that currency, or nobody knows what;
   *     null where none were
   * @param denominator all points redeemed in these months
   */
  record Cost(Instant from, String group, String value, @Nullable BigDecimal numerator,
      @Nullable BigDecimal denominator) {}

  Liability(Map<Tally.Cell, BigDecimal> figures, Instant at, ZoneId zone) {
    this.zone = zone;
    LocalDate today = at.atZone(zone).toLocalDate();
    LocalDate before = today.minusMonths(MONTHS);
    figures.forEach((cell, points) -> {
      String expiresAt = cell.dimensions().get(LiabilityTally.EXPIRES_AT);
      String day = cell.dimensions().get(LiabilityTally.DAY);
      if (expiresAt != null) {
        outstanding(cell.measure(), Instant.parse(expiresAt), points, at);
      } else if (day != null && LocalDate.parse(day).isAfter(before) && !LocalDate.parse(day).isAfter(today)) {
        left(cell, points);
      }
    });
  }

  private void outstanding(String measure, Instant expiresAt, BigDecimal points, Instant at) {
    if (expiresAt.isAfter(at)) {
      Instant month =
          expiresAt.atZone(zone).toLocalDate().withDayOfMonth(1).atStartOfDay(zone).toInstant();
      byMonth.computeIfAbsent(month, first -> new TreeMap<>()).merge(measure, points, BigDecimal::add);
    }
  }

  private void left(Tally.Cell cell, BigDecimal points) {
    String reward = cell.dimensions().get(LiabilityTally.REWARD);
    if (reward != null) {
      redeemed.merge(new RewardId(reward), points, BigDecimal::add);
    } else {
      expired = expired.add(points);
    }
  }

  /** What can be spent and what is set aside for a reward. */
  List<Item> byState(KpiPeriod period) {
    List<Item> items = new ArrayList<>();
    byMonth.forEach((month, points) -> {
      if (period.holds(month)) {
        points.forEach((state, sum) -> items.add(new Item(month, state, sum, null, null)));
      }
    });
    return without0(items);
  }

  /** What is outstanding, and the parts of it that will be spent and expire; without them where nothing has left yet. */
  List<Item> forecast(KpiPeriod period) {
    // What was confirmed earlier and cancelled in these months may be more than what was confirmed in them.
    BigDecimal spent = redeemed.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add).max(BigDecimal.ZERO);
    BigDecimal gone = spent.add(expired);
    List<Item> items = new ArrayList<>();
    byMonth.forEach((month, points) -> {
      if (period.holds(month)) {
        BigDecimal sum = sum(points);
        items.add(new Item(month, "outstanding", sum, null, null));
        if (gone.signum() > 0) {
          BigDecimal toExpire = sum.multiply(expired).divide(gone, 0, RoundingMode.HALF_UP);
          items.add(new Item(month, "to-be-spent", sum.subtract(toExpire), spent, gone));
          items.add(new Item(month, "to-expire", toExpire, expired, gone));
        }
      }
    });
    return items;
  }

  /**
   * What is outstanding would cost so much if it were all spent, on what was redeemed before, at what that costs now.
   *
   * @param perPoint by reward; absent where no cost is known
   */
  List<Cost> costs(KpiPeriod period, Map<RewardId, Money> perPoint) {
    RewardMix mix = RewardMix.of(redeemed, perPoint);
    List<Cost> costs = new ArrayList<>();
    byMonth.forEach((month, points) -> {
      if (period.holds(month)) {
        costs.addAll(mix.isEmpty()
            ? List.of(new Cost(month, UNKNOWN, sum(points).toPlainString(), null, null))
            : costs(month, sum(points), mix));
      }
    });
    return costs;
  }

  private static List<Cost> costs(Instant month, BigDecimal points, RewardMix mix) {
    List<Cost> costs = new ArrayList<>();
    mix.known().forEach((currency, part) -> costs.add(new Cost(month, currency.getCurrencyCode(),
        Money.text(mix.cost(points, currency, part)), part.points(), mix.total())));
    if (mix.unknown().signum() > 0) {
      costs.add(new Cost(month, UNKNOWN, mix.unknown(points).toPlainString(), mix.unknown(), mix.total()));
    }
    return costs;
  }

  private static BigDecimal sum(Map<String, BigDecimal> byState) {
    return byState.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static List<Item> without0(List<Item> items) {
    return items.stream().filter(item -> item.value().signum() != 0).toList();
  }
}
