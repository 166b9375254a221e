package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.BenefitEvent;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Projection;

/** What a customer's level gives so many times a year, and what was used of it, at the instant asked. */
public final class BenefitsProjection implements Projection<BenefitsState, BenefitsAnswer> {
  private final LevelTerms terms;
  private final TierProjection levels;
  private final Set<Class<? extends CustomerEvent>> events;

  public BenefitsProjection(LevelTerms terms) {
    this.terms = terms;
    this.levels = new TierProjection(terms);
    Set<Class<? extends CustomerEvent>> all = new HashSet<>(levels.events());
    all.add(BenefitEvent.class);
    this.events = Set.copyOf(all);
  }

  @Override
  public String name() {
    return "benefits";
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return events;
  }

  @Override
  public Class<BenefitsState> stateType() {
    return BenefitsState.class;
  }

  @Override
  public BenefitsState initial() {
    return BenefitsState.INITIAL;
  }

  @Override
  public BenefitsState fold(BenefitsState state, Recorded event) {
    return event.event() instanceof BenefitEvent benefit
        ? state.with(benefit)
        : state.with(levels.fold(state.tier(), event));
  }

  @Override
  public BenefitsAnswer answer(Folded<BenefitsState> folded, Instant at) {
    BenefitsState state = folded.state();
    int level = state.tier().at(at, terms).level();
    List<BenefitsAnswer.Item> items = new BenefitFigures(state, terms, at).items();
    return new BenefitsAnswer(folded.subject(), level, items, folded.position());
  }
}
