package io.anamnesis.command.loyalty.account;

import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import java.util.UUID;

/**
 * What a person asked of an account and a second person has to agree to.
 *
 * @param points of an adjustment given above zero, taken below; of a write-off above zero
 * @param by who asked
 */
public record PersonsRequest(UUID id, Kind kind, long points, Sealed reason, StaffId by) {

  public enum Kind {
    ADJUSTMENT, WRITE_OFF
  }
}
