package io.anamnesis.command.loyalty.account;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.loyalty.PoolEvent;
import io.anamnesis.events.loyalty.PoolEvent.PoolInvitationEnded;
import io.anamnesis.events.loyalty.PoolEvent.PoolInvited;
import io.anamnesis.events.loyalty.PoolEvent.PoolJoined;
import io.anamnesis.events.loyalty.PoolEvent.PoolLeft;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The family pool that a customer is in, and those that the customer may join. Changed only by {@link #evolve}, in place. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY, getterVisibility = JsonAutoDetect.Visibility.NONE)
public final class OwnPool {
  private @Nullable UUID current;
  /** By pool: the keeper who invites. */
  private final Map<UUID, CustomerId> invitations = new TreeMap<>();

  public void evolve(PoolEvent event) {
    switch (event) {
      case PoolInvited invited -> invitations.put(invited.poolId(), invited.keeper());
      case PoolInvitationEnded ended -> invitations.remove(ended.poolId());
      case PoolJoined joined -> {
        invitations.remove(joined.poolId());
        current = joined.poolId();
      }
      case PoolLeft ignored -> current = null;
    }
  }

  /** Null where the customer is in none. */
  public @Nullable UUID current() {
    return current;
  }

  /** Who invites to a pool; null where nobody does. */
  public @Nullable CustomerId invitedBy(UUID poolId) {
    return invitations.get(poolId);
  }
}
