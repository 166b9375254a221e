package io.anamnesis.command.referral;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import java.time.Instant;
import java.util.List;

/** A command on a referral. It says itself which stream decides, as Axon's search for the annotation takes long. */
sealed interface ReferralCommand {
  String stream();

  /** Decided by the referred person's {@link Referral}. */
  sealed interface OnReferred extends ReferralCommand {
    CustomerId referred();

    @Override
    default String stream() {
      return Referral.stream(referred());
    }
  }

  /** Decided by the {@link Referrer}. */
  sealed interface OnReferrer extends ReferralCommand {
    CustomerId referrer();

    @Override
    default String stream() {
      return Referrer.stream(referrer());
    }
  }

  /** Take down what is said, or is said no longer, of who referred a person. */
  record NoteClaims(CustomerId referred, List<Said> said) implements OnReferred {}

  /** Decide by all that the log tells now. */
  record Decide(CustomerId referred, Recorded because) implements OnReferred {}

  /** Judge the pending period that ended first, if one has. */
  record Judge(CustomerId referred, Instant now) implements OnReferred {}

  /** Take over what was decided on a referred person. */
  record TakeOver(CustomerId referrer, CustomerId referred, Recorded decided) implements OnReferrer {}

  /** Give the code, if there is none. */
  record GiveCode(CustomerId referrer, String code) implements OnReferrer {}
}
