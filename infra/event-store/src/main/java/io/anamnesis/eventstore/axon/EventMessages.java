package io.anamnesis.eventstore.axon;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.ExtensionFact;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/** Axon's messages to events of the log and back. */
final class EventMessages {
  private final EventCatalogue catalogue;
  private final EventCodec codec;
  private final EventDecoder decoder;

  EventMessages(EventCatalogue catalogue) {
    this.catalogue = catalogue;
    this.codec = new EventCodec(catalogue);
    this.decoder = new EventDecoder(catalogue);
  }

  /** @throws IllegalArgumentException if the payload is no event of the catalogue */
  NewEvent toLog(EventMessage<?> message) {
    if (!(message.getPayload() instanceof CustomerEvent event)) {
      throw new IllegalArgumentException("no event of the catalogue: " + message.getPayloadType());
    }
    EventDescriptor descriptor = descriptor(event);
    MetaData metadata = message.getMetaData();
    String occurredAt = text(metadata, EventMetadata.OCCURRED_AT);
    return new NewEvent(UUID.fromString(message.getIdentifier()),
        message instanceof DomainEventMessage<?> domain ? domain.getAggregateIdentifier() : null,
        message instanceof DomainEventMessage<?> domain ? domain.getSequenceNumber() : null,
        descriptor.ofCustomer() ? text(metadata, EventMetadata.SUBJECT) : null, descriptor.type(),
        descriptor.revision(),
        occurredAt == null ? message.getTimestamp() : Instant.parse(occurredAt), codec.encode(event),
        EventDecoder.encode(metadata(metadata)));
  }

  private EventDescriptor descriptor(CustomerEvent event) {
    return event instanceof ExtensionFact extension
        ? catalogue.find(extension.type()).orElseThrow()
        : catalogue.of(event.getClass());
  }

  private static Metadata metadata(MetaData given) {
    String causedBy = text(given, EventMetadata.CAUSED_BY);
    return Metadata.ofDecision(causedBy == null ? null : UUID.fromString(causedBy), text(given, EventMetadata.POLICY),
        text(given, EventMetadata.ACTOR)).with(text(given, EventMetadata.CONTENT));
  }

  private static @Nullable String text(MetaData metadata, String key) {
    return metadata.get(key) instanceof String text ? text : null;
  }

  DomainEventMessage<?> ofStream(StoredEvent stored) {
    return ofStream(decoder.decode(stored));
  }

  TrackedEventMessage<?> tracked(StoredEvent stored) {
    return tracked(decoder.decode(stored));
  }

  private static DomainEventMessage<?> ofStream(Recorded recorded) {
    if (recorded.stream() == null || recorded.seq() == null) {
      throw new IllegalArgumentException("the event at position " + recorded.position() + " belongs to no stream");
    }
    return new GenericDomainEventMessage<>(typeOf(recorded.stream()), recorded.stream(), recorded.seq(),
        recorded.event(), metadata(recorded), recorded.eventId().toString(), recorded.occurredAt());
  }

  static TrackedEventMessage<?> tracked(Recorded recorded) {
    TrackingToken token = LogTokens.at(recorded.position());
    if (recorded.stream() != null) {
      return new GenericTrackedDomainEventMessage<>(token, ofStream(recorded));
    }
    return new GenericTrackedEventMessage<>(token, new GenericEventMessage<>(recorded.eventId().toString(),
        recorded.event(), metadata(recorded), recorded.occurredAt()));
  }

  /** A stream is named after its aggregate: {@code points-account:C-0042}. */
  private static String typeOf(String stream) {
    int colon = stream.indexOf(':');
    return colon < 0 ? stream : stream.substring(0, colon);
  }

  private static Map<String, String> metadata(Recorded recorded) {
    Map<String, String> metadata = new HashMap<>();
    put(metadata, EventMetadata.SUBJECT, recorded.subject());
    put(metadata, EventMetadata.CAUSED_BY, recorded.metadata().causedBy());
    put(metadata, EventMetadata.POLICY, recorded.metadata().policy());
    put(metadata, EventMetadata.ACTOR, recorded.metadata().actor());
    put(metadata, EventMetadata.OCCURRED_AT, recorded.occurredAt());
    return metadata;
  }

  private static void put(Map<String, String> metadata, String key, @Nullable Object value) {
    if (value != null) {
      metadata.put(key, value.toString());
    }
  }
}
