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
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import io.anamnesis.events.loyalty.Programme;

/**
 * What decides a level. Awards too old to qualify for any answer are dropped.
 *
 * @param awards in order of occurrence, and what was undone of them, below zero
 * @param reached levels reached, in order of the instant, but for those that were undone since
 * @param revisions what undid them, kept so that the order of folding does not matter
 * @param latest occurrence of the latest award
 */
public record TierState(List<Award> awards, List<Reached> reached, List<Revised> revisions,
    @Nullable Instant latest) {
  public static final TierState INITIAL = new TierState(List.of(), List.of(), List.of(), null);

  private static final Comparator<Award> AWARDS = Comparator.comparing(Award::at).thenComparingLong(Award::points);
  private static final Comparator<Reached> LEVELS = Comparator.comparing(Reached::reachedAt)
      .thenComparingInt(Reached::level).thenComparing(Reached::validUntil)
      .thenComparingLong(Reached::position);

  public record Award(Instant at, long points) {}

  /** @param position of the decision that told it */
  public record Reached(int level, Instant reachedAt, Instant validUntil, long position) {}

  /** From an instant on the levels are others than was told before a position. */
  public record Revised(Instant from, long position) {
    boolean undoes(Reached told) {
      return told.position < position && !told.reachedAt.isBefore(from);
    }
  }

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
    return new TierState(List.copyOf(more), reached, revisions, newest);
  }

  public TierState with(Recorded event, TierReached level) {
    return reached(List.of(new Reached(level.level(), level.reachedAt(), level.validUntil(), event.position())));
  }

  /** What was told before and lies at or after its beginning is no longer so. */
  public TierState with(Recorded event, TierRevised revised) {
    List<Revised> more = new ArrayList<>(revisions);
    more.add(new Revised(revised.from(), event.position()));
    more.sort(Comparator.comparingLong(Revised::position));
    return new TierState(awards, reached, List.copyOf(more), latest)
        .reached(revised.steps().stream()
            .map(step -> new Reached(step.level(), step.reachedAt(), step.validUntil(), event.position())).toList());
  }

  private TierState reached(List<Reached> told) {
    List<Reached> more = new ArrayList<>(reached);
    more.addAll(told);
    more.removeIf(one -> revisions.stream().anyMatch(revised -> revised.undoes(one)));
    more.sort(LEVELS);
    return new TierState(awards, List.copyOf(more), revisions, latest);
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
