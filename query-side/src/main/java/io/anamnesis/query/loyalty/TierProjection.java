package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.Set;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LevelEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.RatingEvent.InteractionWithdrawn;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Projection;

/** A customer's level at the instant asked: as was decided last, and as what has fallen due since then will be decided. */
public final class TierProjection implements Projection<TierState, TierAnswer> {
  private final LevelTerms terms;

  public TierProjection(LevelTerms terms) {
    this.terms = terms;
  }

  @Override
  public String name() {
    return "tier";
  }

  @Override
  public int version() {
    return 4;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(PointsEarned.class, PointsClawedBack.class, TierReached.class, TierRevised.class,
        LevelEvent.class, InteractionWithdrawn.class);
  }

  @Override
  public Class<TierState> stateType() {
    return TierState.class;
  }

  @Override
  public TierState initial() {
    return TierState.INITIAL;
  }

  @Override
  public TierState fold(TierState state, Recorded event) {
    return switch (event.event()) {
      case PointsEarned award -> state.with(event, award);
      case PointsClawedBack clawback -> state.with(event, clawback);
      case TierReached level -> state.with(event, level);
      case TierRevised revised -> state.with(event, revised);
      case LevelEvent said -> state.with(event, said);
      case InteractionWithdrawn gone -> state.with(event, gone);
      default -> state;
    };
  }

  @Override
  public TierAnswer answer(Folded<TierState> folded, Instant at) {
    return new TierAnswer(folded.subject(), folded.state().at(at, terms), folded.position());
  }
}
