package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.command.loyalty.ledger.Ledger;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account's lots as the log moves them, kept beside the {@link Ledger} that decides: where the log takes what is not there it
 * says so and goes on, so that one fault is told once and hides no other.
 */
final class LotBook {
  private final Findings findings;
  /** Those of which something is left or can come back, by {@link #name}. */
  private final Map<String, Held> lots = new HashMap<>();
  /** What became of awards of which something was undone or has expired. */
  private final Map<String, Fallen> awards = new HashMap<>();
  private long arrears;

  /**
   * A lot, up to one expiry.
   *
   * @param award see {@link Ledger#award}; null for points that no interaction earned
   * @param redeemed reserved or spent by redemptions that can still be cancelled
   */
  record Held(Lot lot, @Nullable String award, long free, long redeemed) {}

  /** What was undone of an award, what was taken or is owed for that, and what expired unspent. */
  record Fallen(long undone, long taken, long expired) {
    static final Fallen NONE = new Fallen(0, 0, 0);
  }

  LotBook(Findings findings) {
    this.findings = findings;
  }

  void give(Recorded event, Lot lot, @Nullable String award) {
    String name = name(lot);
    if (findings.hold(Kind.LOT, null, null, "a lot of its own", lots.containsKey(name) ? name : "a lot of its own",
        event.position()) && lot.points() > 0) {
      lots.put(name, new Held(lot, award, lot.points(), 0));
    }
  }

  /** @return how much there was of what is taken */
  long take(Recorded event, Allocation part) {
    return move(event, part, false);
  }

  void redeem(Recorded event, Allocation part) {
    move(event, part, true);
  }

  private long move(Recorded event, Allocation part, boolean keepsIt) {
    Held held = find(part);
    long free = held == null ? 0 : held.free;
    if (part.points() < 1 || part.points() > free) {
      findings.hold(Kind.ALLOCATION, null, null, "1 to " + free + " of " + part.lotId(), Long.toString(part.points()),
          event.position());
    }
    long taken = Math.clamp(part.points(), 0, free);
    if (held != null) {
      put(new Held(held.lot, held.award, free - taken, held.redeemed + (keepsIt ? taken : 0)));
    }
    return taken;
  }

  /** What was set aside of a lot is so no longer; where it goes is told apart. */
  @Nullable
  Held release(Allocation part) {
    Held held = find(part);
    if (held != null) {
      put(new Held(held.lot, held.award, held.free, Math.max(0, held.redeemed - part.points())));
    }
    return held;
  }

  /** Points come back to a lot, up to its own expiry or a later one. */
  void giveBack(Held origin, Lot back) {
    Held home = lots.getOrDefault(name(back), new Held(back, origin.award, 0, 0));
    put(new Held(home.lot, home.award, Math.addExact(home.free, back.points()), home.redeemed));
  }

  @Nullable
  Held find(Allocation part) {
    return lots.get(name(part.lotId(), part.expiresAt().toString()));
  }

  private void put(Held held) {
    if (held.free == 0 && held.redeemed == 0) {
      lots.remove(name(held.lot));
    } else {
      lots.put(name(held.lot), held);
    }
  }

  private static String name(Lot lot) {
    return name(lot.lotId(), lot.expiresAt().toString());
  }

  private static String name(UUID lotId, String expiresAt) {
    return lotId + " " + expiresAt;
  }

  Fallen fallen(String award) {
    return awards.getOrDefault(award, Fallen.NONE);
  }

  void undo(String award, long undone, long taken) {
    add(award, undone, taken, 0);
  }

  void expire(String award, long points) {
    add(award, 0, 0, points);
  }

  private void add(String award, long undone, long taken, long expired) {
    awards.merge(award, new Fallen(undone, taken, expired), (before, more) -> new Fallen(before.undone + more.undone,
        before.taken + more.taken, before.expired + more.expired));
  }

  long arrears() {
    return arrears;
  }

  void owe(long points) {
    arrears += Math.max(0, points);
  }

  /** Nothing can be repaid or forgiven that is not owed. */
  void repay(Recorded event, long points) {
    if (points < 1 || points > arrears) {
      findings.hold(Kind.ARREARS, null, null, "1 to " + arrears, Long.toString(points), event.position());
    }
    arrears -= Math.clamp(points, 0, arrears);
  }

  static long sum(List<Allocation> from) {
    return from.stream().mapToLong(Allocation::points).sum();
  }
}
