package io.anamnesis.command.customer;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.customer.Retention;
import io.anamnesis.events.customer.Retention.Basis;
import io.anamnesis.events.visit.VisitEvent.AdmissionAdmitted;
import io.anamnesis.events.visit.VisitEvent.AdmissionDischarged;
import io.anamnesis.events.visit.VisitEvent.OutpatientEvent;
import io.anamnesis.events.visit.VisitEvent.StayEvent;
import io.anamnesis.events.visit.VisitEvent.VisitArrived;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import io.anamnesis.events.visit.VisitEvent.VisitRoomed;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long a clinical record is kept by law (domain rules, "Erasure"). Pure. An out-patient visit that counts keeps it for 15
 * years, a stay for 30 from its discharge, at the same local time of day; the later of both holds. A stay of which no discharge
 * was told counts from its admission, and a completed visit of kind {@code inpatient} as a stay that ended with it. A visit of
 * which no completion was told counts from the last that was told of it. A visit told under the id of a discharged stay is that
 * stay.
 */
record RetentionRule(ZoneId zone) {
  static final Set<Class<? extends CustomerEvent>> FACTS =
      Set.of(VisitArrived.class, VisitRoomed.class, VisitCompleted.class, AdmissionAdmitted.class,
          AdmissionDischarged.class);

  private static final int OUTPATIENT_YEARS = 15;
  private static final int STAY_YEARS = 30;

  /** @param facts those of {@link #FACTS} that are known of one person, in any order */
  Retention judge(Collection<Recorded> facts) {
    Map<String, Instant> discharges = new HashMap<>();
    Map<String, Instant> admissions = new HashMap<>();
    Set<String> completed = new HashSet<>();
    for (Recorded fact : facts) {
      switch (fact.event()) {
        // The first discharge of a stay counts, as it does for the customer's class.
        case AdmissionDischarged stay -> discharges.merge(id(stay), fact.occurredAt(), RetentionRule::earlier);
        case AdmissionAdmitted stay -> admissions.merge(id(stay), fact.occurredAt(), RetentionRule::later);
        case VisitCompleted visit -> completed.add(id(visit));
        default -> {
        }
      }
    }
    admissions.keySet().removeAll(discharges.keySet());
    Longest longest = new Longest(zone);
    discharges.values().forEach(longest::stay);
    admissions.values().forEach(longest::stay);
    for (Recorded fact : facts) {
      if (fact.event() instanceof OutpatientEvent visit && counts(visit) && !discharges.containsKey(id(visit))
          && (visit instanceof VisitCompleted || !completed.contains(id(visit)))) {
        longest.visit(visit, fact.occurredAt());
      }
    }
    return longest.retention;
  }

  private static boolean counts(OutpatientEvent visit) {
    return visit.kind() == null || !visit.kind().is("tour");
  }

  private static String id(StayEvent stay) {
    return stay.stayId().value();
  }

  private static String id(OutpatientEvent visit) {
    return visit.visitId().value();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** What is kept longest of all that was told so far. */
  private static final class Longest {
    private final ZoneId zone;
    private Retention retention = Retention.NONE;

    Longest(ZoneId zone) {
      this.zone = zone;
    }

    void visit(OutpatientEvent visit, Instant at) {
      if (visit.kind() != null && visit.kind().is("inpatient")) {
        stay(at);
      } else {
        take(Basis.OUTPATIENT_VISIT, at, OUTPATIENT_YEARS);
      }
    }

    void stay(Instant at) {
      take(Basis.STAY, at, STAY_YEARS);
    }

    private void take(Basis basis, Instant since, int years) {
      Instant until = since.atZone(zone).plusYears(years).toInstant();
      @Nullable
      Instant before = retention.until();
      if (before == null || until.isAfter(before)) {
        retention = new Retention(basis, since, until);
      }
    }
  }
}
