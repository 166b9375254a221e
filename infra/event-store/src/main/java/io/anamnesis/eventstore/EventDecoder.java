package io.anamnesis.eventstore;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/** Rows of the log to events. Thread-safe. */
public final class EventDecoder {
  private static final ObjectReader READER = EventCodec.mapper().readerFor(Metadata.class);
  private static final ObjectWriter WRITER = EventCodec.mapper().writerFor(Metadata.class);

  private final EventCodec codec;

  public EventDecoder(EventCatalogue catalogue) {
    this.codec = new EventCodec(catalogue);
  }

  /**
   * The row decoded, its payload lifted to the newest revision; what is sealed stays sealed.
   *
   * @throws io.anamnesis.events.UnknownType if no such type is in the catalogue
   * @throws io.anamnesis.events.UnknownRevision if the revision is newer than this build
   */
  public Recorded decode(StoredEvent stored) {
    return new Recorded(stored.position(), stored.eventId(), stored.stream(), stored.seq(), stored.subject(),
        stored.type(), stored.revision(), stored.occurredAt(), stored.recordedAt(), metadata(stored),
        codec.decode(stored.type(), stored.revision(), stored.payload()));
  }

  public Metadata metadata(StoredEvent stored) {
    Metadata plain = MetadataText.read(stored.metadata());
    return plain == null ? READER.readValue(stored.metadata()) : plain;
  }

  /** The text of {@link NewEvent#metadata}. */
  public static String encode(Metadata metadata) {
    return WRITER.writeValueAsString(metadata);
  }
}
