package io.anamnesis.query.visit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Code;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.SiteId;
import io.anamnesis.events.VisitId;
import io.anamnesis.events.visit.VisitEvent.AdmissionAdmitted;
import io.anamnesis.events.visit.VisitEvent.AdmissionDischarged;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import io.anamnesis.query.fold.Changes;
import io.anamnesis.query.fold.Happened;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.fold.Told;

/**
 * Visits and stays.
 *
 * @param completed in the order of business
 * @param stays by stay id
 */
public record Visits(List<Completed> completed, SortedMap<String, Stay> stays) {
  public static final Visits NONE = new Visits(List.of(), Changes.none());

  /** So long after the last day that counts somebody is still in care (domain rules, C-class). */
  private static final int MONTHS_IN_CARE = 6;

  public record Completed(Instant at, long position, VisitId visitId, @Nullable SiteId site,
      @Nullable Code businessLine, @Nullable Code kind) implements Happened {}

  /** A stay; its value is the site where it was told. */
  public record Stay(@Nullable Told<Place> admitted, @Nullable Told<Place> discharged) {
    static final Stay UNHEARD = new Stay(null, null);

    boolean isOpen() {
      return admitted != null && discharged == null;
    }
  }

  public record Place(@Nullable SiteId site, @Nullable Code department) {}

  /** An instant at which care ended, and where. */
  public record Counting(Instant at, @Nullable SiteId site) {}

  public Visits with(Recorded event, VisitCompleted visit) {
    return new Visits(Happened.insert(completed, new Completed(event.occurredAt(), event.position(), visit.visitId(),
        visit.site(), visit.businessLine(), visit.kind())), stays);
  }

  public Visits with(Recorded event, AdmissionAdmitted stay) {
    Place place = new Place(stay.site(), stay.department());
    return new Visits(completed, Changes.in(stays, stay.stayId().value(), Stay.UNHEARD,
        old -> new Stay(Told.first(old.admitted, event, place), old.discharged)));
  }

  /** A second discharge of one stay changes nothing but, if it was earlier, the instant. */
  public Visits with(Recorded event, AdmissionDischarged stay) {
    Place place = new Place(stay.site(), stay.department());
    return new Visits(completed, Changes.in(stays, stay.stayId().value(), Stay.UNHEARD,
        old -> new Stay(old.admitted, Told.first(old.discharged, event, place))));
  }

  /**
   * What counts as a visit: a completed one of any kind but a tour, and a discharge. A visit told under the id of a
   * discharged stay is that stay and is not counted twice.
   */
  public List<Counting> counting() {
    Stream<Counting> visits = completed.stream().filter(visit -> visit.kind == null || !visit.kind.is("tour"))
        .filter(visit -> !isDischarged(visit.visitId.value()))
        .map(visit -> new Counting(visit.at, visit.site));
    Stream<Counting> discharges = stays.values().stream().flatMap(stay -> Stream.ofNullable(stay.discharged))
        .map(discharge -> new Counting(discharge.at(), discharge.value().site));
    return Stream.concat(visits, discharges).sorted(java.util.Comparator.comparing(Counting::at)).toList();
  }

  public boolean hasOpenStay() {
    return stays.values().stream().anyMatch(Stay::isOpen);
  }

  /** In care: through the whole local day six months after the last counting day, or while a stay is open. */
  public boolean isInCare(Instant at, SiteZones zones) {
    return hasOpenStay() || counting().stream().anyMatch(visit -> at.isBefore(endOfCare(visit, zones)));
  }

  private static Instant endOfCare(Counting visit, SiteZones zones) {
    ZoneId zone = zones.of(visit.site);
    LocalDate lastDay = visit.at.atZone(zone).toLocalDate().plusMonths(MONTHS_IN_CARE);
    return lastDay.plusDays(1).atStartOfDay(zone).toInstant();
  }

  private boolean isDischarged(String id) {
    Stay stay = stays.get(id);
    return stay != null && stay.discharged != null;
  }
}
