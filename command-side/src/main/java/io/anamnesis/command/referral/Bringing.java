package io.anamnesis.command.referral;

import io.anamnesis.command.referral.Newcomer.Purchase;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programme.Referral;
import io.anamnesis.events.referral.ReferralDecision.Claimed;
import io.anamnesis.events.referral.ReferralDecision.Milestone;
import io.anamnesis.events.referral.ReferralDecision.Reason;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who brought a person, and how far that person has come: a pure function of the claims, of the person's life and of what
 * ties them. No order in which the facts became known can change it.
 */
final class Bringing {
  private final List<Held> claims;
  private final Newcomer newcomer;
  private final @Nullable Instant judgedTo;

  /** A claim with its terms, and why it is not good by itself. */
  private record Held(Claim claim, Programme programme, Instant goodUntil, @Nullable Reason reason) {
    boolean isGoodFor(Moment moment) {
      return reason == null && claim.moment().isBefore(moment) && moment.at().isBefore(goodUntil);
    }

    Referral terms() {
      return Objects.requireNonNull(programme.referral());
    }
  }

  /** Why a claim cannot be made, by what ties the two; null where it can. */
  @FunctionalInterface
  interface Tie {
    @Nullable
    Reason of(Claim claim, Instant goodUntil);
  }

  /**
   * What is decided.
   *
   * @param dueAt the end of the next pending period that was not judged and can matter
   */
  record Brought(List<Claimed> claims, @Nullable Milestone booking, @Nullable Milestone visit,
      @Nullable Milestone paid, @Nullable Instant dueAt) {}

  private Bringing(List<Held> claims, Newcomer newcomer, @Nullable Instant judgedTo) {
    this.claims = claims;
    this.newcomer = newcomer;
    this.judgedTo = judgedTo;
  }

  /**
   * @param claims that stand
   * @param programmes in force at a claim
   * @param judgedTo pending periods that end later are not judged; null: none is
   */
  static Brought decide(List<Claim> claims, Newcomer newcomer, Tie tie, Function<Claim, Programme> programmes,
      @Nullable Instant judgedTo) {
    List<Held> held = claims.stream().sorted(Comparator.comparing(Claim::moment))
        .map(claim -> held(claim, newcomer, tie, programmes.apply(claim))).toList();
    return new Bringing(held, newcomer, judgedTo).decide();
  }

  private static Held held(Claim claim, Newcomer newcomer, Tie tie, Programme programme) {
    Referral terms = programme.referral();
    if (terms == null) {
      return new Held(claim, programme, claim.moment().at(), Reason.NO_TERMS);
    }
    ZonedDateTime claimed = claim.moment().at().atZone(programme.zone());
    Instant goodUntil = claimed.truncatedTo(ChronoUnit.DAYS).plusDays(terms.validDays() + 1L).toInstant();
    Reason reason = tie.of(claim, goodUntil);
    if (reason == null && newcomer.known() != null && newcomer.known().isBefore(claim.moment())) {
      reason = Reason.NOT_NEW;
    }
    return new Held(claim, programme, goodUntil, reason);
  }

  private Brought decide() {
    Moment visit = newcomer.visits().isEmpty() ? null : newcomer.visits().getFirst();
    Optional<Held> bearer = visit == null ? Optional.empty() : goodFor(visit);
    List<Claimed> told = visit == null ? waiting()
        : claims.stream().map(held -> told(held,
            held.reason != null || bearer.equals(Optional.of(held))
                ? held.reason
                : held.isGoodFor(visit) ? Reason.EARLIER_CLAIM : Reason.LAPSED))
            .toList();
    Milestone visited = bearer.map(held -> milestone(Objects.requireNonNull(visit), held)).orElse(null);
    Paid paid = bearer.map(held -> paid(held, Objects.requireNonNull(visit))).orElse(Paid.NOT);
    Milestone booking = booking(visit);
    return new Brought(withoutRepeats(told, booking), booking, visited, paid.reached, paid.dueAt);
  }

  /** What becomes of a claim, told once: the earliest of a referrer's claims tells it of the later ones. */
  private record Fate(CustomerId referrer, @Nullable Reason reason) {}

  /** So that who repeats a claim makes no decision longer. The claim that a booking was made under is told, too. */
  private static List<Claimed> withoutRepeats(List<Claimed> told, @Nullable Milestone booking) {
    Set<Fate> fates = new HashSet<>();
    List<Claimed> all = new ArrayList<>();
    for (Claimed claim : told) {
      if (fates.add(new Fate(claim.referrer(), claim.reason()))
          || (booking != null && booking.claim().equals(claim.claim()))) {
        all.add(claim);
      }
    }
    return List.copyOf(all);
  }

  private Optional<Held> goodFor(Moment moment) {
    return claims.stream().filter(held -> held.isGoodFor(moment)).findFirst();
  }

  /** Before any visit the earliest claim holds; a later one shows whether its time has passed. */
  private List<Claimed> waiting() {
    List<Claimed> told = new ArrayList<>();
    Held holder = null;
    int place = 0;
    for (Held held : claims) {
      if (held.reason != null) {
        told.add(told(held, held.reason));
      } else if (holder == null) {
        holder = held;
        place = told.size();
        told.add(told(held, null));
      } else if (held.claim.moment().at().isBefore(holder.goodUntil)) {
        told.add(told(held, Reason.EARLIER_CLAIM));
      } else {
        told.set(place, told(holder, Reason.LAPSED));
        holder = held;
        place = told.size();
        told.add(told(held, null));
      }
    }
    return List.copyOf(told);
  }

  private @Nullable Milestone booking(@Nullable Moment visit) {
    for (Moment booking : newcomer.bookings()) {
      Optional<Held> bearer = visit == null || booking.isBefore(visit) ? goodFor(booking) : Optional.empty();
      if (bearer.isPresent()) {
        return milestone(booking, bearer.get());
      }
    }
    return null;
  }

  private record Paid(@Nullable Milestone reached, @Nullable Instant dueAt) {
    static final Paid NOT = new Paid(null, null);
  }

  /** The first purchase that is worth enough at the end of its pending period; and not before the visit. */
  private Paid paid(Held bearer, Moment visit) {
    Referral terms = bearer.terms();
    for (Purchase purchase : newcomer.purchases()) {
      Instant end = purchase.moment().at().atZone(bearer.programme.zone()).plusDays(terms.pendingDays()).toInstant();
      Instant at = end.isBefore(visit.at()) ? visit.at() : end;
      boolean enough = purchase.leftBefore(at).compareTo(terms.paidAtLeast()) >= 0;
      if (enough && (judgedTo == null || at.isAfter(judgedTo))) {
        return new Paid(null, at);
      }
      if (enough) {
        Instant undone = purchase.fellBelow(terms.paidAtLeast(), at).orElse(null);
        return new Paid(new Milestone(purchase.moment().fact(), at, purchase.moment().position(), bearer.claim.id(),
            undone), null);
      }
    }
    return Paid.NOT;
  }

  private static Milestone milestone(Moment moment, Held bearer) {
    return new Milestone(moment.fact(), moment.at(), moment.position(), bearer.claim.id(), null);
  }

  private static Claimed told(Held held, @Nullable Reason reason) {
    return new Claimed(held.claim.id(), held.claim.referrer(), held.claim.moment().at(), held.goodUntil,
        held.programme.version(), reason);
  }
}
