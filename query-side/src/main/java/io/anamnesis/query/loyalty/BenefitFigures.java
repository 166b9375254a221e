package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.loyalty.BenefitGrant;
import io.anamnesis.events.loyalty.BenefitYears;
import io.anamnesis.events.loyalty.Holding;
import io.anamnesis.events.loyalty.Programme.Benefit;
import io.anamnesis.query.loyalty.BenefitsAnswer.Item;
import io.anamnesis.query.loyalty.BenefitsAnswer.State;
import io.anamnesis.query.reading.Words;

/** Benefits at an instant: what was told, and the years that have begun since then, as they will be told. */
final class BenefitFigures {
  private final BenefitsState state;
  private final LevelTerms terms;
  private final Instant at;
  private final List<Holding> holdings;
  private final Map<String, Benefit> thawed;

  BenefitFigures(BenefitsState state, LevelTerms terms, Instant at) {
    this.state = state;
    this.terms = terms;
    this.at = at;
    Holding first = state.first(terms);
    this.holdings = state.tier().holdings(first, at, terms);
    this.thawed = counted(state.tier().thawed(first, at, terms));
  }

  private Map<String, Benefit> counted(List<Holding> held) {
    return Holding.at(held, at).map(Holding::counted).orElse(Map.of());
  }

  List<Item> items() {
    Map<String, List<BenefitGrant>> open = new TreeMap<>();
    all().filter(grant -> grant.isOpen(at))
        .forEach(grant -> open.computeIfAbsent(grant.kind(), first -> new ArrayList<>()).add(grant));
    Map<String, Benefit> held = new HashMap<>(counted(holdings));
    return open.entrySet().stream().map(entry -> item(entry.getValue(), held.get(entry.getKey()))).toList();
  }

  private Stream<BenefitGrant> all() {
    Map<String, Instant> over = new HashMap<>();
    state.granted().forEach(grant -> over.merge(grant.kind(), grant.until(),
        (one, other) -> one.isAfter(other) ? one : other));
    return Stream.concat(state.granted().stream(), BenefitYears.granted(holdings, over, at).stream());
  }

  /**
   * @param year all that is granted for one year of a kind
   * @param held the terms; null where the level does not give it now
   */
  private Item item(List<BenefitGrant> year, @Nullable Benefit held) {
    BenefitGrant first = year.getFirst();
    List<BenefitsAnswer.Use> uses = state.uses().stream()
        .filter(use -> use.kind().equals(first.kind()) && !use.at().isBefore(first.from()) && !use.at().isAfter(at))
        .map(use -> new BenefitsAnswer.Use(use.id(), use.quantity(), use.percent(), use.at(), use.reference(),
            use.visitId() == null ? null : use.visitId().value(), state.cancelledAt(use, at)))
        .toList();
    int granted = year.stream().mapToInt(BenefitGrant::quantity).sum();
    int used = uses.stream().filter(use -> use.cancelledAt() == null).mapToInt(BenefitsAnswer.Use::quantity).sum();
    int left = Math.max(0, granted - used);
    State can = state(first.kind(), held, left);
    Benefit by = held == null ? granted(year.getLast()) : held;
    return new Item(first.kind(), new Words(by.text()), by.percent(), can, granted, used,
        can == State.AVAILABLE ? left : 0, first.from(), first.until(), uses);
  }

  private State state(String kind, @Nullable Benefit held, int left) {
    if (held == null) {
      return State.NOT_HELD;
    }
    if (!thawed.containsKey(kind)) {
      return State.FROZEN;
    }
    return left > 0 ? State.AVAILABLE : State.USED_UP;
  }

  /** By the terms of the version that it was granted by. */
  private Benefit granted(BenefitGrant grant) {
    return terms.of(grant.programme()).benefitsAt(grant.level()).stream()
        .filter(benefit -> benefit.kind().equals(grant.kind())).findFirst()
        .orElse(new Benefit(grant.kind(), null, null, Map.of()));
  }
}
