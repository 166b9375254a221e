package io.anamnesis.command.loyalty.family;

import io.anamnesis.events.CustomerId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A command on who is in a family pool; decided by the pool and the accounts of all whom it concerns together. */
public sealed interface PoolCommand {
  /** Who acts. */
  CustomerId customer();

  /** The guardian who acts for the customer; null where the customer does. */
  @Nullable
  CustomerId by();

  /** When it was given. */
  Instant at();

  record Form(CustomerId customer, UUID poolId, @Nullable CustomerId by, Instant at) implements PoolCommand {}

  /** @param member another person than the customer, who keeps the pool */
  record Invite(CustomerId customer, CustomerId member, @Nullable CustomerId by, Instant at) implements PoolCommand {}

  record Join(CustomerId customer, UUID poolId, @Nullable CustomerId by, Instant at) implements PoolCommand {}

  record Decline(CustomerId customer, UUID poolId, @Nullable CustomerId by, Instant at) implements PoolCommand {}

  record Leave(CustomerId customer, @Nullable CustomerId by, Instant at) implements PoolCommand {}

  /**
   * Take a member out of the pool, or an invitation to it back.
   *
   * @param member another person than the customer, who keeps the pool
   */
  record Remove(CustomerId customer, CustomerId member, @Nullable CustomerId by, Instant at) implements PoolCommand {}

  record Dissolve(CustomerId customer, @Nullable CustomerId by, Instant at) implements PoolCommand {}
}
