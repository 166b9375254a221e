package io.anamnesis.command.loyalty.rating;

import io.anamnesis.command.loyalty.happening.Cause;
import io.anamnesis.command.loyalty.happening.Circumstance;
import io.anamnesis.command.loyalty.happening.Happening;
import io.anamnesis.command.loyalty.happening.Refund;
import io.anamnesis.command.loyalty.level.Levels;
import io.anamnesis.command.loyalty.programme.ProgrammeRules;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LevelEvent;
import io.anamnesis.events.loyalty.LevelEvent.CircumstanceNoted;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.RatingEvent;
import io.anamnesis.events.loyalty.RatingEvent.AwardRestated;
import io.anamnesis.events.loyalty.RatingEvent.Effect;
import io.anamnesis.events.loyalty.RatingEvent.InteractionCorrected;
import io.anamnesis.events.loyalty.RatingEvent.InteractionWithdrawn;
import io.anamnesis.events.loyalty.RatingEvent.RefundNoted;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import io.anamnesis.events.loyalty.ReviewEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an account knows of the facts that its points and level follow from, and what each was decided to be worth. Changed
 * only by {@link #evolve}, in place, which adds up and decides nothing.
 */
public final class Rating {
  private final Life life = new Life();
  private final Levels levels = new Levels();
  private final Reviews reviews = new Reviews();
  /** Positions of the last words on facts that were corrected or withdrawn, known to the account or not. */
  private final Map<UUID, Long> lastWords = new TreeMap<>();

  private transient @Nullable Tip tip;

  /**
   * @param net points by rule: awarded, less undone
   * @param given points by rule before refunds, as told
   */
  public record Entry(Cause cause, SortedMap<String, Long> net, SortedMap<String, Long> given) {
    public long netOf(String rule) {
      return net.getOrDefault(rule, 0L);
    }

    public long givenBy(String rule) {
      return given.getOrDefault(rule, 0L);
    }

    private void award(PointsEarned award) {
      net.merge(award.rule(), award.points(), Long::sum);
      given.merge(award.rule(), award.points(), Long::sum);
    }

    private void undo(PointsClawedBack back) {
      net.merge(back.rule(), -back.undone(), Long::sum);
      if (back.why() != Why.REFUND) {
        given.merge(back.rule(), -back.undone(), Long::sum);
      }
    }
  }

  public record Noted(Refund refund, Effect effect) {}

  public void evolve(LoyaltyEvent event) {
    switch (event) {
      case PointsEarned award -> life.keep(Cause.of(award)).award(award);
      case PointsClawedBack back -> entryOf(back.cause()).undo(back);
      case PointsNotEarned nothing -> {
        Cause cause = Cause.of(nothing);
        if (cause != null) {
          life.keep(cause);
        }
      }
      case TierReached reached -> levels.reach(reached);
      case CircumstanceNoted noted -> {
        life.note(Circumstance.of(noted));
        if (noted.toldAt() > noted.position()) {
          heed(noted.cause(), noted.toldAt());
        }
      }
      case LevelEvent about -> levels.evolve(about);
      case RatingEvent about -> note(about);
      case ReviewEvent about -> reviews.evolve(about);
      default -> {
        // What becomes of points after they were earned changes nothing of what interactions are worth.
      }
    }
  }

  private void note(RatingEvent event) {
    switch (event) {
      case RefundNoted noted -> {
        life.note(new Noted(Refund.of(noted), noted.effect()));
        if (noted.toldAt() > noted.position()) {
          heed(noted.cause(), noted.toldAt());
        }
      }
      case InteractionCorrected corrected -> {
        life.replace(Cause.of(corrected));
        heed(corrected.cause(), corrected.toldAt());
      }
      case InteractionWithdrawn withdrawn -> {
        life.withdraw(withdrawn.cause());
        heed(withdrawn.cause(), withdrawn.toldAt());
      }
      case TierRevised revised -> levels.revise(revised);
      case AwardRestated restated ->
        entryOf(restated.cause()).given().merge(restated.rule(), restated.by(), Long::sum);
    }
  }

  private void heed(UUID fact, long toldAt) {
    lastWords.merge(fact, toldAt, Math::max);
  }

  /** Position of the last correction or withdrawal of a fact that was decided on; 0 if there was none. */
  public long lastWordOn(UUID fact) {
    return lastWords.getOrDefault(fact, 0L);
  }

  private Entry entryOf(UUID cause) {
    Entry known = life.find(cause);
    if (known == null) {
      throw new IllegalStateException("points of " + cause + " are taken back, which never earned any");
    }
    return known;
  }

  /** Whether nothing known lies after it, nor was anything told that fell due after it. */
  public boolean isLast(Happening happening) {
    return !levels.knowsLaterThan(happening.at()) && life.isLast(happening);
  }

  public @Nullable Entry find(UUID cause) {
    return life.find(cause);
  }

  public boolean knows(UUID id) {
    return find(id) != null || findRefund(id) != null || findCircumstance(id) != null;
  }

  public @Nullable Circumstance findCircumstance(UUID id) {
    return life.findCircumstance(id);
  }

  public @Nullable Noted findRefund(UUID id) {
    return life.findRefund(id);
  }

  /** All that is known, in the order of business. */
  public List<Happening> life() {
    return life.happenings();
  }

  /** Whether anything known lies after an instant. */
  public boolean isPast(Instant instant) {
    return life.isPast(instant);
  }

  /** The first interaction that is known; null where none is. */
  public @Nullable Cause first() {
    return life.first();
  }

  /** The last interaction that is known; null where none is. */
  public @Nullable Cause last() {
    return life.last();
  }

  public Levels levels() {
    return levels;
  }

  public Reviews reviews() {
    return reviews;
  }

  /** What persons said that the worth of interactions follows from. */
  public Sayings sayings() {
    return new Sayings(levels.overrides(), reviews.said());
  }

  /** The way through all that is known. Kept, as most of what comes next lies after it. */
  public Course course(Function<String, ProgrammeRules> versions) {
    Tip kept = tip;
    if (kept == null || !kept.versions.equals(versions) || !kept.walk.holds()
        || !kept.course.sayings().equals(sayings())) {
      kept = new Tip(versions, new Course(versions, sayings()), life.walk());
      tip = kept;
    }
    for (Happening next = kept.walk.next(); next != null; next = kept.walk.next()) {
      kept.course.take(next);
    }
    return kept.course;
  }

  /** The way through what is known up to an instant, the instant included. A source whose clock is fast tells of later ones. */
  public Course course(Function<String, ProgrammeRules> versions, Instant to) {
    if (!isPast(to)) {
      return course(versions);
    }
    Course course = new Course(versions, sayings());
    life().stream().filter(happening -> !happening.at().isAfter(to)).forEach(course::take);
    return course;
  }

  /** How far the way was gone, and by which versions. */
  private record Tip(Function<String, ProgrammeRules> versions, Course course, Life.Walk walk) {}
}
