package io.anamnesis.events.loyalty;

import static io.anamnesis.events.FieldClass.PAYMENT;
import static io.anamnesis.events.FieldClass.STAFF_REASON;

import io.anamnesis.events.Decision;
import io.anamnesis.events.Money;
import io.anamnesis.events.Personal;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of points after they were earned. Every event says lot by lot where points were taken from or given back
 * to; points are whole and, but for an adjustment's, never negative.
 */
public sealed interface LedgerEvent extends LoyaltyEvent {

  /**
   * So many points of one lot; at least 1.
   *
   * @param expiresAt of the lot as it stood: who folds the allocation need not have the lot to know whether it still matters
   */
  record Allocation(UUID lotId, long points, Instant expiresAt) {}

  /**
   * An award is worth less than was awarded. {@code undone} = {@code points} + {@code owed} + what of the award had expired
   * unspent, as far as no earlier clawback was spared by it.
   *
   * @param cause event id of the interaction whose award is undone
   * @param because event id of the fact that led to it
   * @param earnedAt when the interaction occurred
   * @param undone by how much the award's worth fell; tier qualification is less by this, at the award's instant
   * @param points taken from lots: the sum of {@code from}
   * @param owed what no lot could give: arrears grow by it
   * @param parts what is kept, line by line
   */
  @Decision("loyalty.points-clawed-back")
  record PointsClawedBack(UUID cause, String causeType, UUID because, Why why, String programme, String rule,
      Instant earnedAt, long undone, long points, long owed, List<Part> parts, List<Allocation> from)
      implements
        LedgerEvent {}

  /** Why an award is worth less. */
  enum Why {
    /** The purchase was refunded, in part or whole. */
    REFUND,
    /** The source corrected the interaction. */
    CORRECTION,
    /** The source took the interaction back. */
    WITHDRAWAL,
    /** A fact that came late or changed another interaction left less to this one. */
    LATE_FACT
  }

  /** A credit repaid arrears, before it could be spent. */
  @Decision("loyalty.arrears-repaid")
  record ArrearsRepaid(long points, List<Allocation> from) implements LedgerEvent {}

  /**
   * Arrears forgiven.
   *
   * @param writeOffId of the request for it
   * @param by who asked for it
   * @param approvedBy who approved it; another person
   */
  @Decision("loyalty.arrears-written-off")
  record ArrearsWrittenOff(UUID writeOffId, long points, @Personal(STAFF_REASON) Sealed reason, StaffId by,
      StaffId approvedBy)
      implements
        LedgerEvent {}

  /**
   * Lots expired unspent. What was reserved of them stays reserved.
   *
   * @param expiredAt the instant of expiry of the lots, whenever it was noted
   */
  @Decision("loyalty.points-expired")
  record PointsExpired(long points, List<Allocation> from, Instant expiredAt) implements LedgerEvent {}

  /**
   * Points will expire unless they are spent.
   *
   * @param days so many days before
   */
  @Decision("loyalty.points-will-expire")
  record PointsWillExpire(long points, Instant expiresAt, int days) implements LedgerEvent {}

  /**
   * Points set aside for a reward. They stay usable for it though their lots expire meanwhile.
   *
   * @param points the sum of {@code from}: of a redemption that a family pool pays for, this customer's part of it, which may
   *     be nothing
   * @param expiresAt from then on the reservation is cancelled by itself
   * @param pool null where the customer's own points pay for all of it
   * @param toPay what the quantity costs in money beside; null where it costs none, and where a pool pays for another's
   * @param voucher how it is handed out against codes; null where it is not, and where a pool pays for another's
   */
  @Decision(value = "loyalty.points-reserved", revision = 3)
  record PointsReserved(UUID redemptionId, RewardId reward, long quantity, long points, List<Allocation> from,
      Instant reservedAt, Instant expiresAt, @Nullable Pooled pool, @Nullable Money toPay,
      @Nullable VoucherTerms voucher)
      implements
        LedgerEvent {

    public PointsReserved(UUID redemptionId, RewardId reward, long quantity, long points, List<Allocation> from,
        Instant reservedAt, Instant expiresAt) {
      this(redemptionId, reward, quantity, points, from, reservedAt, expiresAt, null, null, null);
    }
  }

