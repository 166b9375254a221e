package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.Returned;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;

/**
 * A line of the ledger.
 *
 * @param entryId event id of the decision
 * @param kind earned, clawed-back, arrears-repaid, arrears-written-off, expired, reserved, spent, cancelled, adjusted,
 *     opening, transferred-out or transferred-in
 * @param points what moved into the lots, or out of them if below zero; reserving moves nothing
 * @param balanceAfter all points in lots after the line: pending, available and reserved
 * @param cause event id of the interaction that the points are for; null where a person or the calendar was the cause
 * @param owed by how much arrears grew, or shrank if below zero
 * @param redemption the redemption that the line belongs to
 * @param transfer of a line that points of the family passed by: the same on both sides
 * @param pool the family pool that pays for the redemption; null where the customer's own points pay for all of it
 */
public record LedgerEntry(UUID entryId, String kind, long points, long balanceAfter, Instant occurredAt,
    Instant recordedAt, @Nullable UUID cause, @Nullable String programme, @Nullable String rule, List<EntryLot> lots,
    long owed, @Nullable UUID redemption, @Nullable UUID transfer, @Nullable UUID pool) {

  /**
   * Points of a lot that the line moved.
   *
   * @param points never below zero
   * @param activeAt null where points were taken
   */
  public record EntryLot(UUID lotId, long points, @Nullable Instant activeAt, Instant expiresAt) {
    static EntryLot of(Lot lot) {
      return new EntryLot(lot.lotId(), lot.points(), lot.activeAt(), lot.expiresAt());
    }

    static EntryLot of(Allocation taken) {
      return new EntryLot(taken.lotId(), taken.points(), null, taken.expiresAt());
    }

    static EntryLot of(Returned back) {
      return new EntryLot(back.lotId(), back.points(), back.activeAt(), back.expiresAt());
    }
  }
}
