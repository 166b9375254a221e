package io.anamnesis.events.loyalty;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Decision;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decisions on points and tiers. Each carries its whole outcome: a fold adds up and never decides again.
 */
public sealed interface LoyaltyEvent extends CustomerEvent {

  /**
   * Points awarded for one cause, as one lot.
   *
   * @param cause event id of the interaction
   * @param causeType its type
   * @param programme version of the programme that decided
   * @param rule name of the rule in that version
   * @param points whole points, greater than zero: the sum of the parts
   * @param multiplier of the level held just before; 1 where the rule has none
   * @param level the level held just before the cause
   * @param lot the lot that these points form
   * @param values what the rule's condition could see of the interaction; none of a purchase, whose lines differ
   * @param parts how the points came about, a line of a purchase each; one part for every other rule
   */
  @Decision(value = "loyalty.points-earned", revision = 2)
  record PointsEarned(UUID cause, String causeType, String programme, String rule, long points, BigDecimal multiplier,
      int level, Lot lot, List<Part> parts,
      List<Value> values) implements LoyaltyEvent {}

  /**
   * A dated lot of points.
   *
   * @param lotId derived from the cause and the rule
   * @param earnedAt when the cause occurred
   * @param activeAt from then on the points can be spent
   * @param expiresAt from then on they cannot
   */
  record Lot(UUID lotId, long points, Instant earnedAt, Instant activeAt, Instant expiresAt) {}

  /**
   * A part of an award.
   *
   * @param line number of the purchase's line from 1; null where the cause has no lines
   * @param base what the rate was applied to: the part of the line that the customer paid; null for fixed points
   */
  record Part(@Nullable Integer line, @Nullable BigDecimal base, @Nullable Currency currency, long points) {}

  /** A code of the interaction by its name in conditions, for example {@code kind} and {@code rehabilitation}. */
  record Value(String name, String value) {}

  /** A rule was evaluated and gave nothing; recorded, so that a later try cannot decide otherwise. */
  @Decision("loyalty.points-not-earned")
  record PointsNotEarned(UUID cause, String causeType, String programme, String rule, Reason reason)
      implements
        LoyaltyEvent {}

  /** Why an interaction earned nothing. */
  enum Reason {
    /** Less than one whole point. */
    BELOW_ONE_POINT,
    /** No condition of the programme's rules for this type holds. */
    NO_RULE_APPLIES
  }

  /**
   * A level reached.
   *
   * @param from the level held before
   * @param level the level held from {@code reachedAt} on
   * @param qualifyingPoints what counted at that instant
   * @param reachedAt when the threshold was crossed, on the clock of what happened
   * @param validUntil first instant at which the level is to be judged anew
   */
  @Decision("loyalty.tier-reached")
  record TierReached(UUID cause, String programme, int from, int level, long qualifyingPoints, Instant reachedAt,
      Instant validUntil) implements LoyaltyEvent {}
}
