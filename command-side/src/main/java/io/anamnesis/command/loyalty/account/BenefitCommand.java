package io.anamnesis.command.loyalty.account;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.VisitId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A command on a benefit of a customer's level, decided by the account. */
public sealed interface BenefitCommand extends AccountCommand {
  CustomerId customer();

  /** When it was given. */
  Instant at();

  @Override
  default String account() {
    return PointsAccount.stream(customer());
  }

  /** @param useId names what is used */
  record Use(CustomerId customer, UUID useId, String kind, int quantity, @Nullable String reference,
      @Nullable VisitId visitId, Instant at) implements BenefitCommand {}

  /** It was not used. */
  record Cancel(CustomerId customer, UUID useId, String kind, Sealed reason, StaffId by, Instant at)
      implements
        BenefitCommand {}
}
