package io.anamnesis.query.loyalty;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.Programme;

/**
 * What decides a level. Awards too old to qualify for any answer are dropped.
 *
 * @param awards in order of occurrence, and what was undone of them, below zero
 * @param reached levels reached, in order of the instant
 * @param latest occurrence of the latest award
 */
public record TierState(List<Award> awards, List<Reached> reached, @Nullable Instant latest) {
  public static final TierState INITIAL = new TierState(List.of(), List.of(), null);

  private static final Comparator<Award> AWARDS = Comparator.comparing(Award::at).thenComparingLong(Award::points);
  private static final Comparator<Reached> LEVELS = Comparator.comparing(Reached::reachedAt)
      .thenComparingInt(Reached::level).thenComparing(Reached::validUntil);

  public record Award(Instant at, long points) {}

  public record Reached(int level, Instant reachedAt, Instant validUntil) {}

  public TierState with(Recorded event, PointsEarned award, Programme programme) {
    return with(event, new Award(award.lot().earnedAt(), award.points()), programme);
  }

  /** What is undone counts at the award that it undoes. */
  public TierState with(Recorded event, PointsClawedBack clawback, Programme programme) {
    return with(event, new Award(clawback.earnedAt(), Math.negateExact(clawback.undone())), programme);
  }

  private TierState with(Recorded event, Award award, Programme programme) {
    Instant newest = latest == null || event.occurredAt().isAfter(latest) ? event.occurredAt() : latest;
    // A plain duration, longer than the months can be: calendar months do not move evenly, and what one order of events
    // drops the other must drop too.
    Instant tooOld = newest.minus(Duration.ofDays(31L * programme.qualifyingMonths() + 31));
    List<Award> more = new ArrayList<>(awards.size() + 1);
    more.addAll(awards);
    more.add(award);
    more.removeIf(one -> one.at.isBefore(tooOld));
    more.sort(AWARDS);
    return new TierState(List.copyOf(more), reached, newest);
  }

  public TierState with(TierReached level) {
    List<Reached> more = new ArrayList<>(reached);
    more.add(new Reached(level.level(), level.reachedAt(), level.validUntil()));
    more.sort(LEVELS);
    return new TierState(awards, List.copyOf(more), latest);
  }

  public TierFigures at(Instant instant, Programme programme) {
    Instant after = programme.qualifyingAfter(instant);
    long qualifying = awards.stream().filter(award -> award.at.isAfter(after) && !award.at.isAfter(instant))
        .mapToLong(Award::points).sum();
    Reached held = reached.stream().filter(one -> !one.reachedAt.isAfter(instant))
        .max(Comparator.comparingInt(Reached::level).thenComparing(Reached::reachedAt, Comparator.reverseOrder()))
        .orElse(null);
    int level = held == null ? 1 : held.level;
    Long toNext =
        programme.isTop(level) ? null : Math.max(0, programme.tier(level + 1).threshold() - qualifying);
    return new TierFigures(level, qualifying, toNext, Math.max(0, programme.tier(level).threshold() - qualifying),
        held == null ? null : held.validUntil, programme.benefitsAt(level).stream().map(TierFigures::benefit).toList());
  }
}
