package io.anamnesis.command.loyalty.account;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import java.time.Instant;
import java.util.UUID;

/** A command on a customer's level, decided by the account. */
public sealed interface LevelCommand extends AccountCommand {
  CustomerId customer();

  /** When it was given. */
  Instant at();

  @Override
  default String account() {
    return PointsAccount.stream(customer());
  }

  /** Decide what has fallen due. */
  record Sweep(CustomerId customer, Instant at) implements LevelCommand {}

  /**
   * Give a level.
   *
   * @param overrideId names what is given
   * @param programme version by whose terms it is held
   * @param until before it at least the level is held
   */
  record Give(CustomerId customer, UUID overrideId, int level, String programme, Instant until, Sealed reason,
      StaffId by, Instant at)
      implements
        LevelCommand {}

  /**
   * Give no longer what was given.
   *
   * @param command its identity
   */
  record Withdraw(CustomerId customer, UUID command, Sealed reason, StaffId by, Instant at) implements LevelCommand {}
}
