package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.Set;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.PoolEvent;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Projection;

/** Which family pool a customer is in, and which the customer may join. Who else is in it is told by {@link FamilyPoolController}. */
public final class PoolProjection implements Projection<PoolState, PoolState> {

  @Override
  public String name() {
    return "family-pool";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(PoolEvent.class);
  }

  @Override
  public Class<PoolState> stateType() {
    return PoolState.class;
  }

  @Override
  public PoolState initial() {
    return PoolState.INITIAL;
  }

  @Override
  public PoolState fold(PoolState state, Recorded event) {
    return event.event() instanceof PoolEvent decision ? state.with(event, decision) : state;
  }

  @Override
  public PoolState answer(Folded<PoolState> folded, Instant at) {
    return folded.state();
  }
}
