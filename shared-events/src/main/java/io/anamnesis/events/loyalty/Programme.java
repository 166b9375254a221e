package io.anamnesis.events.loyalty;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A version of the loyalty programme: the rules by which interactions earn, and the levels that points lead to. Data: a
 * hospital changes it without a release. What was decided under a version stays as it was decided.
 *
 * @param version names it in every decision taken under it
 * @param zone of lots, streaks and tiers
 * @param expiryMonths a lot expires at the first instant of the local month after this many whole months
 * @param qualifyingMonths awards of so many months count for a level
 * @param validityMonths a level is valid for so many months, to the local month's end
 * @param tiers by level from 1, thresholds ascending from 0
 */
public record Programme(String version, ZoneId zone, int expiryMonths, int qualifyingMonths, int validityMonths,
    List<EarningRule> rules, List<Tier> tiers) {

  private static final Programme STANDARD = read("default-programme.json");

  public Programme {
    rules = List.copyOf(rules);
    tiers = List.copyOf(tiers);
    for (int i = 0; i < tiers.size(); i++) {
      Tier tier = tiers.get(i);
      boolean ascending = i == 0 ? tier.threshold() == 0 : tier.threshold() > tiers.get(i - 1).threshold();
      if (tier.level() != i + 1 || !ascending) {
        throw new IllegalArgumentException(
            "tiers of programme " + version + " must be levels 1, 2, 3 … with thresholds ascending from 0");
      }
    }
    if (tiers.isEmpty()) {
      throw new IllegalArgumentException("programme " + version + " has no tiers");
    }
  }

  /**
   * How one type of interaction earns: {@code points}, or {@code rate} per unit of the money that the customer paid.
   *
   * @param on type of the interaction
   * @param when a condition in CEL; without it, always
   * @param points fixed points; null where a rate is given
   * @param rate points per currency unit, a line of the purchase at a time, at the face value of each currency
   * @param multiplied whether the multiplier of the level held just before applies
   * @param pendingDays local days after which the points become active, at the same wall time; 0: at once
   * @param streakDays given on each so-many-th local day in a row only; 0: every time
   */
  public record EarningRule(String name, String on, @Nullable String when, @Nullable Long points,
      @Nullable BigDecimal rate, boolean multiplied, int pendingDays, int streakDays) {
    public EarningRule {
      if ((points == null) == (rate == null)) {
        throw new IllegalArgumentException("rule " + name + " must have either points or a rate");
      }
    }
  }

  /** A level, what it takes, and what it adds to the levels below. */
  public record Tier(int level, long threshold, BigDecimal multiplier, List<Benefit> benefits) {}

  /**
   * A benefit.
   *
   * @param kind a higher level's benefit of the same kind replaces it
   * @param text in words, by language ({@code zh-CN}, {@code en})
   */
  public record Benefit(String kind, @Nullable BigDecimal percent, @Nullable Integer perYear,
      Map<String, String> text) {}

  /** The default programme, in force from the beginning of time, so that back-dated history earns. */
  public static Programme standard() {
    return STANDARD;
  }

  /** The level that so many qualifying points justify. */
  public int levelFor(long qualifyingPoints) {
    int level = 1;
    for (Tier tier : tiers) {
      if (qualifyingPoints >= tier.threshold()) {
        level = tier.level();
      }
    }
    return level;
  }

  public Tier tier(int level) {
    return tiers.get(level - 1);
  }

  public boolean isTop(int level) {
    return level == tiers.size();
  }

  /** All benefits of a level: its own and those below, each kind once, the highest level's. */
  public List<Benefit> benefitsAt(int level) {
    List<Benefit> benefits = new ArrayList<>();
    for (Tier tier : tiers.subList(0, level)) {
      for (Benefit benefit : tier.benefits()) {
        benefits.removeIf(lower -> lower.kind().equals(benefit.kind()));
        benefits.add(benefit);
      }
    }
    return List.copyOf(benefits);
  }

  /** Awards that occurred after this instant, and not after {@code at}, qualify at {@code at}. */
  public Instant qualifyingAfter(Instant at) {
    return at.atZone(zone).minusMonths(qualifyingMonths).toInstant();
  }

  /** When points of a rule that occurred at an instant can be spent. */
  public Instant activeAt(EarningRule rule, Instant earnedAt) {
    return earnedAt.atZone(zone).plusDays(rule.pendingDays()).toInstant();
  }

  /** From this instant on a lot cannot be spent: the first of the 13th local month after the month of earning. */
  public Instant expiresAt(Instant earnedAt) {
    return firstOfMonth(earnedAt.atZone(zone)).plusMonths(expiryMonths + 1L).toInstant();
  }

  /** First instant after the local month in which the months of validity end. */
  public Instant validUntil(Instant reachedAt) {
    return firstOfMonth(reachedAt.atZone(zone).plusMonths(validityMonths)).plusMonths(1).toInstant();
  }

  private static ZonedDateTime firstOfMonth(ZonedDateTime time) {
    return time.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
  }

  private static Programme read(String resource) {
    try (InputStream json = Objects.requireNonNull(Programme.class.getResourceAsStream(resource), resource)) {
      return JsonMapper.builder().build().readValue(json, Programme.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
