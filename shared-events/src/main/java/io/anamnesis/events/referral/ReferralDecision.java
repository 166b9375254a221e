package io.anamnesis.events.referral;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Decision;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decisions on who brought whom, and what that is worth. Streams: {@code referral:<referred>} holds what is decided of one
 * person who was referred, {@code referrer:<referrer>} what follows for the one who referred.
 */
public sealed interface ReferralDecision extends CustomerEvent {

  /**
   * The subject is said to have referred a person. In the referred person's stream, about the referrer, so that what is told
   * of the referrer later finds the people it bears on.
   *
   * @param claim event id of the fact that says so
   * @param because event id of the fact that led to the note: the claim itself, or a correction or withdrawal of it
   * @param claimedAt when the claim occurred
   * @param position of the claim in the log: of two at the same instant, the lower comes first
   * @param toldAt position of the last word on it: its own, or that of a correction or withdrawal
   * @param stands false where the claim says so no longer
   */
  @Decision("referral.claim-noted")
  record ClaimNoted(UUID claim, UUID because, CustomerId referred, CustomerId referrer, Instant claimedAt,
      long position, long toldAt, boolean stands, @Nullable String code) implements ReferralDecision {}

  /**
   * All that is decided of a referred person, the subject; it replaces what was decided before.
   *
   * @param because event id of the fact that led to it; null where the time had come
   * @param becauseType its type
   * @param readTo the position up to which the log was read for it
   * @param judgedTo the last end of a pending period that was judged; null before the first
   * @param claims of this person, in the order of business
   * @param booking the first booking under a claim; null before it
   * @param visit the first counting visit, if a claim was good for it
   * @param paid the first purchase that was still worth enough at the end of its pending period
   * @param dueAt when the next pending period ends that can matter
   */
  @Decision("referral.decided")
  record ReferralDecided(@Nullable UUID because, @Nullable String becauseType, long readTo,
      @Nullable Instant judgedTo, List<Claimed> claims, @Nullable Milestone booking, @Nullable Milestone visit,
      @Nullable Milestone paid, @Nullable Instant dueAt) implements ReferralDecision {}

  /**
   * A claim, and why it is not good.
   *
   * @param goodUntil a first visit must occur before this instant
   * @param programme version of the programme in force at the claim: its terms are the referral's
   * @param reason null where the claim is good as far as is known
   */
  record Claimed(UUID claim, CustomerId referrer, Instant claimedAt, Instant goodUntil, String programme,
      @Nullable Reason reason) {}

  /**
   * Something that a referral is rewarded for.
   *
   * @param fact event id
   * @param at when it was reached: of a purchase the end of its pending period
   * @param position of the fact in the log
   * @param claim the claim that was good for it
   * @param undoneAt when a refund left too little of the purchase; null where none did
   */
  record Milestone(UUID fact, Instant at, long position, UUID claim, @Nullable Instant undoneAt) {}

  /** Why a claim, or a person who was brought, is not rewarded. */
  enum Reason {
    /** Somebody referred oneself. */
    SELF,
    /** Both have given the same phone number. */
    SAME_PHONE,
    /** Both are of one household. */
    HOUSEHOLD,
    /** One of them is staff. */
    STAFF,
    /** The person had visited, stayed or bought before. */
    NOT_NEW,
    /** An earlier claim holds. */
    EARLIER_CLAIM,
    /** The first visit came too late. */
    LAPSED,
    /** The claim was corrected away or withdrawn. */
    WITHDRAWN,
    /** So many other people came first in this month. */
    MONTH_FULL,
    /** The programme rewards no referrals. */
    NO_TERMS
  }

  /** How far a referral has got. */
  enum State {
    /** Waits for the first visit. */
    CLAIMED,
    /** The person has visited. */
    VISITED,
    /** The first purchase is past refunding. */
    PAID,
    /** The claim is not good; the reason says why. */
    REFUSED
  }

  /**
   * How a referral stands, to the referrer, who is the subject; it replaces what was told of this person before.
   *
   * @param because event id of the decision on the referred person, or on another one whose coming moves this one
   * @param decidedAt position of the decision on the referred person
   * @param goodUntil without a visit before this instant the claim lapses
   * @param reason of a refusal; also where a person who came is not rewarded
   * @param dueAt when the next pending period ends that can matter
   */
  @Decision("referral.standing-changed")
  record StandingChanged(UUID because, long decidedAt, CustomerId referred, UUID claim, Instant claimedAt,
      Instant goodUntil, String programme, State state, @Nullable Reason reason, @Nullable Milestone booking,
      @Nullable Milestone visit, @Nullable Milestone paid, @Nullable Instant dueAt)
      implements
        ReferralDecision {}

  /** What is rewarded, and whom. */
  enum Reward {
    BOOKING("referral-booking"), FIRST_VISIT("referral-first-visit"), FIRST_PAID_VISIT(
        "referral-first-paid-visit"),
    REFERRED_FIRST_PAID_VISIT("referred-first-paid-visit");

    private final String rule;

    Reward(String rule) {
      this.rule = rule;
    }

    /** Names it in the ledger, as a rule. */
    public String rule() {
      return rule;
    }

    /** Whether the referred person gets it; else the referrer does. */
    public boolean isOfReferred() {
      return this == REFERRED_FIRST_PAID_VISIT;
    }
  }

  /**
   * The subject gets points for a referral. Its account credits them for this event.
   *
   * @param because event id of the decision on a referred person that led to it
   * @param programme version of the programme whose terms say how many
   * @param points greater than zero
   */
  @Decision("referral.rewarded")
  record ReferralRewarded(UUID because, CustomerId referrer, CustomerId referred, Reward reward, String programme,
      long points) implements ReferralDecision {}

  /**
   * A reward is taken back from the subject.
   *
   * @param because event id of the decision on a referred person that led to it
   * @param rewarded event id of the {@link ReferralRewarded}
   */
  @Decision("referral.reward-revoked")
  record RewardRevoked(UUID because, UUID rewarded, CustomerId referrer, CustomerId referred, Reward reward,
      long points,
      Why why) implements ReferralDecision {}

  /** The subject has a code to give to others, once and for all. */
  @Decision("referral.code-given")
  record CodeGiven(String code) implements ReferralDecision {}
}
