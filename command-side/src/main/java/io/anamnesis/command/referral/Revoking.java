package io.anamnesis.command.referral;

import io.anamnesis.command.referral.Rewarding.Due;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.referral.ReferralDecision.Milestone;
import io.anamnesis.events.referral.ReferralDecision.ReferralDecided;
import io.anamnesis.events.referral.ReferralDecision.Reward;
import java.time.Instant;

/** Why a reward is taken back, and as of when: a refund takes it when it occurs, anything else as if it had never been. */
record Revoking(Why why, Instant at) {

  /**
   * @param rewardedAt when the reward was earned
   * @param decided on the person who came, left or bought
   * @param referred that person
   */
  static Revoking of(Due due, Instant rewardedAt, ReferralDecided decided, CustomerId referred) {
    Milestone paid = decided.paid();
    boolean ofPurchase = due.reward() == Reward.FIRST_PAID_VISIT || due.reward() == Reward.REFERRED_FIRST_PAID_VISIT;
    if (ofPurchase && due.referred().equals(referred) && paid != null && paid.undoneAt() != null
        && paid.at().equals(rewardedAt)) {
      return new Revoking(Why.REFUND, paid.undoneAt());
    }
    if (!due.referred().equals(referred) || decided.becauseType() == null) {
      return new Revoking(Why.LATE_FACT, rewardedAt);
    }
    return new Revoking(switch (decided.becauseType()) {
      case "fact.withdrawn" -> Why.WITHDRAWAL;
      case "fact.corrected" -> Why.CORRECTION;
      default -> Why.LATE_FACT;
    }, rewardedAt);
  }
}
