package io.anamnesis.command.loyalty.ledger;

import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.command.loyalty.reward.Bill;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.LedgerEvent.Returned;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reserve, then confirm or cancel: the account's part of it. */
public final class Redeeming {
  private Redeeming() {}

  /**
   * @param bill what all of the quantity costs
   * @throws Refused {@link Reason#IN_ARREARS}, {@link Reason#NOT_ENOUGH_POINTS}
   */
  public static List<LoyaltyEvent> reserve(Ledger ledger, UUID redemptionId, RewardId reward, long quantity, Bill bill,
      Instant at, RedemptionTerms terms) {
    if (ledger.arrears() > 0) {
      throw new Refused(Reason.IN_ARREARS);
    }
    List<Allocation> from =
        LedgerDraft.allocate(LedgerDraft.inOrder(ledger, lot -> lot.isActive(at)).toList(), bill.points());
    if (LedgerDraft.sum(from) < bill.points()) {
      throw new Refused(Reason.NOT_ENOUGH_POINTS);
    }
    return List.of(new PointsReserved(redemptionId, reward, quantity, bill.points(), from, at,
        at.plus(terms.reservedFor()), null, bill.toPay(), bill.voucher()));
  }

  /**
   * @param vouchers marks of those issued for it
   * @param payment by which it was paid in money; null where none is told
   * @throws Refused {@link Reason#UNKNOWN_REDEMPTION}, {@link Reason#REDEMPTION_CONFIRMED},
   *     {@link Reason#REDEMPTION_CANCELLED}, {@link Reason#RESERVATION_EXPIRED}, {@link Reason#PAYMENT_NEEDED},
   *     {@link Reason#NOTHING_TO_PAY}
   */
  public static List<LoyaltyEvent> confirm(Ledger ledger, UUID redemptionId, List<String> vouchers,
      @Nullable Sealed payment,
      Instant at) {
    return List.of(confirmed(confirmable(ledger, redemptionId, payment, at), vouchers, payment));
  }

  /** What is to be confirmed; refused as {@link #confirm} is. */
  public static Redemption confirmable(Ledger ledger, UUID redemptionId, @Nullable Sealed payment, Instant at) {
    Redemption redemption = find(ledger, redemptionId);
    mustBeConfirmable(redemption, payment, at);
    return redemption;
  }

  /**
   * @throws Refused {@link Reason#REDEMPTION_CONFIRMED}, {@link Reason#REDEMPTION_CANCELLED},
   *     {@link Reason#RESERVATION_EXPIRED}, {@link Reason#PAYMENT_NEEDED}, {@link Reason#NOTHING_TO_PAY}
   */
  static void mustBeConfirmable(Redemption redemption, @Nullable Sealed payment, Instant at) {
    switch (redemption.state()) {
      case CONFIRMED -> throw new Refused(Reason.REDEMPTION_CONFIRMED);
      case CANCELLED -> throw new Refused(Reason.REDEMPTION_CANCELLED);
      case RESERVED -> {
        if (redemption.isOverdue(at)) {
          throw new Refused(Reason.RESERVATION_EXPIRED);
        }
      }
    }
    if (redemption.toPay() != null && payment == null) {
      throw new Refused(Reason.PAYMENT_NEEDED);
    }
    if (redemption.toPay() == null && payment != null) {
      throw new Refused(Reason.NOTHING_TO_PAY);
    }
  }

  static RedemptionConfirmed confirmed(Redemption redemption, List<String> vouchers, @Nullable Sealed payment) {
    return new RedemptionConfirmed(redemption.redemptionId(), redemption.reward(), redemption.quantity(),
        redemption.points(), redemption.from(), vouchers, redemption.pool(), payment);
  }

