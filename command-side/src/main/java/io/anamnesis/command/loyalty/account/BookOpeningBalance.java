package io.anamnesis.command.loyalty.account;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalanceApproved;
import java.time.Instant;
import java.util.UUID;

/**
 * Book what was approved.
 *
 * @param approval event id of the approval
 * @param at when it was approved
 */
public record BookOpeningBalance(CustomerId customer, OpeningBalanceApproved approved, UUID approval, Instant at)
    implements
      AccountCommand {

  @Override
  public String account() {
    return PointsAccount.stream(customer);
  }
}
