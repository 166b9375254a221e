package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.account.PersonsRequest.Kind;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import java.time.Instant;
import java.util.UUID;

/**
 * What a named person wants of an account.
 *
 * @param id of the adjustment or write-off that is asked for, or decided on
 * @param at when it was given
 */
public record PersonsCommand(CustomerId customer, UUID id, Wish wish, StaffId by,
    Instant at) implements AccountCommand {

  @Override
  public String account() {
    return PointsAccount.stream(customer);
  }

  public sealed interface Wish {

    /** @param points greater than zero gives, less than zero takes */
    record Adjust(long points, Sealed reason) implements Wish {}

    /** @param points that are owed and are to be forgiven; greater than zero */
    record WriteOff(long points, Sealed reason) implements Wish {}

    /** Agree to what another person asked for. */
    record Approve(Kind kind) implements Wish {}

    record Reject(Kind kind) implements Wish {}
  }
}
