package io.anamnesis.query.purchase;

import java.time.Instant;
import java.util.Set;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Projection;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.visit.Visits;

/** What a customer bought and when it came. */
public final class TrajectoryProjection implements Projection<TrajectoryProjection.State, Trajectory> {
  private final SiteZones zones;

  public TrajectoryProjection(SiteZones zones) {
    this.zones = zones;
  }

  public record State(Purchases purchases, Visits visits) {}

  @Override
  public String name() {
    return "trajectory";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(PurchaseMade.class, PurchaseRefunded.class, VisitCompleted.class);
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
      default -> state;
    };
  }

  /** By month. */
  @Override
  public Trajectory answer(Folded<State> folded, Instant at) {
    return answer(folded, Period.MONTH);
  }

  /** A life does not age: the instant asked decides what is folded, and nothing more. */
  public Trajectory answer(Folded<State> folded, Period by) {
    State state = folded.state();
    return Trajectory.of(folded.subject(), state.purchases, state.visits, by, zones, folded.position());
  }
}
