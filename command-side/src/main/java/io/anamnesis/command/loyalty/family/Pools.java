package io.anamnesis.command.loyalty.family;

import io.anamnesis.eventstore.axon.StreamAggregates;
import java.util.UUID;
import java.util.function.Supplier;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;

/**
 * The family pools that a decision takes part of: loaded in the same unit of work as the accounts, and before them, so that
 * nobody waits crosswise. They are in no cache: each decision sees the places as the log has them.
 */
public final class Pools {
  private final StreamAggregates<FamilyPool> pools;

  /** @param repository known once all aggregates are configured */
  public Pools(Supplier<Repository<FamilyPool>> repository) {
    this.pools = new StreamAggregates<>(repository, FamilyPool::new);
  }

  /** One that nobody has formed has no members. */
  Aggregate<FamilyPool> load(UUID poolId) {
    return pools.load(FamilyPool.stream(poolId));
  }
}
