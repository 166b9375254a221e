package io.anamnesis.query.loyalty;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.FamilyEvent.PointsSent;
import io.anamnesis.events.loyalty.FamilyEvent.ReceivedLot;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsRepaid;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsWrittenOff;
import io.anamnesis.events.loyalty.LedgerEvent.OpeningBalanceBooked;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.PointsExpired;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.LedgerEvent.Returned;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.RatingEvent.AwardRestated;

/**
 * A customer's points. What the ledger decided is added up, lot by lot, in any order; it is never decided again. Lots that
 * expired long before the latest event can matter to no answer any more, as an answer is never evaluated before what it folded.
 *
 * @param slots what is left in lots; what is reserved is taken from them
 * @param earned all awards as they were decided last, before clawback by refunds and before expiry
 * @param spent on confirmed redemptions that were not cancelled since
 * @param arrears owed and not repaid
 * @param latest occurrence of the latest event
 */
public record PointsState(Slots slots, Reservations reservations, long earned, long spent, long arrears,
    @Nullable Instant latest) {
  public static final PointsState INITIAL = new PointsState(Slots.NONE, Reservations.NONE, 0, 0, 0, null);

  /** A fact may lie a day ahead of the clock; one more for clocks that differ. */
  private static final Duration AHEAD = Duration.ofDays(2);

  public PointsState with(Recorded recorded, LoyaltyEvent event) {
    PointsState next = switch (event) {
      case PointsEarned award -> slots(slots.with(award.lot())).earned(award.points());
      case PointsClawedBack clawback -> taken(clawback.from()).owed(clawback.owed())
          // A decision that was taken anew replaces the award; a refund leaves it what it was.
          .earned(clawback.why() == Why.REFUND ? 0 : Math.negateExact(clawback.undone()));
      case ArrearsRepaid repaid -> taken(repaid.from()).owed(Math.negateExact(repaid.points()));
      case ArrearsWrittenOff forgiven -> owed(Math.negateExact(forgiven.points()));
      case PointsExpired expired -> taken(expired.from());
      case PointsReserved reserved -> taken(reserved.from()).reservations(reservations.with(reserved));
      case RedemptionConfirmed confirmed ->
        reservations(reservations.without(confirmed.redemptionId())).spent(confirmed.points());
      case RedemptionCancelled cancelled -> cancelled(cancelled);
      case PointsAdjusted adjusted ->
        adjusted.lot() == null ? taken(adjusted.from()) : slots(slots.with(adjusted.lot()));
      case OpeningBalanceBooked opening -> given(opening.lots());
      case AwardRestated restated -> earned(restated.by());
      case PointsSent sent -> taken(sent.from());
      case PointsReceived received -> given(received.lots().stream().map(ReceivedLot::lot).toList());
      default -> this;
    };
    Instant newest = latest == null || recorded.occurredAt().isAfter(latest) ? recorded.occurredAt() : latest;
    return new PointsState(next.slots.after(newest.minus(AHEAD)), next.reservations, next.earned, next.spent,
        next.arrears, newest);
  }

  private PointsState cancelled(RedemptionCancelled cancelled) {
    Slots back = slots;
    for (Returned one : cancelled.returned()) {
      back = back.with(one);
    }
    return cancelled.confirmed()
        ? slots(back).spent(Math.negateExact(cancelled.points()))
        : slots(back).reservations(reservations.without(cancelled.redemptionId()));
  }

  private PointsState given(List<Lot> lots) {
    Slots more = slots;
    for (Lot lot : lots) {
      more = more.with(lot);
    }
    return slots(more);
  }

  private PointsState taken(List<Allocation> from) {
    return slots(slots.without(from));
  }

  private PointsState slots(Slots next) {
    return new PointsState(next, reservations, earned, spent, arrears, latest);
  }

  private PointsState reservations(Reservations next) {
    return new PointsState(slots, next, earned, spent, arrears, latest);
  }

  private PointsState earned(long more) {
    return new PointsState(slots, reservations, Math.addExact(earned, more), spent, arrears, latest);
  }

  private PointsState spent(long more) {
    return new PointsState(slots, reservations, earned, Math.addExact(spent, more), arrears, latest);
  }

  private PointsState owed(long more) {
    return new PointsState(slots, reservations, earned, spent, Math.addExact(arrears, more), latest);
  }

  /**
   * What a reservation that is over had set aside is back in its lots, as far as they have not expired, and repays what is
   * owed, whether or not that has been recorded.
   */
  public PointsFigures at(Instant instant) {
    Slots all = slots;
    long reserved = 0;
    for (Reservations.Open one : reservations.open()) {
      if (one.isOverAt(instant)) {
        all = all.givenBack(one.from());
      } else {
        reserved = Math.addExact(reserved, one.points());
      }
    }
    long available = 0;
    long pending = 0;
    PointsFigures.Expiry next = null;
    for (Slot slot : all.after(instant).slots()) {
      if (slot.isPendingAt(instant)) {
        pending += slot.points();
      } else {
        available += slot.points();
      }
      if (next == null || next.at().equals(slot.expiresAt())) {
        next = new PointsFigures.Expiry((next == null ? 0 : next.points()) + slot.points(), slot.expiresAt());
      }
    }
    long repaid = Math.max(0, Math.min(arrears, available));
    return new PointsFigures(available - repaid, pending, reserved, arrears - repaid, earned, spent, next);
  }
}
