package io.anamnesis.command.loyalty.reward;

import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.RewardEvent;
import io.anamnesis.eventstore.axon.StreamAggregates;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;

/**
 * The rewards that a decision on an account takes part of: loaded in the same unit of work, so that both are recorded in one
 * append or neither. Accounts are loaded before rewards, and of rewards one at a time: so nobody waits crosswise.
 */
public final class Rewards {
  private final StreamAggregates<Reward> rewards;

  /** @param repository known once all aggregates are configured */
  public Rewards(Supplier<Repository<Reward>> repository) {
    this.rewards = new StreamAggregates<>(repository, Reward::new);
  }

  /**
   * @param level that the customer holds; asked for only where the reward wants one
   * @throws Refused where they cannot be had
   */
  public Bill bill(RewardId reward, long quantity, IntSupplier level) {
    return load(reward).invoke(one -> one.bill(quantity, level));
  }

  public void apply(RewardId reward, RewardEvent event, MetaData metadata) {
    load(reward).execute(one -> one.apply(event, metadata));
  }

  /** One that was never offered says so itself. */
  private Aggregate<Reward> load(RewardId reward) {
    return rewards.load(Reward.stream(reward));
  }
}
