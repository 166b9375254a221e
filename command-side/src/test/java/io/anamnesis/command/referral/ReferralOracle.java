package io.anamnesis.command.referral;

import io.anamnesis.command.referral.Story.Tale;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a story is worth in the end, worked out from the whole of it at once and from nothing else: 10 for a booking, 100 for a
 * first visit, 200 and 100 for a purchase of 200 after 7 days, two people a month, claims good for 30 days, and a record that
 * names the referrer of the record before it claims nothing.
 */
final class ReferralOracle {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final long ENOUGH = 20_000;
  private static final Set<String> VISITS = Set.of("visit.completed", "admission.discharged");

  private final List<Fact> facts = new ArrayList<>();
  private final Map<String, Long> points = new TreeMap<>();
  private final Map<String, List<Came>> byReferrer = new TreeMap<>();

  private record Fact(int number, Tale tale) {
    boolean before(Fact other) {
      int order = tale.at().compareTo(other.tale.at());
      return order < 0 || (order == 0 && number < other.number);
    }

    LocalDate day() {
      return tale.at().atZone(ZONE).toLocalDate();
    }
  }

  private record Came(String person, Fact visit, boolean paid) {}

  ReferralOracle(Map<Integer, Tale> standing) {
    standing.forEach((number, tale) -> facts.add(new Fact(number, tale)));
    facts.sort((one, other) -> one.before(other) ? -1 : 1);
  }

  /** Points by "account rule". */
  Map<String, Long> points() {
    Set<String> people = new TreeSet<>();
    facts.forEach(
        fact -> people.add(fact.tale.type().equals("referral.made") ? fact.tale.other() : fact.tale.subject()));
    people.forEach(this::person);
    byReferrer.forEach((referrer, came) -> {
      Map<YearMonth, Integer> months = new TreeMap<>();
      came.sort(Comparator.comparing(Came::visit, (one, other) -> one.before(other) ? -1 : 1));
      for (Came one : came) {
        if (months.merge(YearMonth.from(one.visit.day()), 1, Integer::sum) <= 2) {
          give(referrer, "referral-first-visit", 100);
          if (one.paid) {
            give(referrer, "referral-first-paid-visit", 200);
            give(one.person, "referred-first-paid-visit", 100);
          }
        }
      }
    });
    return points;
  }

  private void person(String person) {
    List<Fact> visits = of(person).stream().filter(ReferralOracle::isVisit).toList();
    Fact visit = visits.isEmpty() ? null : visits.getFirst();
    for (Fact booking : of(person).stream().filter(fact -> is(fact, "appointment.booked")).toList()) {
      String bearer = visit == null || booking.before(visit) ? bearer(person, booking) : null;
      if (bearer != null) {
        give(bearer, "referral-booking", 10);
        break;
      }
    }
    String bearer = visit == null ? null : bearer(person, visit);
    if (bearer != null) {
      byReferrer.computeIfAbsent(bearer, first -> new ArrayList<>())
          .add(new Came(person, visit, isPaid(person, visit)));
    }
  }

  private @Nullable String bearer(String person, Fact occasion) {
    String recorded = null;
    for (Fact claim : facts) {
      String referrer = null;
      if (is(claim, "referral.made") && claim.tale.other().equals(person)) {
        referrer = claim.tale.subject();
      } else if (is(claim, "customer.registered") && claim.tale.subject().equals(person)) {
        referrer = claim.tale.other().equals(recorded) ? null : claim.tale.other();
        recorded = claim.tale.other();
      }
      if (referrer != null && claim.before(occasion) && !occasion.day().isAfter(claim.day().plusDays(30))
          && !tied(person, referrer, claim) && isNew(person, claim)) {
        return referrer;
      }
    }
    return null;
  }

  private boolean isNew(String person, Fact claim) {
    return of(person).stream().noneMatch(fact -> (isVisit(fact) || is(fact, "purchase.made")) && fact.before(claim));
  }

  private boolean tied(String person, String referrer, Fact claim) {
    return person.equals(referrer) || facts.stream().anyMatch(fact -> !fact.day().isAfter(claim.day().plusDays(30))
        && (is(fact, "identity.bound") && Set.of(person, referrer).contains(fact.tale.subject())
            || is(fact, "family.linked") && fact.tale.subject().equals(person) && fact.tale.other().equals(referrer)));
  }

  private boolean isPaid(String person, Fact visit) {
    Set<String> told = new TreeSet<>();
    for (Fact purchase : of(person).stream().filter(fact -> is(fact, "purchase.made")).toList()) {
      Instant due = purchase.tale.at().plus(Duration.ofDays(7));
      due = due.isBefore(visit.tale.at()) ? visit.tale.at() : due;
      boolean refundable = told.add(purchase.tale.other());
      if (left(person, purchase, refundable ? due : Instant.MIN) >= ENOUGH) {
        return left(person, purchase, refundable ? Instant.MAX : Instant.MIN) >= ENOUGH;
      }
    }
    return false;
  }

  private long left(String person, Fact purchase, Instant before) {
    long left = purchase.tale.cents();
    for (Fact refund : of(person)) {
      if (is(refund, "purchase.refunded") && refund.tale.other().equals(purchase.tale.other())
          && refund.tale.at().isBefore(before) && refund.tale.cents() <= left) {
        left -= refund.tale.cents();
      }
    }
    return left;
  }

  private List<Fact> of(String person) {
    return facts.stream().filter(fact -> fact.tale.subject().equals(person)).toList();
  }

  private static boolean isVisit(Fact fact) {
    return VISITS.contains(fact.tale.type()) && !fact.tale.other().equals("tour");
  }

  private static boolean is(Fact fact, String type) {
    return fact.tale.type().equals(type);
  }

  private void give(String account, String rule, long more) {
    points.merge(account + " " + rule, more, Long::sum);
  }
}
