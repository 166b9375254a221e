package io.anamnesis.command.loyalty.family;

import java.util.UUID;
import java.util.function.Supplier;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;

/**
 * The family pools that a decision takes part of: loaded in the same unit of work as the accounts, and before them, so that
 * nobody waits crosswise. They are in no cache: each decision sees the places as the log has them.
 */
public final class Pools {
  private final Supplier<Repository<FamilyPool>> repository;

  /** @param repository known once all aggregates are configured */
  public Pools(Supplier<Repository<FamilyPool>> repository) {
    this.repository = repository;
  }

  /** One that nobody has formed has no members. */
  Aggregate<FamilyPool> load(UUID poolId) {
    String stream = FamilyPool.stream(poolId);
    try {
      return repository.get().loadOrCreate(stream, () -> new FamilyPool(stream));
    } catch (RuntimeException failed) {
      throw failed;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
