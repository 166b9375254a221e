package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.Set;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.FamilyEvent;
import io.anamnesis.events.loyalty.LedgerEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.RatingEvent.AwardRestated;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Projection;

/** A customer's points: pending before a lot's active instant, gone from its expiry on, whatever a sweep records. */
public final class PointsProjection implements Projection<PointsState, PointsAnswer> {

  @Override
  public String name() {
    return "points";
  }

  @Override
  public int version() {
    return 4;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(PointsEarned.class, LedgerEvent.class, FamilyEvent.class, AwardRestated.class);
  }

  @Override
  public Class<PointsState> stateType() {
    return PointsState.class;
  }

  @Override
  public PointsState initial() {
    return PointsState.INITIAL;
  }

  @Override
  public PointsState fold(PointsState state, Recorded event) {
    return event.event() instanceof LoyaltyEvent decision ? state.with(event, decision) : state;
  }

  @Override
  public PointsAnswer answer(Folded<PointsState> folded, Instant at) {
    return new PointsAnswer(folded.subject(), folded.state().at(at), folded.position());
  }
}
