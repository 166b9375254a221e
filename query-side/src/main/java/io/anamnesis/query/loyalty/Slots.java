package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.Returned;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;

/**
 * The lots that have points left, in order of expiry. Nothing but sums, so that givings and takings may come in any order;
 * a lot with nothing left is forgotten, as is one that expired long ago, so that a long life does not make a large row.
 */
public record Slots(List<Slot> slots) {
  static final Slots NONE = new Slots(List.of());

  Slots with(Lot lot) {
    return with(new Slot(lot.lotId(), lot.expiresAt(), lot.activeAt(), lot.points()));
  }

  Slots with(Returned back) {
    return with(new Slot(back.lotId(), back.expiresAt(), back.activeAt(), back.points()));
  }

  /** What was taken comes back as it was. */
  Slots givenBack(List<Allocation> taken) {
    Slots more = this;
    for (Allocation one : taken) {
      more = more.with(new Slot(one.lotId(), one.expiresAt(), null, one.points()));
    }
    return more;
  }

  Slots without(List<Allocation> taken) {
    Slots left = this;
    for (Allocation one : taken) {
      left = left.with(new Slot(one.lotId(), one.expiresAt(), null, Math.negateExact(one.points())));
    }
    return left;
  }

  private Slots with(Slot change) {
    List<Slot> more = new ArrayList<>(slots.size() + 1);
    more.addAll(slots);
    int at = Collections.binarySearch(slots, change, Slot.ORDER);
    if (at < 0) {
      more.add(-at - 1, change);
    } else {
      Slot sum = slots.get(at).plus(change);
      if (sum.points() == 0) {
        more.remove(at);
      } else {
        more.set(at, sum);
      }
    }
    return new Slots(List.copyOf(more));
  }

  /** Without those that had expired by an instant. */
  Slots after(Instant gone) {
    int first = 0;
    while (first < slots.size() && slots.get(first).isExpiredAt(gone)) {
      first++;
    }
    return first == 0 ? this : new Slots(List.copyOf(slots.subList(first, slots.size())));
  }
}
