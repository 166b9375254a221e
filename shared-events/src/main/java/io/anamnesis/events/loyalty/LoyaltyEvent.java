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
 * Decisions on a customer's points and tiers: what interactions earn here, what becomes of the points in
 * {@link LedgerEvent}, of levels in {@link LevelEvent}, what the account takes down beside in {@link RatingEvent}, what persons
 * ask of it and do not get at once in {@link PersonsEvent}, what passes within a family in {@link FamilyEvent}, of the family
 * pool in {@link PoolEvent}, what levels give so many times a year in {@link BenefitEvent}, what waits for a person to look at in
 * {@link ReviewEvent}. Each carries its whole outcome: a fold adds up and never decides again.
 */
public sealed interface LoyaltyEvent extends CustomerEvent
    permits LoyaltyEvent.PointsEarned, LoyaltyEvent.PointsNotEarned, LoyaltyEvent.TierReached, LedgerEvent,
    RatingEvent, LevelEvent, PersonsEvent, FamilyEvent, BenefitEvent, PoolEvent, ReviewEvent {

  /**
   * Points awarded for one cause, as one lot. What raises an award later is a further award of the same cause and rule, with
   * a lot of its own.
   *
   * @param cause event id of the interaction
   * @param causeType its type
   * @param because event id of the fact that led to the decision: the cause itself, unless something late did
   * @param position of the cause in the log: of two at the same instant, the lower comes first; 0 where it was not kept yet
   * @param programme version of the programme that decided
   * @param rule name of the rule in that version
   * @param points whole points, greater than zero
   * @param multiplier of the level held just before; 1 where the rule has none
   * @param level the level held just before the cause
   * @param lot the lot that these points form
   * @param parts what the rule looked at: every line of a purchase, those without points too; one part for other rules
   * @param values what conditions and caps could see of the interaction; of a purchase its id alone, as its lines differ
   * @param cap the cap that left less than the rule gives; null where none did
   */
  @Decision(value = "loyalty.points-earned", revision = 3)
  record PointsEarned(UUID cause, String causeType, UUID because, long position, String programme, String rule,
      long points,
      BigDecimal multiplier, int level, Lot lot, List<Part> parts, List<Value> values, @Nullable Cap cap)
      implements
        LoyaltyEvent {}

  /**
   * A dated lot of points.
   *
   * @param lotId derived from the cause, the rule and what led to the decision
   * @param earnedAt when the cause occurred
   * @param activeAt from then on the points can be spent
   * @param expiresAt from then on they cannot
   */
  record Lot(UUID lotId, long points, Instant earnedAt, Instant activeAt, Instant expiresAt) {}

  /**
   * A part of an award.
   *
   * @param line number of the purchase's line from 1; null where the cause has no lines
   * @param amount the line's total, where the customer paid another part of it than all; else null
   * @param base what the rate was applied to: the part of the line that the customer paid; null for fixed points
   * @param points what the part is worth, before a cap cuts the sum
   * @param values what the rule's condition could see of the line; none where the cause has no lines
   */
  record Part(@Nullable Integer line, @Nullable BigDecimal amount, @Nullable BigDecimal base,
      @Nullable Currency currency, long points,
      List<Value> values) {}

  /** A code of the interaction by its name in conditions, for example {@code kind} and {@code rehabilitation}. */
  record Value(String name, String value) {}

  /**
   * A cap that had a say.
   *
   * @param name of the cap in the programme
   * @param limit how much it allows in its period, in awards or points as the programme says
   * @param left how much of that was left before the award
   */
  record Cap(String name, long limit, long left) {}

  /**
   * A rule was evaluated and gave nothing; recorded wherever the account's state had a say or a later fact can change the
   * outcome, so that a later try cannot decide otherwise.
   *
   * @param because event id of the fact that led to the decision: the cause itself, unless something late did
   * @param occurredAt when the cause occurred; null where it was not kept yet
   * @param position of the cause in the log, as of an award
   * @param parts what the rule looked at, as of an award
   * @param values what the rule's condition could see of the interaction, as of an award
   * @param cap the cap that left nothing; null for every other reason
   */
  @Decision(value = "loyalty.points-not-earned", revision = 2)
  record PointsNotEarned(UUID cause, String causeType, UUID because, @Nullable Instant occurredAt, long position,
      String programme, String rule, Reason reason,
      List<Part> parts, List<Value> values, @Nullable Cap cap)
      implements
        LoyaltyEvent {}

  /** Why an interaction earned nothing. */
  enum Reason {
    /** Less than one whole point. */
    BELOW_ONE_POINT,
    /** No condition of the programme's rules for this type holds. */
    NO_RULE_APPLIES,
    /** A cap had nothing left. */
    CAPPED,
    /** What is rewarded once, such as the same content on the same day, has been rewarded. */
    REPEATED,
    /** The day does not complete a streak. */
    NO_STREAK,
    /** A person is to look at it first, or has refused it. */
    HELD
  }

  /**
   * A level reached.
   *
   * @param from the level held before
   * @param level the level held from {@code reachedAt} on
   * @param qualifyingPoints what counted at that instant
   * @param reachedAt when the threshold was crossed, on the clock of what happened
   * @param validUntil first instant at which the level is to be judged anew
   * @param warnings instants at which the customer is to be warned if it would not be kept; none that had passed when the
   *     cause was recorded
   */
  @Decision(value = "loyalty.tier-reached", revision = 2)
  record TierReached(UUID cause, String programme, int from, int level, long qualifyingPoints, Instant reachedAt,
      Instant validUntil, List<Instant> warnings) implements LoyaltyEvent {}
}
