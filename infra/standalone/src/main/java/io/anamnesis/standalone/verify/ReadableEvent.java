package io.anamnesis.standalone.verify;

import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.personal.MovedValues;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A line of the readable history beside the event that it tells of. */
final class ReadableEvent {
  private static final Set<String> MEMBERS =
      Set.of("position", "eventId", "type", "revision", "stream", "seq", "subject",
          "occurredAt", "recordedAt", "actor", "causedBy", "payload");

  private ReadableEvent() {}

  /** What the line tells otherwise than the event, or else what was moved into the event, as a sentence. */
  static Optional<String> wrong(StoredEvent event, byte[] line, boolean masked) {
    JsonNode told = Json.withMembers(Json.parse(line), MEMBERS, "history.ndjson has other members than an event");
    Optional<String> place = new Difference(false).of(envelope(event), envelope(told), "")
        .or(() -> new Difference(masked).of(tree(event.payload()), told.get("payload"), "/payload"));
    return place.map(pointer -> "history.ndjson tells something else than the log at " + pointer)
        .or(() -> MovedValues.in(event).stream().findFirst().map(pointer -> "what is sealed at "
            + (pointer.startsWith("/") ? "/payload" : "/") + pointer + " was sealed elsewhere, and moved there"));
  }

  private static ObjectNode envelope(StoredEvent event) {
    JsonNode metadata = tree(event.metadata());
    return JsonNodeFactory.instance.objectNode().put("position", event.position())
        .put("eventId", event.eventId().toString()).put("type", event.type()).put("revision", event.revision())
        .put("stream", event.stream()).put("seq", event.seq()).put("subject", event.subject())
        .put("occurredAt", event.occurredAt().toString()).put("recordedAt", event.recordedAt().toString())
        .put("actor", metadata.path("actor").stringValue(null))
        .put("causedBy", metadata.path("causedBy").stringValue(null));
  }

  /** With its instants in the one form that an instant has here. */
  private static ObjectNode envelope(JsonNode told) {
    ObjectNode envelope = (ObjectNode) told.deepCopy();
    envelope.remove("payload");
    for (String clock : Set.of("occurredAt", "recordedAt")) {
      envelope.put(clock, Instant.parse(told.get(clock).stringValue()).toString());
    }
    return envelope;
  }

  private static JsonNode tree(String json) {
    return Json.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
