package io.anamnesis.query.audit.chain;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Original;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.StoredEvent;
import tools.jackson.databind.JsonNode;

/**
 * An event as a link of a chain; nothing of what it says about a person is in it.
 *
 * @param subject the customer, or {@code site:<site>}; null for what concerns neither
 * @param by who brought it about: {@code source}, {@code policy}, {@code person} or {@code system}
 * @param source of a fact, with its {@code id}
 * @param causedBy event id of its cause
 * @param about of a correction or a withdrawal: event id of the fact
 * @param policy that decided
 * @param programme version of the programme that it names
 * @param rule of the programme that it names
 */
record ChainLink(long position, UUID eventId, String type, @Nullable String stream, @Nullable String subject,
    Instant occurredAt, Instant recordedAt, String by, @Nullable String actor, @Nullable String source,
    @Nullable String id, @Nullable UUID causedBy, @Nullable UUID about, @Nullable String policy,
    @Nullable String programme, @Nullable String rule) {

  static ChainLink of(StoredEvent event, EventDecoder decoder) {
    Metadata told = decoder.metadata(event);
    Original about = told.original();
    JsonNode payload = EventCodec.mapper().readTree(event.payload());
    return new ChainLink(event.position(), event.eventId(), event.type(), event.stream(), event.subject(),
        event.occurredAt(), event.recordedAt(), by(told), told.actor(), told.source(), told.id(), told.causedBy(),
        about == null ? null : about.eventId(), told.policy(), decided(event, payload, "programme"),
        decided(event, payload, "rule"));
  }

  private static String by(Metadata told) {
    if (told.source() != null) {
      return "source";
    }
    if (told.policy() != null) {
      return "policy";
    }
    return told.actor() != null ? "person" : "system";
  }

  /** A fact has no such members of its own, and what a source added under their names is sealed. */
  private static @Nullable String decided(StoredEvent event, JsonNode payload, String name) {
    JsonNode member = event.stream() == null ? null : payload.get(name);
    return member != null && member.isString() ? member.stringValue() : null;
  }
}
