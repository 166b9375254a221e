package io.anamnesis.command.loyalty.reward;

import io.anamnesis.events.RewardId;
import org.jspecify.annotations.Nullable;

/**
 * Offer a reward, or change what it is offered for.
 *
 * @param expected version that the caller has read; null if none is told
 */
public record OfferReward(RewardId reward, Shelf.Terms terms, @Nullable Long expected) implements RewardCommand {}
