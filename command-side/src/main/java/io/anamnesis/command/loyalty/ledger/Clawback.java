package io.anamnesis.command.loyalty.ledger;

import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LoyaltyEvent.Part;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An award is worth less: what of it is to be taken back.
 *
 * @param cause event id of the interaction whose award it is
 * @param because event id of the fact that led to it
 * @param earnedAt when the interaction occurred
 * @param undone by how much the award's worth fell, greater than zero
 * @param parts what is kept, line by line
 */
public record Clawback(UUID cause, String causeType, UUID because, Why why, String programme, String rule,
    Instant earnedAt, long undone, List<Part> parts) {}
