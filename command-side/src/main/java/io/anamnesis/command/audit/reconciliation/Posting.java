package io.anamnesis.command.audit.reconciliation;

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
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.PersonsEvent;
import io.anamnesis.events.loyalty.PoolEvent;
import io.anamnesis.events.loyalty.RatingEvent;
import io.anamnesis.events.loyalty.ReviewEvent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one event moves, added up lot by lot: given is above zero, taken below. It shares nothing with the ledger that customers are
 * shown, so that the two can be held against each other.
 *
 * @param kind of movement, a code
 * @param reason of it within its kind, a code; null where the kind says all
 * @param points what it adds to all that is in lots, pending and reserved included
 * @param owed what it adds to arrears
 * @param reserved what it adds to what is set aside
 * @param inLots what it moves lot by lot, whichever way
 * @param told what it says that these are together
 */
record Posting(String kind, @Nullable String reason, long points, long owed, long reserved, long inLots, long told) {

  /** Empty for what moves nothing, owes nothing and sets nothing aside. */
  static Optional<Posting> of(LoyaltyEvent event) {
    return Optional.ofNullable(switch (event) {
      case PointsEarned award -> given("earned", award.causeType(), award.lot().points(), award.points());
      case PointsClawedBack clawback ->
        taken("clawed-back", code(clawback.why()), clawback.from(), clawback.points(), clawback.owed());
      case ArrearsRepaid repaid -> taken("arrears-repaid", null, repaid.from(), repaid.points(), -repaid.points());
      case ArrearsWrittenOff forgiven -> new Posting("arrears-written-off", null, 0, -forgiven.points(), 0, 0, 0);
      case PointsExpired expired -> taken("expired", null, expired.from(), expired.points(), 0);
      case PointsReserved reserved -> {
        long aside = sum(reserved.from(), Allocation::points);
        yield new Posting("reserved", null, 0, 0, aside, aside, reserved.points());
      }
      case RedemptionConfirmed confirmed -> {
        long spent = sum(confirmed.from(), Allocation::points);
        yield new Posting("spent", null, -spent, 0, -spent, spent, confirmed.points());
      }
      case RedemptionCancelled cancelled -> of(cancelled);
      case PointsAdjusted adjusted -> of(adjusted);
      case OpeningBalanceBooked opening -> given("opening", null, sum(opening.lots(), Lot::points), opening.total());
      case PointsSent sent -> taken("transferred-out", null, sent.from(), sent.points(), 0);
      case PointsReceived received ->
        given("transferred-in", null, sum(received.lots(), one -> one.lot().points()), received.points());
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

  private static Posting given(String kind, @Nullable String reason, long inLots, long told) {
    return new Posting(kind, reason, inLots, 0, 0, inLots, told);
  }

  private static Posting taken(String kind, @Nullable String reason, List<Allocation> from, long told, long owed) {
    long inLots = sum(from, Allocation::points);
    return new Posting(kind, reason, -inLots, owed, 0, inLots, told);
  }

  /** What was only reserved never left the lots: what comes back of it is no gain, and what expired meanwhile is a loss. */
  private static Posting of(RedemptionCancelled cancelled) {
    long returned = sum(cancelled.returned(), Returned::points);
    long lost = sum(cancelled.lost(), Allocation::points);
    long all = Math.addExact(returned, lost);
    return cancelled.confirmed()
        ? new Posting("given-back", code(cancelled.by()), returned, 0, 0, all, cancelled.points())
        : new Posting("lost-while-reserved", code(cancelled.by()), -lost, 0, -all, all, cancelled.points());
  }

  private static Posting of(PointsAdjusted adjusted) {
    Lot lot = adjusted.lot();
    return lot == null
        ? taken("adjusted-down", null, adjusted.from(), -adjusted.points(), 0)
        : given("adjusted-up", null, lot.points(), adjusted.points());
  }

  private static String code(Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <T> long sum(List<T> parts, ToLongFunction<T> points) {
    return parts.stream().mapToLong(points).reduce(0, Math::addExact);
  }
}
