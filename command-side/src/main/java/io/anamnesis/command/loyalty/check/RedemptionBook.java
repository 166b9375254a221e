package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.command.loyalty.check.LotBook.Held;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.LedgerEvent.Returned;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What was reserved, and whether what was confirmed and cancelled later is the same. */
final class RedemptionBook {
  private final LotBook book;
  private final Findings findings;
  private final Map<UUID, Open> open = new HashMap<>();

  /**
   * A redemption that can still be cancelled.
   *
   * @param paid whether it is paid for in money too
   * @param vouchers so many are to be issued for it
   */
  private record Open(long points, List<Allocation> from, boolean paid, long vouchers, String state) {}

  private static final String RESERVED = "reserved";
  private static final String CONFIRMED = "confirmed";
  private static final String NONE = "none";

  RedemptionBook(LotBook book, Findings findings) {
    this.book = book;
    this.findings = findings;
  }

  void reserve(Recorded recorded, PointsReserved reserved) {
    long position = recorded.position();
    findings.hold(Kind.ARREARS, null, null, 0, book.arrears(), position);
    findings.hold(Kind.REDEMPTION, null, null, NONE, state(reserved.redemptionId()), position);
    for (Allocation part : reserved.from()) {
      Held lot = book.find(part);
      if (lot != null && (lot.lot().activeAt().isAfter(reserved.reservedAt())
          || !part.expiresAt().isAfter(reserved.reservedAt()))) {
        findings.hold(Kind.REDEMPTION, null, null, "active from " + lot.lot().activeAt() + " to " + part.expiresAt(),
            reserved.reservedAt().toString(), position);
      }
      book.redeem(recorded, part);
    }
    open.put(reserved.redemptionId(), new Open(reserved.points(), reserved.from(), reserved.toPay() != null,
        reserved.voucher() == null ? 0 : reserved.quantity(), RESERVED));
  }

  void confirm(Recorded recorded, RedemptionConfirmed confirmed) {
    Open known = open.get(confirmed.redemptionId());
    if (findings.hold(Kind.REDEMPTION, null, null, RESERVED, state(confirmed.redemptionId()), recorded.position())
        && known != null) {
      same(recorded, known, confirmed.points(), totals(confirmed.from()));
      findings.hold(Kind.REDEMPTION, null, null, payment(known.paid), payment(confirmed.payment() != null),
          recorded.position());
      findings.hold(Kind.REDEMPTION, null, null, known.vouchers, (long) Set.copyOf(confirmed.vouchers()).size(),
          recorded.position());
      open.put(confirmed.redemptionId(), new Open(known.points, known.from, known.paid, known.vouchers, CONFIRMED));
    }
  }

  void cancel(Recorded recorded, RedemptionCancelled cancelled) {
    Open known = open.remove(cancelled.redemptionId());
    findings.hold(Kind.REDEMPTION, null, null, cancelled.confirmed() ? CONFIRMED : RESERVED,
        known == null ? NONE : known.state, recorded.position());
    if (known != null) {
      Map<UUID, Long> told = totals(cancelled.lost());
      cancelled.returned().forEach(back -> told.merge(back.lotId(), back.points(), Long::sum));
      same(recorded, known, cancelled.points(), told);
      giveBack(recorded, known, cancelled);
    }
  }

  /** What is returned is told in the order in which it was taken, but for what is lost. */
  private void giveBack(Recorded recorded, Open known, RedemptionCancelled cancelled) {
    Deque<Returned> returned = new ArrayDeque<>(cancelled.returned());
    Deque<Allocation> lost = new ArrayDeque<>(cancelled.lost());
    for (Allocation part : known.from) {
      Held origin = book.release(part);
      if (part.equals(lost.peek())) {
        lost.remove();
        if (origin != null && origin.award() != null) {
          book.expire(origin.award(), part.points());
        }
      } else if (origin != null && !returned.isEmpty()) {
        giveBack(recorded, origin, returned.remove());
      }
    }
  }

  /** What comes back keeps its lot's dates, or has a later expiry. */
  private void giveBack(Recorded recorded, Held origin, Returned back) {
    Lot lot = origin.lot();
    Instant expiresAt = back.expiresAt().isBefore(lot.expiresAt()) ? back.expiresAt() : lot.expiresAt();
    findings.hold(Kind.REDEMPTION, null, null, lot.activeAt() + " to " + lot.expiresAt(),
        back.activeAt() + " to " + expiresAt, recorded.position());
    book.giveBack(origin, new Lot(back.lotId(), back.points(), lot.earnedAt(), back.activeAt(), back.expiresAt()));
  }

  private void same(Recorded recorded, Open known, long points, Map<UUID, Long> byLot) {
    findings.hold(Kind.REDEMPTION, null, null, known.points, points, recorded.position());
    findings.hold(Kind.REDEMPTION, null, null, totals(known.from).toString(), byLot.toString(), recorded.position());
  }

  private static Map<UUID, Long> totals(List<Allocation> from) {
    Map<UUID, Long> totals = new TreeMap<>();
    from.forEach(part -> totals.merge(part.lotId(), part.points(), Long::sum));
    return totals;
  }

  private static String payment(boolean named) {
    return named ? "a payment" : "no payment";
  }

  private String state(UUID redemption) {
    Open known = open.get(redemption);
    return known == null ? NONE : known.state;
  }
}
