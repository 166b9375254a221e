package io.anamnesis.command.loyalty.ledger;

import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is being decided on a ledger, step by step, on a copy of it. */
public final class LedgerDraft {
  private final Ledger ledger;
  private final List<LoyaltyEvent> decided = new ArrayList<>();

  public LedgerDraft(Ledger ledger) {
    this.ledger = Ledger.copyOf(ledger);
  }

  /** The ledger with all that is decided so far. */
  public Ledger ledger() {
    return ledger;
  }

  public void add(LoyaltyEvent event) {
    ledger.evolve(event);
    decided.add(event);
  }

  public List<LoyaltyEvent> decided() {
    return List.copyOf(decided);
  }

  /** Lots in the order of consumption. */
  List<HeldLot> lots(Predicate<HeldLot> which) {
    return inOrder(ledger, which).toList();
  }

  public static Stream<HeldLot> inOrder(Ledger ledger, Predicate<HeldLot> which) {
    return ledger.lots().stream().filter(lot -> lot.free() > 0).filter(which).sorted(HeldLot.CONSUMPTION);
  }

  /** Up to so many points, from one lot after another. */
  public static List<Allocation> allocate(List<HeldLot> lots, long points) {
    List<Allocation> from = new ArrayList<>();
    long missing = points;
    for (HeldLot lot : lots) {
      long taken = Math.min(lot.free(), missing);
      if (taken > 0) {
        from.add(lot.allocation(taken));
        missing -= taken;
      }
    }
    return List.copyOf(from);
  }

  public static long sum(List<Allocation> from) {
    return from.stream().mapToLong(Allocation::points).reduce(0, Math::addExact);
  }
}
