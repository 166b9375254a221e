package io.anamnesis.command.loyalty.reward;

import io.anamnesis.events.RewardId;
import org.jspecify.annotations.Nullable;

/**
 * Offer a reward no more.
 *
 * @param expected version that the caller has read; null if none is told
 */
public record RetireReward(RewardId reward, @Nullable Long expected) implements RewardCommand {}
