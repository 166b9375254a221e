package io.anamnesis.command.loyalty;

import io.anamnesis.command.loyalty.Refused.Reason;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.RewardEvent;
import java.util.function.Supplier;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.Repository;

/**
 * The rewards that a decision on an account takes part of: loaded in the same unit of work, so that both are recorded in one
 * append or neither. Accounts are loaded before rewards, and of them one at a time: so nobody waits crosswise.
 */
final class Rewards {
  private final Supplier<Repository<Reward>> repository;

  /** @param repository known once all aggregates are configured */
  Rewards(Supplier<Repository<Reward>> repository) {
    this.repository = repository;
  }

  /** @throws Refused where they cannot be had */
  long price(RewardId reward, long quantity) {
    return load(reward).invoke(one -> one.price(quantity));
  }

  void apply(RewardId reward, RewardEvent event, MetaData metadata) {
    load(reward).execute(one -> one.apply(event, metadata));
  }

  private Aggregate<Reward> load(RewardId reward) {
    try {
      return repository.get().load(Reward.stream(reward));
    } catch (AggregateNotFoundException none) {
      throw new Refused(Reason.UNKNOWN_REWARD);
    }
  }
}
