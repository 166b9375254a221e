package io.anamnesis.command.referral;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.referral.ReferralDecision.Claimed;
import io.anamnesis.events.referral.ReferralDecision.ReferralDecided;
import io.anamnesis.events.visit.VisitEvent.AdmissionAdmitted;
import io.anamnesis.events.visit.VisitEvent.AdmissionDischarged;
import io.anamnesis.events.visit.VisitEvent.AppointmentBooked;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * From when on a decision stands whatever else the person does: so that a life after a referral costs nothing, and does not
 * read the referrer's again and again. Refunds, corrections and ties always have their say.
 *
 * @param visits visits, stays and bookings after this instant change nothing; null: they may
 * @param purchases nor do purchases after this one
 */
record Settled(@Nullable Instant visits, @Nullable Instant purchases) {

  /** @param claims all that were noted */
  static Settled by(ReferralDecided decided, Collection<Claim> claims) {
    if (decided.visit() != null) {
      // The first visit and the first purchase that is worth enough count, and bookings before the visit.
      return new Settled(decided.visit().at(), decided.paid() == null ? null : decided.paid().at());
    }
    Instant closed = closed(decided.claims(), claims);
    return new Settled(closed, closed);
  }

  /** When the last claim had lapsed; unless one still holds, or is not told by itself. */
  private static @Nullable Instant closed(Collection<Claimed> told, Collection<Claim> claims) {
    boolean all = told.size() == claims.stream().filter(Claim::stands).count();
    return all && told.stream().noneMatch(claim -> claim.reason() == null)
        ? told.stream().map(Claimed::goodUntil).max(Instant::compareTo).orElse(Instant.MIN)
        : null;
  }

  boolean isBefore(Recorded fact) {
    Instant end = switch (fact.event()) {
      case VisitCompleted ignored -> visits;
      case AdmissionAdmitted ignored -> visits;
      case AdmissionDischarged ignored -> visits;
      case AppointmentBooked ignored -> visits;
      case PurchaseMade ignored -> purchases;
      default -> null;
    };
    return end != null && fact.occurredAt().isAfter(end);
  }
}
