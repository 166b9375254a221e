package io.anamnesis.command.loyalty.ledger;

import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsRepaid;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import java.time.Instant;
import java.util.List;

/** What comes in repays what is owed before it can be spent, pending points too: those are clawed back as well. */
public final class Crediting {
  private Crediting() {}

  static List<LoyaltyEvent> award(Ledger ledger, PointsEarned award) {
    long repaid = Math.min(ledger.arrears(), award.points());
    if (repaid == 0) {
      return List.of(award);
    }
    Allocation from = new Allocation(award.lot().lotId(), repaid, award.lot().expiresAt());
    return List.of(award, new ArrearsRepaid(repaid, List.of(from)));
  }

  /**
   * Lots that no interaction earned: of those that have not expired what is owed is repaid, in the order of consumption.
   *
   * @param credit the event that gives the lots
   */
  public static List<LoyaltyEvent> lots(Ledger ledger, LoyaltyEvent credit, List<Lot> lots, Instant at) {
    List<HeldLot> usable = lots.stream().map(lot -> HeldLot.of(lot, null)).filter(lot -> !lot.isExpired(at))
        .sorted(HeldLot.CONSUMPTION).toList();
    List<Allocation> from = LedgerDraft.allocate(usable, ledger.arrears());
    return from.isEmpty() ? List.of(credit) : List.of(credit, new ArrearsRepaid(LedgerDraft.sum(from), from));
  }

  /** Repays from all that is there and has not expired, active lots first. */
  public static void repay(LedgerDraft draft, Instant at) {
    if (draft.ledger().arrears() > 0) {
      List<Allocation> from = LedgerDraft.allocate(ClawingBack.activeThenPending(draft.ledger(), at, lot -> true),
          draft.ledger().arrears());
      if (!from.isEmpty()) {
        draft.add(new ArrearsRepaid(LedgerDraft.sum(from), from));
      }
    }
  }
}
