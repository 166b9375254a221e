package io.anamnesis.events.referral;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Fact;
import org.jspecify.annotations.Nullable;

/** Customers who bring customers. */
public sealed interface ReferralEvent extends CustomerEvent {

  /** The subject says that it referred another person. */
  @Fact("referral.made")
  record ReferralMade(CustomerId referred, @Nullable String code) implements ReferralEvent {}
}
