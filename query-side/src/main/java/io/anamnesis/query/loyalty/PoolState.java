package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.PoolEvent;
import io.anamnesis.events.loyalty.PoolEvent.PoolInvitationEnded;
import io.anamnesis.events.loyalty.PoolEvent.PoolInvited;
import io.anamnesis.events.loyalty.PoolEvent.PoolJoined;
import io.anamnesis.events.loyalty.PoolEvent.PoolLeft;
import io.anamnesis.query.fold.Changes;

/**
 * A customer's word on family pools, as decided last: of two decisions the one recorded later holds, whatever their instants.
 *
 * @param place the last time that the customer joined or left a pool; null if never
 * @param invitations by pool: the last word on each
 */
public record PoolState(@Nullable Place place, SortedMap<String, Invitation> invitations) {
  public static final PoolState INITIAL = new PoolState(null, Changes.none());

  /** @param isIn whether the customer joined the pool then, rather than left it */
  public record Place(long position, UUID poolId, boolean isIn, Instant at) {}

  /** @param keeper who invites; null where the invitation holds no longer */
  public record Invitation(long position, @Nullable CustomerId keeper, Instant at) {
    static Invitation later(Invitation one, Invitation other) {
      return one.position > other.position ? one : other;
    }
  }

  PoolState with(Recorded event, PoolEvent decision) {
    return switch (decision) {
      case PoolInvited invited -> invitation(event, invited, invited.keeper());
      case PoolInvitationEnded ended -> invitation(event, ended, null);
      case PoolJoined joined -> invitation(event, joined, null).place(event, joined, true);
      case PoolLeft left -> place(event, left, false);
    };
  }

  private PoolState invitation(Recorded event, PoolEvent decision, @Nullable CustomerId keeper) {
    Invitation word = new Invitation(event.position(), keeper, event.occurredAt());
    return new PoolState(place, Changes.in(invitations, decision.poolId().toString(), word,
        before -> Invitation.later(before, word)));
  }

  private PoolState place(Recorded event, PoolEvent decision, boolean isIn) {
    return place != null && place.position > event.position()
        ? this
        : new PoolState(new Place(event.position(), decision.poolId(), isIn, event.occurredAt()), invitations);
  }

  /** Null where the customer is in none. */
  @Nullable
  Place current() {
    return place != null && place.isIn ? place : null;
  }
}