  /**
   * The reserved points are spent.
   *
   * @param vouchers marks of the vouchers, one for each of the quantity, where the reward is handed out against codes: each
   *     names a stream, see {@link VoucherEvent}
   * @param pool as of the reservation
   * @param payment names the payment of what was to be paid in money, where it was made; null where nothing was to be paid.
   *     The purchase itself is a fact that the source tells
   */
  @Decision(value = "loyalty.redemption-confirmed", revision = 3)
  record RedemptionConfirmed(UUID redemptionId, RewardId reward, long quantity, long points, List<Allocation> from,
      List<String> vouchers, @Nullable Pooled pool, @Personal(PAYMENT) @Nullable Sealed payment)
      implements
        LedgerEvent {

    public RedemptionConfirmed(UUID redemptionId, RewardId reward, long quantity, long points, List<Allocation> from,
        List<String> vouchers) {
      this(redemptionId, reward, quantity, points, from, vouchers, null, null);
    }
  }

  /**
   * A redemption is undone, before or after it was confirmed.
   *
   * @param points what it had cost: the sum of {@code returned} and {@code lost}
   * @param confirmed whether the points had been spent; else they were reserved
   * @param returned points given back to their lots
   * @param lost points of lots that expired meanwhile
   * @param pool as of the reservation
   */
  @Decision(value = "loyalty.redemption-cancelled", revision = 2)
  record RedemptionCancelled(UUID redemptionId, RewardId reward, long quantity, long points, boolean confirmed,
      Canceller by, List<Returned> returned, List<Allocation> lost, @Nullable Pooled pool) implements LedgerEvent {

    public RedemptionCancelled(UUID redemptionId, RewardId reward, long quantity, long points, boolean confirmed,
        Canceller by, List<Returned> returned, List<Allocation> lost) {
      this(redemptionId, reward, quantity, points, confirmed, by, returned, lost, null);
    }
  }

  /**
   * Points given back to their lot.
   *
   * @param activeAt of the lot
   * @param expiresAt the lot's own expiry, or a later one where it had passed: together with the lot's id it names these
   *     points from then on
   */
  record Returned(UUID lotId, long points, Instant activeAt, Instant expiresAt) {}

  /** Who cancelled a redemption. */
  enum Canceller {
    CUSTOMER, HOSPITAL,
    /** Nobody confirmed it in time; the customer bears it. */
    TIMEOUT
  }

  /**
   * An adjustment above the limit waits for a second person.
   *
   * @param points greater than zero gives, less than zero takes
   */
  @Decision("loyalty.adjustment-requested")
  record AdjustmentRequested(UUID adjustmentId, long points, @Personal(STAFF_REASON) Sealed reason, StaffId by)
      implements
        LedgerEvent {}

  /**
   * Points given or taken by a person.
   *
   * @param points greater than zero gives, less than zero takes
   * @param approvedBy the second person; null below the limit
   * @param lot the lot that was given; null where points were taken
   * @param from where points were taken from; empty where a lot was given
   */
  @Decision("loyalty.points-adjusted")
  record PointsAdjusted(UUID adjustmentId, long points, @Personal(STAFF_REASON) Sealed reason, StaffId by,
      @Nullable StaffId approvedBy, @Nullable Lot lot, List<Allocation> from) implements LedgerEvent {}

  /**
   * The points with which a customer comes over from an older system.
   *
   * @param reference names the balance in that system; booked once
   * @param total what that system said: the sum of the lots
   */
  @Decision("loyalty.opening-balance-booked")
  record OpeningBalanceBooked(String reference, List<Lot> lots, long total, StaffId by, StaffId approvedBy)
      implements
        LedgerEvent {}
}
