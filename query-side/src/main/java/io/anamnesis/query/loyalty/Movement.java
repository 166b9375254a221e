package io.anamnesis.query.loyalty;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.loyalty.BenefitEvent;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.FamilyEvent.PointsSent;
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
import io.anamnesis.events.loyalty.LedgerEvent.Returned;
import io.anamnesis.events.loyalty.LevelEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.PersonsEvent;
import io.anamnesis.events.loyalty.PoolEvent;
import io.anamnesis.events.loyalty.RatingEvent;
import io.anamnesis.events.loyalty.ReviewEvent;
import io.anamnesis.query.loyalty.LedgerEntry.EntryLot;

/**
 * What one event moves in the lots, by the bookkeeper's signs: given is above zero, taken below.
 *
 * @param owed what it adds to arrears
 */
record Movement(String kind, long points, long owed, @Nullable Award award, @Nullable UUID redemption,
    List<EntryLot> lots) {

  /** The award that the points belong to. */
  record Award(UUID cause, String programme, String rule) {}

  /** Empty for what moves nothing, owes nothing and sets nothing aside. */
  static Optional<Movement> of(LoyaltyEvent event) {
    return Optional.ofNullable(switch (event) {
      case PointsEarned award -> new Movement("earned", award.points(), 0,
          new Award(award.cause(), award.programme(), award.rule()), null, List.of(EntryLot.of(award.lot())));
      case PointsClawedBack clawback -> new Movement("clawed-back", -clawback.points(), clawback.owed(),
          new Award(clawback.cause(), clawback.programme(), clawback.rule()), null, taken(clawback.from()));
      case ArrearsRepaid repaid -> new Movement("arrears-repaid", -repaid.points(), -repaid.points(), null, null,
          taken(repaid.from()));
      case ArrearsWrittenOff forgiven ->
        new Movement("arrears-written-off", 0, -forgiven.points(), null, null, List.of());
      case PointsExpired expired -> new Movement("expired", -expired.points(), 0, null, null, taken(expired.from()));
      case PointsReserved reserved ->
        new Movement("reserved", 0, 0, null, reserved.redemptionId(), taken(reserved.from()));
      case RedemptionConfirmed confirmed ->
        new Movement("spent", -confirmed.points(), 0, null, confirmed.redemptionId(), taken(confirmed.from()));
      case RedemptionCancelled cancelled -> new Movement("cancelled", given(cancelled), 0, null,
          cancelled.redemptionId(), cancelled.returned().stream().map(EntryLot::of).toList());
      case PointsAdjusted adjusted -> new Movement("adjusted", adjusted.points(), 0, null, null,
          adjusted.lot() == null ? taken(adjusted.from()) : List.of(EntryLot.of(adjusted.lot())));
      case OpeningBalanceBooked opening ->
        new Movement("opening", opening.total(), 0, null, null, opening.lots().stream().map(EntryLot::of).toList());
      case PointsSent sent -> new Movement("transferred-out", -sent.points(), 0, null, null, taken(sent.from()));
      case PointsReceived received -> new Movement("transferred-in", received.points(), 0, null, null,
          received.lots().stream().map(one -> EntryLot.of(one.lot())).toList());
      case PointsWillExpire announced -> null;
      case AdjustmentRequested asked -> null;
      case LoyaltyEvent.PointsNotEarned nothing -> null;
      case LoyaltyEvent.TierReached level -> null;
      case RatingEvent noted -> null;
      case LevelEvent level -> null;
      case PersonsEvent asked -> null;
      case BenefitEvent benefit -> null;
      case PoolEvent belonging -> null;
      case ReviewEvent held -> null;
    });
  }

  /** Reserved points never left the balance, so what comes back of them is no gain, and what expired meanwhile is a loss. */
  private static long given(RedemptionCancelled cancelled) {
    return cancelled.confirmed()
        ? cancelled.returned().stream().mapToLong(Returned::points).sum()
        : -cancelled.lost().stream().mapToLong(Allocation::points).sum();
  }

  private static List<EntryLot> taken(List<Allocation> from) {
    return from.stream().map(EntryLot::of).toList();
  }

  /** Whether it touches points of a lot. */
  boolean touches(UUID lotId) {
    return lots.stream().anyMatch(lot -> lot.lotId().equals(lotId));
  }
}