  /**
   * Gives the points back to their lots. A lot that expired meanwhile is given some more days when the hospital cancelled;
   * its points are lost when the customer did, or let the time pass. What comes back repays arrears first.
   *
   * @param byStaff whether a member of staff asks
   * @throws Refused {@link Reason#UNKNOWN_REDEMPTION}, {@link Reason#REDEMPTION_CANCELLED}, {@link Reason#STAFF_ONLY},
   *     {@link Reason#RESERVATION_EXPIRED}
   */
  public static List<LoyaltyEvent> cancel(Ledger ledger, UUID redemptionId, Canceller by, boolean byStaff, Instant at,
      RedemptionTerms terms) {
    Redemption redemption = find(ledger, redemptionId);
    mustBeCancellable(redemption, byStaff, at);
    return cancelled(ledger, redemption, by, at, terms);
  }

  /** @throws Refused {@link Reason#REDEMPTION_CANCELLED}, {@link Reason#STAFF_ONLY}, {@link Reason#RESERVATION_EXPIRED} */
  static void mustBeCancellable(Redemption redemption, boolean byStaff, Instant at) {
    if (redemption.state() == Redemption.State.CANCELLED) {
      throw new Refused(Reason.REDEMPTION_CANCELLED);
    }
    if (redemption.state() == Redemption.State.CONFIRMED && !byStaff) {
      throw new Refused(Reason.STAFF_ONLY);
    }
    if (redemption.isOverdue(at)) {
      // It is cancelled already, as if by the customer, whether or not that has been recorded.
      throw new Refused(Reason.RESERVATION_EXPIRED);
    }
  }

  /** A reservation whose time ran out is cancelled as of when it ran out. */
  static List<LoyaltyEvent> timedOut(Ledger ledger, Redemption overdue, RedemptionTerms terms) {
    return cancelled(ledger, overdue, Canceller.TIMEOUT, overdue.expiresAt(), terms);
  }

  /** Of the customer's own reservations whose time had run out by an instant that which ran out first. */
  static Optional<Redemption> firstOverdue(Ledger ledger, Instant at) {
    return ledger.redemptions().values().stream()
        .filter(redemption -> redemption.pool() == null && redemption.isOverdue(at))
        .min(Comparator.comparing(Redemption::expiresAt).thenComparing(Redemption::redemptionId));
  }

  static List<LoyaltyEvent> cancelled(Ledger ledger, Redemption redemption, Canceller by, Instant at,
      RedemptionTerms terms) {
    LedgerDraft draft = new LedgerDraft(ledger);
    List<Returned> returned = new ArrayList<>();
    List<Allocation> lost = new ArrayList<>();
    for (Allocation part : redemption.from()) {
      HeldLot lot = ledger.lot(part);
      if (!lot.isExpired(at)) {
        returned.add(new Returned(part.lotId(), part.points(), lot.activeAt(), lot.expiresAt()));
      } else if (by == Canceller.HOSPITAL) {
        returned.add(new Returned(part.lotId(), part.points(), lot.activeAt(), at.plus(terms.grace())));
      } else {
        lost.add(part);
      }
    }
    draft.add(new RedemptionCancelled(redemption.redemptionId(), redemption.reward(), redemption.quantity(),
        redemption.points(), redemption.state() == Redemption.State.CONFIRMED, by, returned, lost, redemption.pool()));
    if (redemption.points() > 0) {
      // Whoever has no part in what a pool pays for gets nothing back that could repay anything.
      Crediting.repay(draft, at);
    }
    return draft.decided();
  }

  /** What a cancellation gave back to one account. */
  public static long returned(RedemptionCancelled cancelled) {
    return cancelled.returned().stream().mapToLong(Returned::points).sum();
  }

  /** One that a family pool pays for is not the account's alone to decide on: see {@link PooledRedeeming}. */
  private static Redemption find(Ledger ledger, UUID redemptionId) {
    Redemption redemption = ledger.redemptions().get(redemptionId);
    if (redemption == null || redemption.pool() != null) {
      throw new Refused(Reason.UNKNOWN_REDEMPTION);
    }
    return redemption;
  }
}
