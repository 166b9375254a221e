package io.anamnesis.command.loyalty.reward;

import io.anamnesis.events.RewardId;

/** A command that a reward decides. */
public interface RewardCommand {
  RewardId reward();

  default String stream() {
    return Reward.stream(reward());
  }
}
