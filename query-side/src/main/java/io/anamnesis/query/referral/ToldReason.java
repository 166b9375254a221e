package io.anamnesis.query.referral;

import io.anamnesis.events.referral.ReferralDecision.Reason;

/**
 * What people are told of why a referral is not rewarded. What ties two people, and that one of them was here before, is
 * nobody else's to know: whoever claims a number must not learn whose it is. Auditors find it in the history.
 */
public final class ToldReason {
  private ToldReason() {}

  /** In lower case, its parts joined by hyphens. */
  public static String of(Reason reason) {
    return switch (reason) {
      case SELF, SAME_PHONE, HOUSEHOLD, STAFF, NOT_NEW -> "not-eligible";
      case EARLIER_CLAIM, LAPSED, WITHDRAWN, MONTH_FULL, NO_TERMS -> RewardAnswer.word(reason);
    };
  }
}
