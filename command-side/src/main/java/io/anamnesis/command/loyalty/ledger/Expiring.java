package io.anamnesis.command.loyalty.ledger;

import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.PointsExpired;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Notes that lots have expired: once for each, by the instant of their expiry. */
public final class Expiring {
  private Expiring() {}

  /**
   * What fell due at one instant.
   *
   * @param at when it fell due, whenever that is noted
   */
  public record Due(Instant at, List<LoyaltyEvent> decided) {}

  /**
   * The first of what had fallen due by an instant: a reservation that ran out, else lots that expired together. Decided
   * one by one, as each is dated by its own instant.
   */
  public static Optional<Due> first(Ledger ledger, Instant at, RedemptionTerms terms) {
    return Redeeming.firstOverdue(ledger, at)
        .map(overdue -> new Due(overdue.expiresAt(), Redeeming.timedOut(ledger, overdue, terms)))
        .or(() -> LedgerDraft.inOrder(ledger, lot -> lot.isExpired(at)).findFirst().map(HeldLot::expiresAt)
            .map(expiredAt -> new Due(expiredAt, expired(ledger, expiredAt))));
  }

  private static List<LoyaltyEvent> expired(Ledger ledger, Instant expiredAt) {
    LedgerDraft draft = new LedgerDraft(ledger);
    expire(draft, expiredAt, lot -> true);
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
