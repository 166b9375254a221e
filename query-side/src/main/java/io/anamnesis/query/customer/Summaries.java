package io.anamnesis.query.customer;

import io.anamnesis.events.loyalty.VoucherEvent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.ExtensionFact;
import io.anamnesis.events.Money;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.customer.ErasureEvent.KeyCondemned;
import io.anamnesis.events.customer.ErasureEvent.KeyDestroyed;
import io.anamnesis.events.customer.ErasureEvent.KeyForgotten;
import io.anamnesis.events.customer.ErasureEvent.RetentionExtended;
import io.anamnesis.events.loyalty.BenefitEvent;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitGranted;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitUseCancelled;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitUsed;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitWithdrawn;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.FamilyEvent.PointsSent;
import io.anamnesis.events.loyalty.LedgerEvent;
import io.anamnesis.events.loyalty.LedgerEvent.AdjustmentRequested;
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
import io.anamnesis.events.loyalty.LevelEvent.CircumstanceNoted;
import io.anamnesis.events.loyalty.LevelEvent.TierFallSet;
import io.anamnesis.events.loyalty.LevelEvent.TierGraceBegun;
import io.anamnesis.events.loyalty.LevelEvent.TierKept;
import io.anamnesis.events.loyalty.LevelEvent.TierDowngraded;
import io.anamnesis.events.loyalty.LevelEvent.TierOverridden;
import io.anamnesis.events.loyalty.LevelEvent.TierOverrideWithdrawn;
import io.anamnesis.events.loyalty.LevelEvent.TierRetained;
import io.anamnesis.events.loyalty.LevelEvent.TierWillExpire;
import io.anamnesis.events.loyalty.LevelEvent.TierWillStay;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalanceApproved;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalanceProposed;
import io.anamnesis.events.loyalty.PersonsEvent.AdjustmentRejected;
import io.anamnesis.events.loyalty.PersonsEvent.WriteOffRejected;
import io.anamnesis.events.loyalty.PersonsEvent.WriteOffRequested;
import io.anamnesis.events.loyalty.MembershipEvent.MembershipDue;
import io.anamnesis.events.loyalty.MembershipEvent.MembershipLapsed;
import io.anamnesis.events.loyalty.PoolEvent.PoolInvited;
import io.anamnesis.events.loyalty.RatingEvent.AwardRestated;
import io.anamnesis.events.loyalty.RatingEvent.RefundNoted;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import io.anamnesis.events.loyalty.ReviewEvent.AwardHeld;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.events.referral.ReferralDecision.ClaimNoted;
import io.anamnesis.events.referral.ReferralDecision.ReferralRewarded;
import io.anamnesis.events.referral.ReferralDecision.RewardRevoked;
import io.anamnesis.events.referral.ReferralDecision.StandingChanged;
import io.anamnesis.query.loyalty.PoolPart;
import io.anamnesis.query.referral.ToldReason;
import io.anamnesis.web.Language;
import io.anamnesis.web.Messages;

/** One sentence for an event, in the reader's language; it holds codes and figures, never a personal value. */
public final class Summaries {
  private final Messages messages;

  public Summaries(Messages messages) {
    this.messages = messages;
  }

  /** The key of a type's sentence; every extension has the same. */
  public static String key(String type) {
    return "timeline." + (type.startsWith(ExtensionFact.PREFIX) ? "x" : type);
  }

  /** @param log finds what a correction or a withdrawal is about, by its event id */
  public String of(Recorded event, Function<UUID, Optional<Recorded>> log, Language language) {
    return CorrectedFact.of(event)
        .flatMap(restated -> log.apply(restated.original().eventId()).map(told -> restated(restated, told, language)))
        .orElseGet(() -> of(event, language));
  }

  private String restated(CorrectedFact restated, Recorded told, Language language) {
    Recorded now = restated.now();
    return now == null
        ? messages.text(language, "restated.withdrawn", of(told, language))
        : messages.text(language, "restated.corrected", of(told, language), of(now, language));
  }

  private String of(Recorded event, Language language) {
    if (event.event() instanceof StandingChanged standing) {
      return messages.text(language, key(event.type()), standing.referred().value(), how(standing, language));
    }
    return PoolPart.of(event.event()).map(part -> messages.text(language, part.key(), part.arguments().toArray()))
        .orElseGet(
            () -> messages.text(language, key(event.type()), arguments(event.type(), event.event()).toArray()));
  }

  private String how(StandingChanged standing, Language language) {
    String word = standing.reason() == null
        ? standing.state().name().toLowerCase(Locale.ROOT)
        : ToldReason.of(standing.reason());
    return messages.text(language, "referral." + word);
  }

