package io.anamnesis.command.loyalty;

import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.PointsExpired;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Notes that lots have expired: once for each, by the instant of their expiry. */
final class Expiring {
  private Expiring() {}

  /** All that fell due up to an instant: reservations that ran out, then lots. */
  static List<LoyaltyEvent> due(Ledger ledger, Instant at, RedemptionTerms terms) {
    LedgerDraft draft = new LedgerDraft(ledger);
    Redeeming.timeOut(draft, at, terms);
    expire(draft, at, lot -> true);
    return draft.decided();
  }

  static void expire(LedgerDraft draft, Instant at, Predicate<HeldLot> which) {
    Map<Instant, List<HeldLot>> byExpiry = draft.lots(which.and(lot -> lot.isExpired(at))).stream()
        .collect(Collectors.groupingBy(HeldLot::expiresAt, TreeMap::new, Collectors.toList()));
    byExpiry.forEach((expiredAt, lots) -> {
      List<Allocation> from = lots.stream().map(lot -> lot.allocation(lot.free())).toList();
      draft.add(new PointsExpired(LedgerDraft.sum(from), from, expiredAt));
    });
  }
}
