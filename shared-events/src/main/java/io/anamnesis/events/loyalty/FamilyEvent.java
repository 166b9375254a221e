package io.anamnesis.events.loyalty;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Decision;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Points that pass from one member of a family to another. What one gives and the other gets are two events of one append,
 * as an event concerns one person: both are recorded, or neither.
 */
public sealed interface FamilyEvent extends LoyaltyEvent {

  /** The same in both events. */
  UUID transferId();

  /** Event id of the fact that makes the two family. */
  UUID link();

  /** Whole points that pass, greater than zero. */
  long points();

  /**
   * Points given to a member of the family. They count as used: what was earned and qualifies for a level stays with who
   * earned it, and so does what a refund takes back.
   *
   * @param by the guardian who acted for the giver; null where the giver did
   * @param points the sum of {@code from}
   */
  @Decision("loyalty.points-sent")
  record PointsSent(UUID transferId, CustomerId to, UUID link, @Nullable CustomerId by, long points,
      List<Allocation> from) implements FamilyEvent {}

  /**
   * Points got from a member of the family: no award, so that they never qualify for a level, and no refund takes them.
   *
   * @param points the sum of {@code lots}
   */
  @Decision("loyalty.points-received")
  record PointsReceived(UUID transferId, CustomerId from, UUID link, long points, List<ReceivedLot> lots)
      implements
        FamilyEvent {}

  /**
   * A lot that was made of points of another person's lot, with that one's dates.
   *
   * @param lot its id derives from the transfer and the giver's lot: a lot that comes back is another one than that which left
   * @param outOf the giver's lot
   */
  record ReceivedLot(Lot lot, UUID outOf) {}
}
