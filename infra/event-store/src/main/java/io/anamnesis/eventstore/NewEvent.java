package io.anamnesis.eventstore;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way into the log.
 *
 * @param stream with {@code seq}, the aggregate's stream; null for a fact
 * @param seq number within the stream, from 0, without gaps
 * @param payload JSON text, personal fields already sealed
 * @param metadata JSON text of {@link io.anamnesis.events.Metadata}
 */
public record NewEvent(UUID eventId, @Nullable String stream, @Nullable Long seq, @Nullable String subject, String type,
    int revision, Instant occurredAt, String payload, String metadata) {

  public NewEvent {
    if ((stream == null) != (seq == null)) {
      throw new IllegalArgumentException("stream and seq are given together or not at all");
    }
  }
}
