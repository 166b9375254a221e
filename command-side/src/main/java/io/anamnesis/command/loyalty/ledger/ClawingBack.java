package io.anamnesis.command.loyalty.ledger;

import io.anamnesis.command.loyalty.ledger.Ledger.UndoneAward;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Takes back what an award is worth less: all that was undone of it, less what of it expired unspent, less what was taken
 * already. From the award's own lots, pending or active; then from other active lots in the order of consumption; then from
 * pending ones; what is missing is owed. Reserved points are left alone.
 */
final class ClawingBack {
  private ClawingBack() {}

  static List<LoyaltyEvent> decide(Ledger ledger, Clawback wanted, Instant at) {
    if (wanted.undone() <= 0) {
      throw new IllegalArgumentException("an award falls by one point or more, not by " + wanted.undone());
    }
    String award = Ledger.award(wanted.cause(), wanted.rule());
    Predicate<HeldLot> own = lot -> award.equals(lot.award());
    LedgerDraft draft = new LedgerDraft(ledger);
    // What had expired by then counts as expired, whether or not a sweep has come by.
    Expiring.expire(draft, at, own);
    UndoneAward before = draft.ledger().undone(award);
    long taken = Math.max(0,
        Math.addExact(before.undone(), wanted.undone()) - before.expired() - before.taken());
    List<HeldLot> lots = new ArrayList<>(draft.lots(own));
    lots.addAll(activeThenPending(draft.ledger(), at, own.negate()));
    List<Allocation> from = LedgerDraft.allocate(lots, taken);
    long points = LedgerDraft.sum(from);
    draft.add(new PointsClawedBack(wanted.cause(), wanted.causeType(), wanted.because(), wanted.why(),
        wanted.programme(), wanted.rule(), wanted.earnedAt(), wanted.undone(), points, taken - points, wanted.parts(),
        from));
    return draft.decided();
  }

  static List<HeldLot> activeThenPending(Ledger ledger, Instant at, Predicate<HeldLot> which) {
    return Stream.concat(LedgerDraft.inOrder(ledger, which.and(lot -> lot.isActive(at))),
        LedgerDraft.inOrder(ledger, which.and(lot -> lot.isPending(at)))).toList();
  }
}
