package io.anamnesis.command.referral;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.referral.ReferralDecision.ClaimNoted;
import java.util.UUID;

/**
 * A fact that says who referred a person, as its source said last.
 *
 * @param moment of the fact
 * @param toldAt position of the last word on it
 * @param stands false where it says so no longer
 */
record Claim(Moment moment, CustomerId referrer, long toldAt, boolean stands) {

  static Claim of(ClaimNoted noted) {
    return new Claim(new Moment(noted.claim(), noted.claimedAt(), noted.position()), noted.referrer(), noted.toldAt(),
        noted.stands());
  }

  UUID id() {
    return moment.fact();
  }
}
