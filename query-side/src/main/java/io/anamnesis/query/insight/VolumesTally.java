package io.anamnesis.query.insight;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.SiteId;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.events.visit.VisitEvent.AdmissionDischarged;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import io.anamnesis.projections.Column;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Tally;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.fold.Told;
import io.anamnesis.query.purchase.Purchases;
import io.anamnesis.query.visit.Visits;

/**
 * Visits, discharges, purchases and money by site and local month: measures {@code visits}, {@code discharges},
 * {@code purchases} (counts) and {@code amount} (net of refunds, with the dimension {@code currency}), dimensions
 * {@code site} (absent where none was told) and {@code month}.
 */
public final class VolumesTally implements Tally<VolumesTally.State> {
  private final SiteZones zones;

  public VolumesTally(SiteZones zones) {
    this.zones = zones;
  }

  public record State(Purchases purchases, Visits visits) {}

  @Override
  public String name() {
    return "volumes";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(PurchaseMade.class, PurchaseRefunded.class, VisitCompleted.class, AdmissionDischarged.class);
  }

  @Override
  public Class<State> stateType() {
    return State.class;
  }

  @Override
  public State initial() {
    return new State(Purchases.NONE, Visits.NONE);
  }

  @Override
  public State fold(State state, Recorded event) {
    return switch (event.event()) {
      case PurchaseMade purchase -> new State(state.purchases.with(event, purchase), state.visits);
      case PurchaseRefunded refund -> new State(state.purchases.with(event, refund), state.visits);
      case VisitCompleted visit -> new State(state.purchases, state.visits.with(event, visit));
      case AdmissionDischarged stay -> new State(state.purchases, state.visits.with(event, stay));
      default -> state;
    };
  }

  @Override
  public State answer(Folded<State> folded, Instant at) {
    return folded.state();
  }

  @Override
  public List<Column> dimensions() {
    return List.of(Column.text("month"), Column.text("site"), Column.text("currency"));
  }

  @Override
  public List<Column> measures() {
    return List.of(Column.integer("visits"), Column.integer("discharges"), Column.integer("purchases"),
        Column.decimal("amount"));
  }

  @Override
  public Map<Cell, BigDecimal> contribution(State state) {
    Map<Cell, BigDecimal> figures = new HashMap<>();
    for (Visits.Completed visit : state.visits.completed()) {
      if (visit.kind() == null || !visit.kind().is("tour")) {
        figures.merge(cell("visits", visit.at(), visit.site(), null), BigDecimal.ONE, BigDecimal::add);
      }
    }
    for (Visits.Stay stay : state.visits.stays().values()) {
      Told<Visits.Place> discharged = stay.discharged();
      if (discharged != null) {
        figures.merge(cell("discharges", discharged.at(), discharged.value().site(), null), BigDecimal.ONE,
            BigDecimal::add);
      }
    }
    for (Purchases.Net net : state.purchases.net()) {
      Purchases.Purchase purchase = net.purchase();
      figures.merge(cell("purchases", purchase.at(), purchase.site(), null), BigDecimal.ONE, BigDecimal::add);
      figures.merge(cell("amount", purchase.at(), purchase.site(), purchase.currency().getCurrencyCode()), net.total(),
          BigDecimal::add);
    }
    return figures;
  }

  private Cell cell(String measure, Instant at, @Nullable SiteId site, @Nullable String currency) {
    SortedMap<String, String> dimensions = new TreeMap<>();
    dimensions.put("month", YearMonth.from(zones.dayAt(site, at)).toString());
    if (site != null) {
      dimensions.put("site", site.value());
    }
    if (currency != null) {
      dimensions.put("currency", currency);
    }
    return new Cell(measure, Collections.unmodifiableSortedMap(dimensions));
  }
}
