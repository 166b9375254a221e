package io.anamnesis.query.customer.live;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.query.customer.TimelineItems;
import io.anamnesis.query.reading.AnswerJson;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.Language;
import io.anamnesis.web.LogEpoch;
import io.anamnesis.web.masking.Reveal;
import java.nio.charset.StandardCharsets;

/** An item of the timeline as an event of a stream. */
final class EventFrames {
  private final TimelineItems items;
  private final LogEpoch epoch;
  private final AnswerJson json;

  EventFrames(TimelineItems items, LogEpoch epoch, AnswerJson json) {
    this.items = items;
    this.epoch = epoch;
    this.json = json;
  }

  /** @param consistencyToken with it a read reflects the event, and whatever follows from it */
  record Told(@JsonUnwrapped TimelineItems.Item item, String consistencyToken) {}

  byte[] of(StoredEvent event, Language language, Reveal reveal) {
    Told told = new Told(items.of(event, language, reveal), epoch.told(new ConsistencyToken(event.position())));
    return Frames.event(event.position(), event.type(),
        new String(json.write(told, reveal, language), StandardCharsets.UTF_8));
  }
}
