package io.anamnesis.command.referral;

import io.anamnesis.command.loyalty.happening.Unrefunded;
import io.anamnesis.events.PurchaseId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.events.visit.VisitEvent.AdmissionAdmitted;
import io.anamnesis.events.visit.VisitEvent.AdmissionDischarged;
import io.anamnesis.events.visit.VisitEvent.AppointmentBooked;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a person's life referrals follow from, each list in the order of business.
 *
 * @param known the first visit, stay or purchase: from then on the person is not new; null before it
 * @param visits that count: completed, of any kind but a tour, and discharges
 */
record Newcomer(@Nullable Moment known, List<Moment> visits, List<Moment> bookings, List<Purchase> purchases) {

  /** A purchase with the refunds that name it, in the order of business. */
  record Purchase(Moment moment, PurchaseMade made, List<Recorded> refunds) {

    /** What was left of it just before an instant. */
    BigDecimal leftBefore(Instant instant) {
      return Unrefunded.of(made,
          refunds.stream().filter(refund -> refund.occurredAt().isBefore(instant)).toList());
    }

    BigDecimal left() {
      return Unrefunded.of(made, refunds);
    }

    /** The first refund at an instant or after it that left less than an amount. */
    Optional<Instant> fellBelow(BigDecimal amount, Instant from) {
      for (int taken = 1; taken <= refunds.size(); taken++) {
        Instant at = refunds.get(taken - 1).occurredAt();
        if (!at.isBefore(from) && Unrefunded.of(made, refunds.subList(0, taken)).compareTo(amount) < 0) {
          return Optional.of(at);
        }
      }
      return Optional.empty();
    }
  }

  static Newcomer of(Collection<Recorded> facts) {
    List<Moment> visits = new ArrayList<>();
    List<Moment> stays = new ArrayList<>();
    List<Moment> bookings = new ArrayList<>();
    for (Recorded fact : facts) {
      switch (fact.event()) {
        case VisitCompleted visit when visit.kind() == null || !visit.kind().is("tour") -> visits.add(Moment.of(fact));
        case AdmissionDischarged ignored -> visits.add(Moment.of(fact));
        case AdmissionAdmitted ignored -> stays.add(Moment.of(fact));
        case AppointmentBooked ignored -> bookings.add(Moment.of(fact));
        default -> {
          // Says nothing of visits.
        }
      }
    }
    List<Purchase> purchases = purchases(facts);
    List<Moment> counting = new ArrayList<>(visits);
    counting.addAll(stays);
    purchases.forEach(purchase -> counting.add(purchase.moment()));
    return new Newcomer(counting.isEmpty() ? null : Collections.min(counting), sorted(visits), sorted(bookings),
        purchases);
  }

  /** Of purchases told under one id, refunds concern the earliest. */
  private static List<Purchase> purchases(Collection<Recorded> facts) {
    Map<PurchaseId, List<Recorded>> refunds = new HashMap<>();
    List<Recorded> made = new ArrayList<>();
    for (Recorded fact : facts.stream().sorted(Recorded.BY_OCCURRENCE).toList()) {
      switch (fact.event()) {
        case PurchaseMade ignored -> made.add(fact);
        case PurchaseRefunded refund ->
          refunds.computeIfAbsent(refund.purchaseId(), first -> new ArrayList<>()).add(fact);
        default -> {
          // No purchase.
        }
      }
    }
    List<Purchase> purchases = new ArrayList<>();
    for (Recorded fact : made) {
      PurchaseMade purchase = (PurchaseMade) fact.event();
      List<Recorded> its = refunds.remove(purchase.purchaseId());
      purchases.add(new Purchase(Moment.of(fact), purchase, its == null ? List.of() : List.copyOf(its)));
    }
    return List.copyOf(purchases);
  }

  private static List<Moment> sorted(List<Moment> moments) {
    return moments.stream().sorted().toList();
  }
}
