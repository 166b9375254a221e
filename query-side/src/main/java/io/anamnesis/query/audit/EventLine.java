package io.anamnesis.query.audit;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Metadata;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.personal.MovedValues;
import io.anamnesis.web.masking.Reveal;
import tools.jackson.databind.JsonNode;

/**
 * An event as auditors see it; {@code stream} and {@code seq} are null for facts.
 *
 * @param moved where in the event, as JSON pointers, stands what was sealed elsewhere: somebody has moved it, and it is not shown; absent where
 *     there is none
 */
public record EventLine(long position, UUID eventId, String type, int revision, @Nullable String stream,
    @Nullable Long seq, @Nullable String subject, Instant occurredAt, Instant recordedAt, @Nullable String actor,
    @Nullable UUID causedBy, JsonNode payload, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> moved) {

  public static EventLine of(StoredEvent event, EventDecoder decoder, Reveal reveal) {
    Metadata metadata = decoder.metadata(event);
    MovedValues moved = MovedValues.of(event);
    return new EventLine(event.position(), event.eventId(), event.type(), event.revision(), event.stream(),
        event.seq(), event.subject(), event.occurredAt(), event.recordedAt(), metadata.actor(), metadata.causedBy(),
        reveal.payload(event, moved), moved.pointers());
  }

  /** As a bundle holds it, whose form knows of no finding: verifiers find it themselves. */
  public EventLine withoutFindings() {
    return new EventLine(position, eventId, type, revision, stream, seq, subject, occurredAt, recordedAt, actor,
        causedBy, payload, List.of());
  }
}
