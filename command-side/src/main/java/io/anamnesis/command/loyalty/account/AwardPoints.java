package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.happening.Change;
import io.anamnesis.events.CustomerId;

/** Award what an interaction earns, or decide anew what a fact changes, on the account of the one who earns. */
public record AwardPoints(String account, CustomerId customer, Change change) implements AccountCommand {

  public static AwardPoints to(CustomerId customer, Change change) {
    return new AwardPoints(PointsAccount.stream(customer), customer, change);
  }
}
