package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.rating.Reviewed.Word;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import java.time.Instant;
import java.util.UUID;

/**
 * What a person says of an interaction whose awards are held.
 *
 * @param command its identity
 * @param reviewId event id of what told that they are held
 * @param cause event id of the interaction
 * @param at when it was given
 */
public record ReviewCommand(CustomerId customer, UUID command, UUID reviewId, UUID cause, Word word, Sealed reason,
    StaffId by, Instant at) implements AccountCommand {

  @Override
  public String account() {
    return PointsAccount.stream(customer);
  }
}
