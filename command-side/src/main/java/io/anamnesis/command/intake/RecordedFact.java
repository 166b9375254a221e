package io.anamnesis.command.intake;

import io.anamnesis.eventstore.StoredEvent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a source may know about a fact of its own: that it is in, and where. */
record RecordedFact(String source, String id, long position, UUID eventId, String type, @Nullable String subject,
    Instant occurredAt, Instant recordedAt) {

  static RecordedFact of(String source, String id, StoredEvent event) {
    return new RecordedFact(source, id, event.position(), event.eventId(), event.type(), event.subject(),
        event.occurredAt(), event.recordedAt());
  }
}
