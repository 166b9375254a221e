package io.anamnesis.events.loyalty;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Decision;
import java.util.UUID;

/**
 * The places in a family pool, on the pool's own stream, each event about the member alone. Who has been in it longest of
 * those who are keeps it: the founder first.
 */
public sealed interface PoolSeatEvent extends CustomerEvent {
  UUID poolId();

  CustomerId member();

  @Decision("loyalty.pool-seat-taken")
  record PoolSeatTaken(UUID poolId, CustomerId member) implements PoolSeatEvent {}

  @Decision("loyalty.pool-seat-freed")
  record PoolSeatFreed(UUID poolId, CustomerId member) implements PoolSeatEvent {}
}
