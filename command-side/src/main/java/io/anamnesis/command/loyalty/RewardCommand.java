package io.anamnesis.command.loyalty;

import io.anamnesis.events.RewardId;

/** A command that a reward decides. */
interface RewardCommand {
  RewardId reward();

  default String stream() {
    return Reward.stream(reward());
  }
}
