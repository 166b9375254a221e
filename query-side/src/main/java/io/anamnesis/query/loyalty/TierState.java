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
 * What decides a level. Awards too old to qualify for any answer are dropped: five years after the latest.
 *
 * @param awards in order of occurrence, and what was undone of them, below zero
 * @param reached levels reached, in order of the instant, but for those that were undone since
 * @param revisions what undid them, kept so that the order of folding does not matter
 * @param latest occurrence of the latest award
 */
public record TierState(List<Award> awards, List<Reached> reached, List<Revised> revisions,
    @Nullable Instant latest) {
  public static final TierState INITIAL = new TierState(List.of(), List.of(), List.of(), null);

  /**
   * Longer than any programme asks back. A plain duration: calendar months do not move evenly, and what one order of events
   * drops the other must drop too.
   */
  private static final Duration KEPT = Duration.ofDays(31L * 61);

  private static final Comparator<Award> AWARDS = Comparator.comparing(Award::at).thenComparingLong(Award::points);
  private static final Comparator<Reached> LEVELS = Comparator.comparing(Reached::reachedAt)
      .thenComparingInt(Reached::level).thenComparing(Reached::validUntil)
      .thenComparingLong(Reached::position);

  public record Award(Instant at, long points) {}

  /**
   * A level reached.
   *
   * @param programme the version that decided
   * @param position of the decision that told it
   */
  public record Reached(int level, Instant reachedAt, Instant validUntil, String programme, long position) {}

  /** From an instant on the levels are others than was told before a position. */
  public record Revised(Instant from, long position) {
    boolean undoes(Reached told) {
      return told.position < position && !told.reachedAt.isBefore(from);
    }

    /** Whether it undoes all that the other one does. */
    boolean covers(Revised other) {
      return position > other.position && !from.isAfter(other.from);
    }
  }

  public TierState with(Recorded event, PointsEarned award) {
    return with(event, new Award(award.lot().earnedAt(), award.points()));
  }

  /** What is undone counts at the award that it undoes. */
  public TierState with(Recorded event, PointsClawedBack clawback) {
    return with(event, new Award(clawback.earnedAt(), Math.negateExact(clawback.undone())));
  }

  private TierState with(Recorded event, Award award) {
    Instant newest = latest == null || event.occurredAt().isAfter(latest) ? event.occurredAt() : latest;
    Instant tooOld = newest.minus(KEPT);
    List<Award> more = new ArrayList<>(awards.size() + 1);
    more.addAll(awards);
    more.add(award);
    more.removeIf(one -> one.at.isBefore(tooOld));
    more.sort(AWARDS);
    return new TierState(List.copyOf(more), reached, revisions, newest);
  }

  public TierState with(Recorded event, TierReached level) {
    return reached(List
        .of(new Reached(level.level(), level.reachedAt(), level.validUntil(), level.programme(), event.position())));
  }

  /** What was told before and lies at or after its beginning is no longer so. */
  public TierState with(Recorded event, TierRevised revised) {
    Revised now = new Revised(revised.from(), event.position());
    List<Revised> more = new ArrayList<>(revisions);
    more.add(now);
    more.removeIf(one -> revisions.stream().anyMatch(other -> other.covers(one)) || now.covers(one));
    more.sort(Comparator.comparingLong(Revised::position));
    return new TierState(awards, reached, List.copyOf(more), latest)
        .reached(revised.steps().stream()
            .map(step -> new Reached(step.level(), step.reachedAt(), step.validUntil(), revised.programme(),
                event.position()))
            .toList());
  }

  private TierState reached(List<Reached> told) {
    List<Reached> more = new ArrayList<>(reached);
    more.addAll(told);
    more.removeIf(one -> revisions.stream().anyMatch(revised -> revised.undoes(one)));
    more.sort(LEVELS);
    return new TierState(awards, List.copyOf(more), revisions, latest);
  }

  /** By the version that decided on the level held at the instant; before any level was reached, by that in force. */
  public TierFigures at(Instant instant, LevelTerms terms) {
    Reached held = heldAt(instant);
    Programme programme = held == null ? terms.inForceAt(instant) : terms.of(held.programme);
    Instant after = programme.qualifyingAfter(instant);
    long qualifying = awards.stream().filter(award -> award.at.isAfter(after) && !award.at.isAfter(instant))
        .mapToLong(Award::points).sum();
    int level = held == null ? 1 : held.level;
    Long toNext =
        programme.isTop(level) ? null : Math.max(0, programme.tier(level + 1).threshold() - qualifying);
    return new TierFigures(level, qualifying, toNext, Math.max(0, programme.tier(level).threshold() - qualifying),
        held == null ? null : held.validUntil, programme.benefitsAt(level).stream().map(TierFigures::benefit).toList());
  }

  private @Nullable Reached heldAt(Instant instant) {
    return reached.stream().filter(one -> !one.reachedAt.isAfter(instant))
        .max(Comparator.comparingInt(Reached::level).thenComparing(Reached::reachedAt, Comparator.reverseOrder()))
        .orElse(null);
  }
}
