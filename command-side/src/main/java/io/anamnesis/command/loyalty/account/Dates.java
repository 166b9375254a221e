package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.happening.Circumstance;
import io.anamnesis.command.loyalty.rating.Rating.Entry;
import io.anamnesis.command.loyalty.rating.Rating.Noted;
import io.anamnesis.command.loyalty.rating.Rating;
import io.anamnesis.events.loyalty.BenefitEvent;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.PointsExpired;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LevelEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.RatingEvent.AwardRestated;
import io.anamnesis.events.loyalty.RatingEvent.InteractionCorrected;
import io.anamnesis.events.loyalty.RatingEvent.InteractionWithdrawn;
import io.anamnesis.events.loyalty.RatingEvent.RefundNoted;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import io.anamnesis.events.loyalty.ReviewEvent;
import io.anamnesis.events.loyalty.ReviewEvent.AwardHeld;
import io.anamnesis.events.loyalty.ReviewEvent.AwardRefused;
import io.anamnesis.events.loyalty.ReviewEvent.AwardReleased;
import io.anamnesis.events.loyalty.ReviewEvent.HoldLifted;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * When what was decided occurred: with the interaction that it is about, so that whoever asks what was true at an instant, as
 * known now, sees an award and what replaced it together. A refund takes its points when it occurs.
 */
final class Dates {
  private final Rating rating;
  private final Instant because;
  private Instant before;

  /** @param because when the fact occurred that led to the decision, or the command was given */
  Dates(Rating rating, Instant because) {
    this.rating = rating;
    this.because = because;
    this.before = because;
  }

  /** Asked for each event in turn, as soon as those before it are part of the rating. */
  Instant of(LoyaltyEvent event) {
    before = switch (event) {
      case PointsEarned award -> award.lot().earnedAt();
      case PointsNotEarned nothing -> Objects.requireNonNullElse(nothing.occurredAt(), because);
      case PointsClawedBack back when back.why() == Why.REFUND -> later(refundedAt(back), back.earnedAt());
      case PointsClawedBack back -> back.earnedAt();
      case PointsExpired expired -> expired.expiredAt();
      case TierReached reached -> reached.reachedAt();
      case TierRevised revised -> revised.from();
      case LevelEvent level -> level.at();
      case BenefitEvent benefit -> benefit.at();
      case RefundNoted noted -> noted.refundedAt();
      case InteractionCorrected corrected -> corrected.occurredAt();
      case InteractionWithdrawn withdrawn -> withdrawnAt(withdrawn);
      case AwardRestated restated -> restated.occurredAt();
      case ReviewEvent about -> of(about);
      // What follows from the event before it, such as arrears that an award repays.
      default -> before;
    };
    return before;
  }

  /** What a person says of an interaction that a source told ahead is not said before it. */
  private Instant of(ReviewEvent about) {
    return switch (about) {
      case AwardHeld held -> held.occurredAt();
      case HoldLifted lifted -> lifted.occurredAt();
      case AwardReleased released -> later(released.releasedAt(), occurredAt(released.cause()));
      case AwardRefused refused -> later(refused.refusedAt(), occurredAt(refused.cause()));
    };
  }

  private Instant occurredAt(UUID cause) {
    Entry known = rating.find(cause);
    return known == null ? because : known.cause().at();
  }

  /** What held a level and did not happen is gone where it was. */
  private Instant withdrawnAt(InteractionWithdrawn withdrawn) {
    Circumstance known = rating.findCircumstance(withdrawn.cause());
    return known == null ? because : known.at();
  }

  private Instant refundedAt(PointsClawedBack back) {
    Noted noted = rating.findRefund(back.because());
    return noted == null ? because : noted.refund().at();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
