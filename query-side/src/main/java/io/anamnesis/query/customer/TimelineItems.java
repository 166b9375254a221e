package io.anamnesis.query.customer;

import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.web.Language;
import io.anamnesis.web.masking.Reveal;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Facts and decisions in human terms, one by one. */
public final class TimelineItems {
  private final EventLog log;
  private final EventDecoder decoder;
  private final Summaries summaries;

  public TimelineItems(EventLog log, EventDecoder decoder, Summaries summaries) {
    this.log = log;
    this.decoder = decoder;
    this.summaries = summaries;
  }

  /** @param details what was told or decided */
  public record Item(long position, UUID eventId, String type, Instant occurredAt, Instant recordedAt, String summary,
      JsonNode details) {}

  /** As the reader may see it, in the reader's language. */
  public Item of(StoredEvent event, Language language, Reveal reveal) {
    return new Item(event.position(), event.eventId(), event.type(), event.occurredAt(), event.recordedAt(),
        summaries.of(decoder.decode(event), eventId -> log.find(eventId).map(decoder::decode), language),
        reveal.payload(event));
  }
}
