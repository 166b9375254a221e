package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.command.loyalty.check.LotBook.Held;
import io.anamnesis.command.loyalty.ledger.Ledger;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.FamilyEvent;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.FamilyEvent.PointsSent;
import io.anamnesis.events.loyalty.FamilyEvent.ReceivedLot;
import io.anamnesis.events.loyalty.LedgerEvent;
import io.anamnesis.events.loyalty.LedgerEvent.AdjustmentRequested;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsRepaid;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsWrittenOff;
import io.anamnesis.events.loyalty.LedgerEvent.OpeningBalanceBooked;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.PointsExpired;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.PointsWillExpire;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether the events of a ledger add up among themselves, and with those of whom points passed to or came from; whoever decided them and why. */
final class Arithmetic {
  private final Findings findings;
  private final LotBook book;
  private final RedemptionBook redemptions;
  private final TransferBook transfers;
  /** What an award must repay of arrears, in the event that follows it; null where nothing is due. */
  private @Nullable Due due;
  private long postings;

  private record Due(UUID cause, String rule, long points, long position) {}

  Arithmetic(String customer, Findings findings) {
    this.findings = findings;
    this.book = new LotBook(findings);
    this.redemptions = new RedemptionBook(book, findings);
    this.transfers = new TransferBook(customer, book, findings);
  }

  /** Events that moved points. */
  long postings() {
    return postings;
  }

  void take(Recorded recorded, LoyaltyEvent event) {
    settle(event instanceof ArrearsRepaid repaid ? repaid.points() : 0);
    switch (event) {
      case PointsEarned award -> {
        postings++;
        long owed = Math.min(book.arrears(), award.points());
        due = owed > 0 ? new Due(award.cause(), award.rule(), owed, recorded.position()) : null;
        if (award.points() < 1) {
          findings.hold(Kind.SUM, award.cause(), award.rule(), 1, award.points(), recorded.position());
        }
        book.give(recorded, award.lot(), Ledger.award(award.cause(), award.rule()));
      }
      case LedgerEvent movement -> {
        postings++;
        move(recorded, movement);
      }
      case FamilyEvent passed -> {
        postings++;
        pass(recorded, passed);
      }
      default -> {
        // Moves no points.
      }
    }
  }

  /** The account is at its end. */
  void end(Elsewhere elsewhere) {
    settle(0);
    transfers.end(elsewhere);
  }

  private void settle(long repaid) {
    if (due != null) {
      findings.hold(Kind.ARREARS, due.cause, due.rule, due.points, repaid, due.position);
      due = null;
    }
  }

  private void move(Recorded recorded, LedgerEvent movement) {
    switch (movement) {
      case PointsClawedBack back -> clawBack(recorded, back);
      case ArrearsRepaid repaid -> {
        sum(recorded, repaid.points(), repaid.from());
        takeAll(recorded, repaid.from());
        book.repay(recorded, repaid.points());
      }
      case ArrearsWrittenOff forgiven -> book.repay(recorded, forgiven.points());
      case PointsExpired expired -> expire(recorded, expired);
      case PointsReserved reserved -> {
        sum(recorded, reserved.points(), reserved.from());
        redemptions.reserve(recorded, reserved);
      }
      case RedemptionConfirmed confirmed -> redemptions.confirm(recorded, confirmed);
      case RedemptionCancelled cancelled -> redemptions.cancel(recorded, cancelled);
      case PointsAdjusted adjusted -> {
        Lot lot = adjusted.lot();
        long moved = (lot == null ? 0 : lot.points()) - LotBook.sum(adjusted.from());
        findings.hold(Kind.SUM, null, null, adjusted.points(), moved, recorded.position());
        if (lot != null) {
          book.give(recorded, lot, null);
        }
        takeAll(recorded, adjusted.from());
      }
      case OpeningBalanceBooked opening -> {
        findings.hold(Kind.SUM, null, null, opening.total(), opening.lots().stream().mapToLong(Lot::points).sum(),
            recorded.position());
        opening.lots().forEach(lot -> book.give(recorded, lot, null));
      }
      case PointsWillExpire ignored -> postings--;
      case AdjustmentRequested ignored -> postings--;
    }
  }

  private void pass(Recorded recorded, FamilyEvent passed) {
    switch (passed) {
      case PointsSent sent -> {
        sum(recorded, sent.points(), sent.from());
        transfers.send(recorded, sent);
        takeAll(recorded, sent.from());
      }
      case PointsReceived received -> {
        List<Lot> lots = received.lots().stream().map(ReceivedLot::lot).toList();
        findings.hold(Kind.SUM, null, null, received.points(), lots.stream().mapToLong(Lot::points).sum(),
            recorded.position());
        transfers.receive(recorded, received);
        lots.forEach(lot -> book.give(recorded, lot, null));
      }
    }
  }

  private void clawBack(Recorded recorded, PointsClawedBack back) {
    sum(recorded, back.points(), back.from());
    String award = Ledger.award(back.cause(), back.rule());
    LotBook.Fallen before = book.fallen(award);
    long wanted = Math.max(0, before.undone() + back.undone() - before.expired() - before.taken());
    findings.hold(Kind.CLAWBACK, back.cause(), back.rule(), wanted, back.points() + back.owed(), recorded.position());
    if (back.undone() < 1 || back.owed() < 0) {
      findings.hold(Kind.SUM, back.cause(), back.rule(), 1, Math.min(back.undone(), back.owed()), recorded.position());
    }
    takeAll(recorded, back.from());
    book.owe(back.owed());
    book.undo(award, back.undone(), back.points() + back.owed());
  }

  private void expire(Recorded recorded, PointsExpired expired) {
    sum(recorded, expired.points(), expired.from());
    for (Allocation part : expired.from()) {
      findings.hold(Kind.EXPIRY, null, null, part.expiresAt(), expired.expiredAt(), recorded.position());
      Held lot = book.find(part);
      long taken = book.take(recorded, part);
      if (lot != null && lot.award() != null) {
        book.expire(lot.award(), taken);
      }
    }
  }

  private void takeAll(Recorded recorded, List<Allocation> from) {
    from.forEach(part -> book.take(recorded, part));
  }

  private void sum(Recorded recorded, long points, List<Allocation> from) {
    findings.hold(Kind.SUM, null, null, LotBook.sum(from), points, recorded.position());
  }
}
