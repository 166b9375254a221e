package io.anamnesis.command.loyalty.ledger;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A command on a redemption that a family pool pays for; decided by the accounts of all who pay, together with the reward. */
public sealed interface PooledCommand {
  /** Whose redemption it is. */
  CustomerId customer();

  UUID redemptionId();

  /** When it was given. */
  Instant at();

  /** @param by the guardian who acts for the customer; null where the customer does */
  record Reserve(CustomerId customer, UUID redemptionId, RewardId reward, long quantity, @Nullable CustomerId by,
      Instant at) implements PooledCommand {}

  /** @param payment by which it was paid in money; null where none is told */
  record Confirm(CustomerId customer, UUID redemptionId, @Nullable Sealed payment, Instant at)
      implements
        PooledCommand {}

  /** @param byStaff whether a member of staff gives it, on whosever behalf */
  record Cancel(CustomerId customer, UUID redemptionId, Canceller by, boolean byStaff, Instant at)
      implements
        PooledCommand {}

  /** Cancel it if its time has run out. */
  record TimeOut(CustomerId customer, UUID redemptionId, Instant at) implements PooledCommand {}
}
