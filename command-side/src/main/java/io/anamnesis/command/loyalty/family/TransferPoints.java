package io.anamnesis.command.loyalty.family;

import io.anamnesis.events.CustomerId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Give points to a member of the family; decided by both accounts together.
 *
 * @param to another person than {@code from}
 * @param by the guardian who acts for the giver; null where the giver does
 * @param points greater than zero
 * @param at when the command was given
 */
public record TransferPoints(CustomerId from, CustomerId to, UUID transferId, @Nullable CustomerId by, long points,
    Instant at) {}
