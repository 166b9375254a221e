package io.anamnesis.query.loyalty;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.Freeze;
import io.anamnesis.events.loyalty.Holding;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LevelEvent;
import io.anamnesis.events.loyalty.LevelEvent.CircumstanceNoted;
import io.anamnesis.events.loyalty.LevelEvent.TierOverridden;
import io.anamnesis.events.loyalty.LevelEvent.TierOverrideWithdrawn;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.Move;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.RatingEvent.InteractionWithdrawn;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import io.anamnesis.events.loyalty.Standing;
import io.anamnesis.events.loyalty.Validity;

/**
 * What decides a level. Awards too old to qualify for any answer are dropped: five years after the latest.
 *
 * @param awards in order of occurrence, and what was undone of them, below zero
 * @param steps of the level as told, in order of the instant, but for those that were undone since
 * @param revisions what undid them, kept so that the order of folding does not matter
 * @param circumstances stays and complaints by the last word on each
 * @param overrides what people said of the level
 * @param latest occurrence of the latest award
 */
public record TierState(List<Award> awards, List<Step> steps, List<Revised> revisions, List<Circumstance> circumstances,
    GivenLevels overrides, @Nullable Instant latest) {
  public static final TierState INITIAL =
      new TierState(List.of(), List.of(), List.of(), List.of(), GivenLevels.NONE, null);

  /**
   * Longer than any programme asks back. A plain duration: calendar months do not move evenly, and what one order of events
   * drops the other must drop too.
   */
  private static final Duration KEPT = Duration.ofDays(31L * 61);

  private static final Comparator<Award> AWARDS = Comparator.comparing(Award::at).thenComparingLong(Award::points);
  private static final Comparator<Step> STEPS =
      Comparator.<Step, Instant>comparing(step -> step.move.at()).thenComparingLong(Step::position)
          .thenComparingInt(step -> step.move.held().level());

  public record Award(Instant at, long points) {}

  /**
   * A step of the level.
   *
   * @param position of the decision that told it
   */
  public record Step(Move move, long position) {}

  /** From an instant on the levels are others than was told before a position. */
  public record Revised(Instant from, long position) {
    boolean undoes(Step told) {
      return told.position < position && !told.move.at().isBefore(from);
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
    return new TierState(List.copyOf(more), steps, revisions, circumstances, overrides, newest);
  }

  public TierState with(Recorded event, TierReached level) {
    return with(List.of(new Step(Moves.of(level), event.position())), revisions);
  }

  /** What was told before and lies at or after its beginning is no longer so. */
  public TierState with(Recorded event, TierRevised revised) {
    Revised now = new Revised(revised.from(), event.position());
    List<Revised> more = new ArrayList<>(revisions);
    more.add(now);
    more.removeIf(one -> revisions.stream().anyMatch(other -> other.covers(one)) || now.covers(one));
    more.sort(Comparator.comparingLong(Revised::position));
    return with(Moves.of(revised).stream().map(move -> new Step(move, event.position())).toList(), List.copyOf(more));
  }

  public TierState with(Recorded event, LevelEvent said) {
    return switch (said) {
      case CircumstanceNoted noted -> with(Circumstance.of(noted, event.position()));
      case TierOverridden given -> with(overrides.with(given, event.position()));
      case TierOverrideWithdrawn end -> with(overrides.without(end));
      default -> Moves.of(said).map(move -> with(List.of(new Step(move, event.position())), revisions)).orElse(this);
    };
  }

  /** Of all that can be withdrawn, stays and complaints alone. */
  public TierState with(Recorded event, InteractionWithdrawn gone) {
    return Circumstance.isTold(gone.causeType()) ? with(Circumstance.of(gone, event.position())) : this;
  }

  private TierState with(List<Step> told, List<Revised> undone) {
    List<Step> more = new ArrayList<>(steps);
    more.addAll(told);
    more.removeIf(one -> undone.stream().anyMatch(revised -> revised.undoes(one)));
    more.sort(STEPS);
    return new TierState(awards, List.copyOf(more), undone, circumstances, overrides, latest);
  }

  private TierState with(Circumstance told) {
    return new TierState(awards, steps, revisions, Circumstance.with(circumstances, told), overrides, latest);
  }

  private TierState with(GivenLevels others) {
    return new TierState(awards, steps, revisions, circumstances, others, latest);
  }

  /**
   * By the version that decided on the level held at the instant; of one given, by that by which it was given; before
   * any level was reached, by that in force.
   */
  public TierFigures at(Instant instant, LevelTerms terms) {
    Freeze freeze = Circumstance.freezeAt(circumstances, instant);
    Standing held = heldAt(instant, freeze, terms);
    GivenLevels.Given given = overrides.at(instant);
    if (given != null && given.level() > held.level()) {
      held = Standing.valid(given.level(), given.shownBy(terms), given.until());
    }
    Programme programme = held.programme() == null ? terms.inForceAt(instant) : terms.of(held.programme());
    long qualifying = sum(programme.qualifyingAfter(instant), instant);
    int level = held.level();
    Long toNext =
        programme.isTop(level) ? null : Math.max(0, programme.tier(level + 1).threshold() - qualifying);
    return new TierFigures(level, qualifying, toNext,
        Validity.missing(held, instant, programme, after -> sum(after, instant)),
        programme.retention() == null ? null : held.validUntil(), held.graceUntil(), held.fallsAt(),
        freeze.holdsAt(instant), programme.benefitsAt(level).stream().map(TierFigures::benefit).toList());
  }

  private Standing heldAt(Instant instant, Freeze freeze, LevelTerms terms) {
    List<Move> moves = movesUntil(instant, freeze, terms);
    return moves.isEmpty() ? Standing.FIRST : moves.getLast().held();
  }

  /** What was told, and what has fallen due since then, as it will be told. */
  private List<Move> movesUntil(Instant instant, Freeze freeze, LevelTerms terms) {
    List<Move> moves = new ArrayList<>();
    Standing held = Standing.FIRST;
    for (Step step : steps) {
      Move move = step.move;
      // In decisions of earlier days, when no level was lost, a lower one may follow.
      if (!move.at().isAfter(instant)
          && (move.kind() != Move.Kind.REACHED || move.held().level() > held.level())) {
        held = move.held();
        moves.add(move);
      }
    }
    moves.addAll(Validity.due(held, instant, new Told(freeze, terms)));
    return moves;
  }

  /**
   * The levels held until an instant, those that people gave too, and by whose terms.
   *
   * @param first what is held before any step of the level; null where it is not known
   */
  public List<Holding> holdings(@Nullable Holding first, Instant instant, LevelTerms terms) {
    return holdings(first, movesUntil(instant, Circumstance.freezeAt(circumstances, instant), terms), instant, terms);
  }

  /** As {@link #holdings}, if the stays and complaints that hold a fall off ended at the instant. */
  public List<Holding> thawed(@Nullable Holding first, Instant instant, LevelTerms terms) {
    Freeze freeze = Circumstance.freezeAt(circumstances, instant);
    List<Move> moves = new ArrayList<>(movesUntil(instant, freeze, terms));
    if (!moves.isEmpty()) {
      moves.addAll(Validity.due(moves.getLast().held(), instant, new Told(freeze.endingAt(instant), terms)));
    }
    return holdings(first, moves, instant, terms);
  }

  private List<Holding> holdings(@Nullable Holding first, List<Move> moves, Instant instant, LevelTerms terms) {
    List<Holding> earned = new ArrayList<>();
    if (first != null && !first.from().isAfter(instant)
        && (moves.isEmpty() || first.from().isBefore(moves.getFirst().at()))) {
      earned.add(first);
    }
    for (Move move : moves) {
      earned.add(new Holding(move.at(), move.held().level(),
          terms.of(Objects.requireNonNull(move.held().programme()))));
    }
    return Holding.of(earned, overrides.until(instant).stream().map(one -> one.counted(terms)).toList());
  }

  private long sum(Instant after, Instant until) {
    return awards.stream().filter(award -> award.at.isAfter(after) && !award.at.isAfter(until))
        .mapToLong(Award::points).sum();
  }

  /** What the rule of what falls due asks of a life as told. */
  private final class Told implements Validity.Known {
    private final Freeze freeze;
    private final LevelTerms terms;

    Told(Freeze freeze, LevelTerms terms) {
      this.freeze = freeze;
      this.terms = terms;
    }

    @Override
    public Programme version(String name) {
      return terms.of(name);
    }

    /** Which version is at hand is for the decision to say; until it does, that by which the level was held. */
    @Override
    public Programme atHand(Standing held, Instant at) {
      return terms.of(Objects.requireNonNull(held.programme()));
    }

    @Override
    public long qualifying(Instant after, Instant before) {
      return awards.stream().filter(award -> award.at.isAfter(after) && award.at.isBefore(before))
          .mapToLong(Award::points).sum();
    }

    @Override
    public Freeze freeze() {
      return freeze;
    }
  }
}
