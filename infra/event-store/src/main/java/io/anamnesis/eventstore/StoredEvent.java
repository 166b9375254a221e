package io.anamnesis.eventstore;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the log, not yet decoded. */
public record StoredEvent(long position, UUID eventId, @Nullable String stream, @Nullable Long seq,
    @Nullable String subject, String type, int revision, Instant occurredAt, Instant recordedAt, String payload,
    String metadata) {}
