package io.anamnesis.command.loyalty;

import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A reward that a customer asked for.
 *
 * @param from the points that it takes or took; none once it is cancelled
 * @param expiresAt from then on it can be confirmed no more
 */
record Redemption(UUID redemptionId, RewardId reward, long quantity, long points, List<Allocation> from,
    Instant expiresAt,
    State state) {

  enum State {
    RESERVED, CONFIRMED, CANCELLED
  }

  Redemption {
    from = List.copyOf(from);
  }

  Redemption confirmed() {
    return new Redemption(redemptionId, reward, quantity, points, from, expiresAt, State.CONFIRMED);
  }

  Redemption cancelled() {
    return new Redemption(redemptionId, reward, quantity, points, List.of(), expiresAt, State.CANCELLED);
  }

  /** Nobody confirmed it in time. */
  boolean isOverdue(Instant at) {
    return state == State.RESERVED && !expiresAt.isAfter(at);
  }
}
