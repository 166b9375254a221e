package io.anamnesis.events.loyalty;

import com.fasterxml.jackson.annotation.JsonProperty;
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
 * @param monthlyCap what most rules together give in a local month at most; null: without end
 * @param expiryWarningDays whoever has points that expire is warned so many local days before; none where none is told
 * @param retention how a level is judged when its validity ends; null: levels are kept for ever
 * @param referral what a referral is rewarded with; null: with nothing
 * @param adjustmentLimit a person gives or takes up to so many points alone, of one customer on one local day in all; null: every
 *     adjustment takes two persons
 * @param review which awards a person is to look at before they are given; null: none
 */
public record Programme(String version, ZoneId zone, int expiryMonths, int qualifyingMonths, int validityMonths,
    List<EarningRule> rules, List<Tier> tiers, @Nullable MonthlyCap monthlyCap, List<Integer> expiryWarningDays,
    @Nullable Retention retention, @Nullable Referral referral, @Nullable Long adjustmentLimit,
    @Nullable Review review) {

  private static final Programme STANDARD = read("default-programme.json");

  public Programme {
    rules = List.copyOf(rules);
    tiers = List.copyOf(tiers);
    // Older texts do not tell of warnings.
    expiryWarningDays = expiryWarningDays == null ? List.of() : List.copyOf(expiryWarningDays);
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
   * @param caps how often it is given; all of them hold. None where none is told
   */
  public record EarningRule(String name, String on, @Nullable String when, @Nullable Long points,
      @Nullable BigDecimal rate, boolean multiplied, int pendingDays, int streakDays, List<Cap> caps) {
    public EarningRule {
      if ((points == null) == (rate == null)) {
        throw new IllegalArgumentException("rule " + name + " must have either points or a rate");
      }
      // A programme as it is written need not tell that a rule has no caps.
      caps = caps == null ? List.of() : List.copyOf(caps);
    }

    /** Whether an interaction can earn by it at all: a rule of no points is supported, and off. */
    public boolean canGive() {
      return points != null ? points > 0 : rate != null && rate.signum() > 0;
    }
  }

  /**
   * How often a rule is given. It counts per local day or month of the interaction's {@code occurredAt}.
   *
   * @param name tells it from the other caps of the rule
   * @param times so many awards at most
   * @param period in which they are counted
   * @param per names of the interaction's texts, as conditions know them: counted apart for each value. The cap does not
   *     apply to an interaction that lacks one of them
   * @param without name of a text: the cap applies only to an interaction that lacks it
   */
  public record Cap(String name, int times, Period period, List<String> per, @Nullable String without) {
    public Cap {
      // A cap as it is written need not tell that it counts all alike.
      per = per == null ? List.of() : List.copyOf(per);
    }
  }

  /** In what a cap counts. */
  public enum Period {
    @JsonProperty("day")
    DAY, @JsonProperty("month")
    MONTH,
    /** Once and for all. */
    @JsonProperty("ever")
    EVER
  }

  /**
   * What rules together give in a local month at most; the award that crosses it is cut to what is left.
   *
   * @param except names of rules that neither count nor are cut
   */
  public record MonthlyCap(long points, List<String> except) {
    /** Its name where a decision tells by what it was cut. */
    public static final String NAME = "month-in-all";

    public MonthlyCap {
      except = except == null ? List.of() : List.copyOf(except);
    }

    public boolean covers(EarningRule rule) {
      return !except.contains(rule.name());
    }
  }

  /**
   * How a level is kept. Held against the awards of the qualifying months before its validity ends: enough, and it is valid
   * anew; else it is kept through a grace, within which the threshold can be reached again, and then falls by one.
   *
   * @param graceDays local days of grace
   * @param warningDays the customer is warned so many local days before the end of validity; none where none is told
   * @param complaintFreezeDays an open complaint holds a fall off for so many days at most; a stay does as long as it lasts
   */
  public record Retention(int graceDays, List<Integer> warningDays, int complaintFreezeDays) {
    public Retention {
      warningDays = warningDays == null ? List.of() : List.copyOf(warningDays);
    }
  }

  /**
   * What a referral is rewarded with; points of 0 are supported, and off.
   *
   * @param booking points of the referrer for the first booking of whom he referred
   * @param firstVisit points of the referrer for the first completed visit
   * @param firstPaidVisit points of the referrer when the first purchase of at least {@code paidAtLeast} is past refunding
   * @param referredFirstPaidVisit points of the referred person then
   * @param paidAtLeast in the purchase's currency, at its face value
   * @param pendingDays local days after a purchase until it is past refunding
   * @param validDays a first visit counts through so many local days after the claim
   * @param peopleAMonth so many people are rewarded a referrer and local month at most
   */
  public record Referral(long booking, long firstVisit, long firstPaidVisit, long referredFirstPaidVisit,
      BigDecimal paidAtLeast, int pendingDays, int validDays, int peopleAMonth) {}

  /**
   * Which awards are held until a person has looked at them.
   *
   * @param refunds purchases of who has too much refunded; null: none
   * @param shares shares of who shares too much at a time; null: none
   */
  public record Review(@Nullable RefundLimit refunds, @Nullable ShareLimit shares) {}

  /**
   * The award of a purchase is held when, of the customer's purchases of the days before, at least so many were refunded and they
   * are at least such a part of all. What costs nothing is no purchase here.
   *
   * @param days local days before the purchase
   * @param atLeast so many purchases were refunded
   * @param ofAmount a purchase counts as refunded from this part of its amount on; more than 0, at most 1
   * @param ofPurchases the refunded are at least this part of all; from 0 to 1
   */
  public record RefundLimit(int days, int atLeast, BigDecimal ofAmount, BigDecimal ofPurchases) {}

  /**
   * The award of a share is held when there are more than so many within the minutes up to it, itself included; those that earn
   * nothing count.
   */
  public record ShareLimit(int minutes, int atMost) {}

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

  /** A level reached under a version of more levels counts as the highest that there is. */
  public Tier tier(int level) {
    return tiers.get(Math.min(level, tiers.size()) - 1);
  }

  public boolean isTop(int level) {
    return level >= tiers.size();
  }

  /** All benefits of a level: its own and those below, each kind once, the highest level's. */
  public List<Benefit> benefitsAt(int level) {
    List<Benefit> benefits = new ArrayList<>();
    for (Tier tier : tiers.subList(0, Math.min(level, tiers.size()))) {
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

  /** First instant after the months for which a level is valid anew, from where its validity ended before. */
  public Instant validAgainUntil(Instant end) {
    return firstOfMonth(end.atZone(zone).minusNanos(1).plusMonths(validityMonths)).plusMonths(1).toInstant();
  }

  /** First instant after the local month of an instant. */
  public Instant endOfMonth(Instant at) {
    return firstOfMonth(at.atZone(zone)).plusMonths(1).toInstant();
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
