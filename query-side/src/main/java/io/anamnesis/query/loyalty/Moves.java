package io.anamnesis.query.loyalty;

import java.util.List;
import java.util.Optional;

import io.anamnesis.events.loyalty.LevelEvent;
import io.anamnesis.events.loyalty.LevelEvent.Reason;
import io.anamnesis.events.loyalty.LevelEvent.TierFallSet;
import io.anamnesis.events.loyalty.LevelEvent.TierGraceBegun;
import io.anamnesis.events.loyalty.LevelEvent.TierKept;
import io.anamnesis.events.loyalty.LevelEvent.TierDowngraded;
import io.anamnesis.events.loyalty.LevelEvent.TierRetained;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.Move;
import io.anamnesis.events.loyalty.Move.Kind;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import io.anamnesis.events.loyalty.Standing;

/** Steps of a level, as events tell them. */
final class Moves {
  private Moves() {}

  static Move of(TierReached reached) {
    return new Move(Kind.REACHED, reached.from(),
        new Standing(reached.level(), reached.programme(), reached.validUntil(), null, null),
        reached.qualifyingPoints(), reached.reachedAt());
  }

  static List<Move> of(TierRevised revised) {
    return revised.steps().stream()
        .map(step -> new Move(Kind.REACHED, step.from(),
            new Standing(step.level(), revised.programme(), step.validUntil(), null, null), step.qualifyingPoints(),
            step.reachedAt()))
        .toList();
  }

  /** Empty of what is no step. */
  static Optional<Move> of(LevelEvent event) {
    return switch (event) {
      case TierRetained one -> kept(Kind.RETAINED, one.held(), one.qualifyingPoints(), one);
      case TierGraceBegun one -> kept(Kind.GRACE_BEGUN, one.held(), one.qualifyingPoints(), one);
      case TierKept one -> kept(Kind.KEPT, one.held(), one.qualifyingPoints(), one);
      case TierFallSet one -> kept(Kind.FALL_SET, one.held(), one.qualifyingPoints(), one);
      case TierDowngraded one -> Optional.of(new Move(one.reason() == Reason.CLAWED_BACK ? Kind.FELL : Kind.EXPIRED,
          one.from(), one.held(), one.qualifyingPoints(), one.at()));
      default -> Optional.empty();
    };
  }

  private static Optional<Move> kept(Kind kind, Standing held, long qualifying, LevelEvent event) {
    return Optional.of(new Move(kind, held.level(), held, qualifying, event.at()));
  }
}
