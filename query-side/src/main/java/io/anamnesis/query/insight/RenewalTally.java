package io.anamnesis.query.insight;

import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.Membership;
import io.anamnesis.events.loyalty.Membership.Term;
import io.anamnesis.events.loyalty.Memberships;
import io.anamnesis.projections.Column;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Tally;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.loyalty.MembershipsProjection;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Paid memberships by the last day of their terms: measures {@code expiring} and, of these, {@code renewed} within
 * {@value #WINDOW} days before or after it; dimensions {@code day} and {@code plan} (absent where none was told). A term that
 * was prolonged earlier, or ended, does not expire.
 */
public final class RenewalTally implements Tally<Memberships> {
  static final String DAY = "day";
  static final String PLAN = "plan";
  static final String EXPIRING = "expiring";
  static final String RENEWED = "renewed";
  private static final int WINDOW = 30;

  private final ZoneId zone;

  public RenewalTally(SiteZones zones) {
    this.zone = zones.standard();
  }

  @Override
  public String name() {
    return "renewals";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return MembershipsProjection.EVENTS;
  }

  @Override
  public Class<Memberships> stateType() {
    return Memberships.class;
  }

  @Override
  public Memberships initial() {
    return Memberships.NONE;
  }

  @Override
  public Memberships fold(Memberships state, Recorded event) {
    return state.with(event);
  }

  @Override
  public Memberships answer(Folded<Memberships> folded, Instant at) {
    return folded.state();
  }

  @Override
  public List<Column> dimensions() {
    return List.of(Column.text(DAY), Column.text(PLAN));
  }

  @Override
  public List<Column> measures() {
    return List.of(Column.integer(EXPIRING), Column.integer(RENEWED));
  }

  @Override
  public Map<Cell, BigDecimal> contribution(Memberships state) {
    Map<Cell, BigDecimal> figures = new HashMap<>();
    for (Membership membership : state.all()) {
      for (int i = 0; membership.isPaid() && i < membership.terms().size(); i++) {
        boolean last = i + 1 == membership.terms().size();
        Term next = last ? null : membership.terms().get(i + 1);
        count(membership, membership.terms().get(i), next, last ? membership.endedAt() : null, figures);
      }
    }
    return figures;
  }

  private void count(Membership membership, Term term, @Nullable Term next, @Nullable Instant endedAt,
      Map<Cell, BigDecimal> figures) {
    LocalDate until = term.until();
    Instant end = term.endsAt(zone);
    boolean ended = endedAt != null && end != null && endedAt.isBefore(end);
    boolean toldAgain = next != null && Objects.equals(until, next.until());
    if (until == null || ended || toldAgain) {
      return;
    }
    long late =
        next == null ? Long.MAX_VALUE : ChronoUnit.DAYS.between(until, next.toldAt().atZone(zone).toLocalDate());
    if (late >= -WINDOW) {
      figures.merge(cell(EXPIRING, until, membership.plan()), BigDecimal.ONE, BigDecimal::add);
      if (late <= WINDOW) {
        figures.merge(cell(RENEWED, until, membership.plan()), BigDecimal.ONE, BigDecimal::add);
      }
    }
  }

  private static Cell cell(String measure, LocalDate day, @Nullable Code plan) {
    SortedMap<String, String> dimensions = new TreeMap<>();
    dimensions.put(DAY, day.toString());
    if (plan != null) {
      dimensions.put(PLAN, plan.value());
    }
    return new Cell(measure, Collections.unmodifiableSortedMap(dimensions));
  }
}
