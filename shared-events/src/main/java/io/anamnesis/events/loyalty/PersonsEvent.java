package io.anamnesis.events.loyalty;

import static io.anamnesis.events.FieldClass.STAFF_REASON;

import io.anamnesis.events.Decision;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import java.util.UUID;

/**
 * What a person asks of an account that another person has to agree to, and does not. What he agrees to is told by
 * {@link LedgerEvent.PointsAdjusted} and {@link LedgerEvent.ArrearsWrittenOff}. None of it moves points.
 */
public sealed interface PersonsEvent extends LoyaltyEvent {

  /**
   * An adjustment that waited for a second person will not be made.
   *
   * @param by who rejected it, or who asked for it and took it back
   */
  @Decision("loyalty.adjustment-rejected")
  record AdjustmentRejected(UUID adjustmentId, long points, StaffId by) implements PersonsEvent {}

  /**
   * Arrears are to be forgiven, and a second person has to approve.
   *
   * @param points at least 1, and no more than was owed
   */
  @Decision("loyalty.write-off-requested")
  record WriteOffRequested(UUID writeOffId, long points, @Personal(STAFF_REASON) Sealed reason, StaffId by)
      implements
        PersonsEvent {}

  /**
   * Arrears that were to be forgiven stay owed.
   *
   * @param by who rejected it, or who asked for it and took it back
   */
  @Decision("loyalty.write-off-rejected")
  record WriteOffRejected(UUID writeOffId, long points, StaffId by) implements PersonsEvent {}
}
