package io.anamnesis.query.audit;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Metadata;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.web.masking.Reveal;
import tools.jackson.databind.JsonNode;

/** An event as auditors see it; {@code stream} and {@code seq} are null for facts. */
public record EventLine(long position, UUID eventId, String type, int revision, @Nullable String stream,
    @Nullable Long seq, @Nullable String subject, Instant occurredAt, Instant recordedAt, @Nullable String actor,
    @Nullable UUID causedBy, JsonNode payload) {

  public static EventLine of(StoredEvent event, EventDecoder decoder, Reveal reveal) {
    Metadata metadata = decoder.metadata(event);
    return new EventLine(event.position(), event.eventId(), event.type(), event.revision(), event.stream(),
        event.seq(), event.subject(), event.occurredAt(), event.recordedAt(), metadata.actor(), metadata.causedBy(),
        reveal.payload(event));
  }
}