  private static List<Object> arguments(String type, CustomerEvent event) {
    return switch (event) {
      case PurchaseMade purchase ->
        List.of(Money.text(purchase.total()), purchase.currency().getCurrencyCode(), purchase.lines().size());
      case PurchaseRefunded refund -> List.of(refund.purchaseId().value());
      case PointsEarned award -> List.of(Long.toString(award.points()), award.rule());
      case TierReached level -> List.of(level.level());
      case TierRevised revised ->
        List.of(revised.steps().isEmpty() ? revised.level() : revised.steps().getLast().level());
      case LevelEvent level -> arguments(level);
      case RefundNoted refund -> List.of(refund.purchase().value());
      case AwardRestated restated -> List.of(restated.by());
      case LedgerEvent movement -> arguments(movement);
      case AdjustmentRejected rejected -> List.of(Long.toString(rejected.points()));
      case WriteOffRequested asked -> List.of(Long.toString(asked.points()));
      case WriteOffRejected rejected -> List.of(Long.toString(rejected.points()));
      case OpeningBalanceProposed proposed -> List.of(Long.toString(proposed.total()));
      case OpeningBalanceApproved approved -> List.of(Long.toString(approved.total()));
      case MembershipDue due -> List.of(due.validUntil().toString());
      case MembershipLapsed lapsed -> List.of(lapsed.validUntil().toString());
      case BenefitEvent benefit -> arguments(benefit);
      case VoucherEvent voucher -> List.of(voucher.reward().value());
      case PointsSent sent -> List.of(Long.toString(sent.points()), sent.to().value());
      case PointsReceived received -> List.of(Long.toString(received.points()), received.from().value());
      case PoolInvited invited -> List.of(invited.keeper().value());
      case AwardHeld held -> List.of(Long.toString(held.points()));
      case ClaimNoted claim -> List.of(claim.referred().value());
      case ReferralRewarded reward -> List.of(Long.toString(reward.points()));
      case RewardRevoked revoked -> List.of(Long.toString(revoked.points()));
      case RetentionExtended longer -> List.of(String.valueOf(longer.record().until()));
      case KeyCondemned soon -> List.of(soon.kind().ordinal());
      case KeyDestroyed gone -> List.of(gone.kind().ordinal());
      case KeyForgotten gone -> List.of(gone.kind().ordinal());
      case ExtensionFact extension -> List.of(type);
      default -> List.of();
    };
  }

  private static List<Object> arguments(LevelEvent level) {
    return switch (level) {
      case TierRetained retained -> List.of(retained.held().level());
      case TierGraceBegun grace -> List.of(grace.held().level());
      case TierKept kept -> List.of(kept.held().level());
      case TierFallSet fall -> List.of(fall.held().level());
      case TierDowngraded lower -> List.of(lower.from(), lower.held().level());
      case TierWillExpire warning -> List.of(warning.level(), Long.toString(warning.missing()));
      case TierWillStay stays -> List.of(stays.level());
      case TierOverridden given -> List.of(given.level());
      case CircumstanceNoted ignored -> List.of();
      case TierOverrideWithdrawn ignored -> List.of();
    };
  }

  private static List<Object> arguments(BenefitEvent benefit) {
    return switch (benefit) {
      case BenefitGranted granted -> List.of(granted.kind(), granted.quantity());
      case BenefitWithdrawn none -> List.of(none.kind(), none.quantity());
      case BenefitUsed used -> List.of(used.kind(), used.quantity());
      case BenefitUseCancelled none -> List.of(none.kind(), none.quantity());
    };
  }

  /** Points as text: no reader wants them grouped by thousands, as figures are. */
  private static List<Object> arguments(LedgerEvent movement) {
    return switch (movement) {
      case PointsClawedBack back -> List.of(Long.toString(back.points()), Long.toString(back.owed()));
      case ArrearsRepaid repaid -> List.of(Long.toString(repaid.points()));
      case ArrearsWrittenOff forgiven -> List.of(Long.toString(forgiven.points()));
      case PointsExpired expired -> List.of(Long.toString(expired.points()));
      case PointsWillExpire warning -> List.of(Long.toString(warning.points()), Integer.toString(warning.days()));
      case PointsReserved reserved -> redemption(reserved.points(), reserved.quantity(), reserved.reward());
      case RedemptionConfirmed spent -> redemption(spent.points(), spent.quantity(), spent.reward());
      case RedemptionCancelled undone -> redemption(undone.returned().stream().mapToLong(Returned::points).sum(),
          undone.quantity(), undone.reward());
      case AdjustmentRequested asked -> List.of(Long.toString(asked.points()));
      case PointsAdjusted adjusted -> List.of(Long.toString(adjusted.points()));
      case OpeningBalanceBooked opening -> List.of(Long.toString(opening.total()));
    };
  }

  private static List<Object> redemption(long points, long quantity, RewardId reward) {
    return List.of(Long.toString(points), Long.toString(quantity), reward.value());
  }
}
