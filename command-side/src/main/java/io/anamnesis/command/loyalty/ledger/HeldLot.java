package io.anamnesis.command.loyalty.ledger;

import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger knows of a lot; of one that got a later expiry for some of its points, what has the same expiry.
 *
 * @param award which award it is of, see {@link Ledger#award}; null for points that no interaction earned
 * @param free points that are neither reserved nor gone: pending, active, or expired and not swept yet
 * @param redeemed points reserved or spent by redemptions that can still be cancelled
 */
public record HeldLot(UUID lotId, @Nullable String award, long free, long redeemed, Instant earnedAt, Instant activeAt,
    Instant expiresAt) {

  /** Earliest expiry first, then earliest earned; the lot's id tells apart what is alike. */
  static final Comparator<HeldLot> CONSUMPTION = Comparator.comparing(HeldLot::expiresAt)
      .thenComparing(HeldLot::earnedAt).thenComparing(HeldLot::lotId);

  public HeldLot {
    if (free < 0 || redeemed < 0) {
      throw new IllegalStateException("lot " + lotId + " would hold less than nothing");
    }
  }

  static HeldLot of(Lot lot, @Nullable String award) {
    return new HeldLot(lot.lotId(), award, lot.points(), 0, lot.earnedAt(), lot.activeAt(), lot.expiresAt());
  }

  HeldLot less(long points) {
    return new HeldLot(lotId, award, free - points, redeemed, earnedAt, activeAt, expiresAt);
  }

  HeldLot redeem(long points) {
    return new HeldLot(lotId, award, free - points, Math.addExact(redeemed, points), earnedAt, activeAt, expiresAt);
  }

  HeldLot unredeem(long points) {
    return new HeldLot(lotId, award, free, redeemed - points, earnedAt, activeAt, expiresAt);
  }

  HeldLot more(long points) {
    return new HeldLot(lotId, award, Math.addExact(free, points), redeemed, earnedAt, activeAt, expiresAt);
  }

  /** The same lot with another expiry, and nothing in it yet. */
  HeldLot until(Instant later) {
    return new HeldLot(lotId, award, 0, 0, earnedAt, activeAt, later);
  }

  Allocation allocation(long points) {
    return new Allocation(lotId, points, expiresAt);
  }

  /** The instant of ending is exclusive. */
  boolean isExpired(Instant at) {
    return !expiresAt.isAfter(at);
  }

  public boolean isActive(Instant at) {
    return !activeAt.isAfter(at) && !isExpired(at);
  }

  boolean isPending(Instant at) {
    return activeAt.isAfter(at) && !isExpired(at);
  }

  boolean isEmpty() {
    return free == 0 && redeemed == 0;
  }
}
