package io.anamnesis.events.loyalty;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Decision;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer and the family pool: whose members may redeem with each other's points. Points stay in the lots of who has
 * them, so that none of these moves any. What becomes of the places in the pool is told by {@link PoolSeatEvent}, in the same
 * append.
 */
public sealed interface PoolEvent extends LoyaltyEvent {
  UUID poolId();

  /**
   * A customer may join a pool. Replaces an earlier invitation to the same pool.
   *
   * @param keeper of the pool, who invites
   * @param link event id of the fact that makes the two family
   * @param by the guardian who acted for the keeper; null where the keeper did
   */
  @Decision("loyalty.pool-invited")
  record PoolInvited(UUID poolId, CustomerId keeper, UUID link, @Nullable CustomerId by) implements PoolEvent {}

  /** An invitation holds no longer: who invited took it back, or who was invited declined. */
  @Decision("loyalty.pool-invitation-ended")
  record PoolInvitationEnded(UUID poolId) implements PoolEvent {}

  /**
   * A customer is a member from now on.
   *
   * @param link event id of the fact that makes the customer family of the keeper; null for who formed the pool
   * @param by the guardian who acted for the customer; null where the customer did
   */
  @Decision("loyalty.pool-joined")
  record PoolJoined(UUID poolId, @Nullable UUID link, @Nullable CustomerId by) implements PoolEvent {}

  /**
   * A customer is a member no longer, and keeps what is in the own lots.
   *
   * @param by who acted, where the customer did not: a guardian, or the keeper
   */
  @Decision("loyalty.pool-left")
  record PoolLeft(UUID poolId, Parting parting, @Nullable CustomerId by) implements PoolEvent {}

  /** How one came to be out of a pool. */
  enum Parting {
    LEFT,
    /** The keeper wanted it so. */
    REMOVED,
    /** The keeper ended the pool. */
    DISSOLVED
  }
}
