package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.Set;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.ReviewEvent;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Projection;

/** What waits for a person to look at before it is given. */
public final class ReviewsProjection implements Projection<ReviewsState, ReviewsState> {

  @Override
  public String name() {
    return "reviews";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(ReviewEvent.class);
  }

  @Override
  public Class<ReviewsState> stateType() {
    return ReviewsState.class;
  }

  @Override
  public ReviewsState initial() {
    return ReviewsState.INITIAL;
  }

  @Override
  public ReviewsState fold(ReviewsState state, Recorded event) {
    return event.event() instanceof ReviewEvent about ? state.with(event, about) : state;
  }

  @Override
  public ReviewsState answer(Folded<ReviewsState> folded, Instant at) {
    return folded.state();
  }
}
