package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.level.Benefits;
import io.anamnesis.command.loyalty.level.Levels;
import io.anamnesis.command.loyalty.rating.Reviews;
import io.anamnesis.command.loyalty.rating.Sayings;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.BenefitEvent;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LevelEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import io.anamnesis.events.loyalty.ReviewEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the log says that interactions were decided to be worth, and which levels were reached. Adds up, and nothing else. */
final class Postings {
  private final Map<UUID, Posted> byCause = new HashMap<>();
  private final Levels levels = new Levels();
  private final Benefits benefits = new Benefits();
  private final Reviews reviews = new Reviews();
  private long lastLevel;
  private long lastBenefit;
  private long lastReview;

  /** What was posted about one interaction. */
  static final class Posted {
    private final UUID cause;
    private final String programme;
    private final long first;
    private final Map<String, Long> net = new TreeMap<>();
    private long last;

    private Posted(UUID cause, String programme, long first) {
      this.cause = cause;
      this.programme = programme;
      this.first = first;
    }

    UUID cause() {
      return cause;
    }

    /** The version of the first decision. */
    String programme() {
      return programme;
    }

    /** Position of the first decision. */
    long first() {
      return first;
    }

    /** Position of the last decision that changed its worth, or else of the first. */
    long last() {
      return Math.max(first, last);
    }

    /** Points by rule: awarded, less undone. */
    Map<String, Long> net() {
      return net;
    }

    private void add(String rule, long points, long position) {
      net.merge(rule, points, Math::addExact);
      last = position;
    }
  }

  void take(Recorded recorded, LoyaltyEvent event) {
    switch (event) {
      case PointsEarned award ->
        about(award.cause(), award.programme(), recorded).add(award.rule(), award.points(), recorded.position());
      case PointsClawedBack back -> about(back.cause(), back.programme(), recorded).add(back.rule(),
          Math.negateExact(back.undone()), recorded.position());
      case PointsNotEarned nothing -> about(nothing.cause(), nothing.programme(), recorded);
      case TierReached reached -> {
        levels.reach(reached);
        lastLevel = recorded.position();
      }
      case TierRevised revised -> {
        levels.revise(revised);
        lastLevel = recorded.position();
      }
      case LevelEvent said -> {
        levels.evolve(said);
        lastLevel = recorded.position();
      }
      case BenefitEvent about -> {
        benefits.evolve(about);
        lastBenefit = recorded.position();
      }
      case ReviewEvent said -> {
        reviews.evolve(said);
        lastReview = recorded.position();
      }
      default -> {
        // Says nothing of what an interaction is worth, or of a level.
      }
    }
  }

  private Posted about(UUID cause, String programme, Recorded decision) {
    return byCause.computeIfAbsent(cause, first -> new Posted(cause, programme, decision.position()));
  }

  @Nullable
  Posted find(UUID cause) {
    return byCause.get(cause);
  }

  Collection<Posted> all() {
    return byCause.values();
  }

  Levels levels() {
    return levels;
  }

  Benefits benefits() {
    return benefits;
  }

  /** Position of the last word on benefits; 0 if there was none. */
  long lastBenefit() {
    return lastBenefit;
  }

  Reviews reviews() {
    return reviews;
  }

  /** Position of the last word on what waits for a person; 0 if there was none. */
  long lastReview() {
    return lastReview;
  }

  /** What persons said that the worth of interactions follows from. */
  Sayings sayings() {
    return new Sayings(levels.overrides(), reviews.said());
  }

  /** Position of the last word on levels; 0 if there was none. */
  long lastLevel() {
    return lastLevel;
  }
}
