package io.anamnesis.command.loyalty;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;

/** Award what an interaction earns, to the account of the one who earns it. */
record AwardPoints(String account, CustomerId customer, Recorded cause) implements AccountCommand {

  static AwardPoints to(CustomerId customer, Recorded cause) {
    return new AwardPoints(PointsAccount.stream(customer), customer, cause);
  }
}
