package io.anamnesis.events.loyalty;

import io.anamnesis.events.Amount;
import io.anamnesis.events.Decision;
import io.anamnesis.events.PurchaseId;
import io.anamnesis.events.purchase.PurchaseEvent.RefundedLine;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an account takes down about the facts that its awards follow from, where no award or clawback says it: so that what
 * comes later is decided on the whole of them.
 */
public sealed interface RatingEvent extends LoyaltyEvent {

  /**
   * A refund, and whether it has an effect. Told again, with the same cause, when that changes.
   *
   * @param cause event id of the refund
   * @param because event id of the fact that led to it: the refund itself, unless something later did
   * @param purchase that it names; where several have the id, the earliest is meant
   * @param amount to be spread over what remains of the lines; null where lines are told
   * @param lines what is refunded of single lines; none where an amount is told
   * @param refundedAt when it occurred
   * @param position of the refund in the log: of two at the same instant, the lower comes first
   * @param toldAt position of the last word on it: its own, or that of a correction
   */
  @Decision("loyalty.refund-noted")
  record RefundNoted(UUID cause, UUID because, PurchaseId purchase, Currency currency, @Nullable Amount amount,
      List<RefundedLine> lines, Instant refundedAt, long position, long toldAt, Effect effect) implements RatingEvent {}

  /** What a refund does. All but the first have none, and wait: a later fact can give them one. */
  enum Effect {
    /** The purchase is worth less by it. */
    TAKEN,
    /** No purchase of this id is known. */
    UNKNOWN_PURCHASE,
    /** The purchase was in another currency. */
    OTHER_CURRENCY,
    /** More is asked for than remains. */
    MORE_THAN_REMAINS
  }

  /**
   * What an interaction is from now on, as its source said last; also where points are as before, so that an earlier word on
   * it, when it comes to be decided on later, finds that it is no longer the last.
   *
   * @param cause event id of the interaction
   * @param because event id of the correction
   * @param programme version that decides on it
   * @param occurredAt of the interaction
   * @param position of the interaction in the log
   * @param toldAt position of the correction
   * @param parts the lines of a purchase, as an award would tell them, without points
   * @param values what conditions see of it now
   */
  @Decision("loyalty.interaction-corrected")
  record InteractionCorrected(UUID cause, String causeType, UUID because, String programme, Instant occurredAt,
      long position, long toldAt, List<Part> parts, List<Value> values) implements RatingEvent {}

  /**
   * An interaction or a refund did not happen; also one that the account has not heard of yet.
   *
   * @param cause its event id
   * @param because event id of the withdrawal
   * @param toldAt position of the withdrawal
   */
  @Decision("loyalty.interaction-withdrawn")
  record InteractionWithdrawn(UUID cause, String causeType, UUID because, long toldAt) implements RatingEvent {}

  /**
   * The course of levels from an instant on is another than was told: nothing holds any more that fell due at {@code from} or
   * later and was told before. What takes its place is told by events of its own that follow.
   *
   * @param because event id of the fact that led to it
   * @param from the first instant at which the level differs
   * @param level the level held just before
   * @param steps levels reached from then on, as far as they are told here: none but by decisions of earlier days
   */
  @Decision("loyalty.tier-revised")
  record TierRevised(UUID because, String programme, Instant from, int level,
      List<Step> steps) implements RatingEvent {}

  /**
   * A level reached, as of {@link TierReached}.
   *
   * @param from the level held before
   */
  record Step(int from, int level, long qualifyingPoints, Instant reachedAt, Instant validUntil) {}

  /**
   * What a rule gives for an interaction before refunds has changed otherwise than the awards and clawbacks beside this say:
   * each award adds its points to it, each clawback takes off what it undoes, but for a refund's, which takes off nothing. An
   * award that gives back what a refund took, since there was no refund, is none to be counted anew.
   *
   * @param because event id of the fact that led to it
   * @param occurredAt of the interaction
   * @param by what is to be added to the awards of a lifetime; below zero: taken off
   */
  @Decision("loyalty.award-restated")
  record AwardRestated(UUID cause, String causeType, UUID because, String programme, String rule, Instant occurredAt,
      long by) implements RatingEvent {}
}
