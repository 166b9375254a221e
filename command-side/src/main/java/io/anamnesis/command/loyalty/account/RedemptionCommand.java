package io.anamnesis.command.loyalty.account;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A command on a redemption; decided by the customer's account, together with the reward. */
public sealed interface RedemptionCommand extends AccountCommand {
  CustomerId customer();

  /** When it was given. */
  Instant at();

  @Override
  default String account() {
    return PointsAccount.stream(customer());
  }

  record Reserve(CustomerId customer, UUID redemptionId, RewardId reward, long quantity, Instant at)
      implements
        RedemptionCommand {}

  /** @param payment by which it was paid in money; null where none is told */
  record Confirm(CustomerId customer, UUID redemptionId, @Nullable Sealed payment, Instant at)
      implements
        RedemptionCommand {}

  /** @param byStaff whether a member of staff gives it, on whosever behalf */
  record Cancel(CustomerId customer, UUID redemptionId, Canceller by, boolean byStaff, Instant at)
      implements
        RedemptionCommand {}

  /** Decide the first of what has fallen due. */
  record Sweep(CustomerId customer, Instant at) implements RedemptionCommand {}
}
