package io.anamnesis.query.insight.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.PseudonymousPayloads;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.Column.Type;
import io.anamnesis.projections.Column;
import tools.jackson.databind.node.ObjectNode;

/** Events as rows of a table. */
final class EventRows {
  static final List<Column> COLUMNS = List.of(Column.integer("position"), Column.text("event_id"), Column.text("type"),
      Column.integer("revision"), Column.text("subject"), Column.text("stream"), Column.integer("seq"),
      new Column("occurred_at", Type.TIMESTAMP), new Column("recorded_at", Type.TIMESTAMP), Column.text("caused_by"),
      Column.text("policy"), Column.integer("birth_year"), new Column("payload", Type.JSON));

  private static final Set<String> OF_CUSTOMERS = Set.of("points-account:", "memberships:", "referral:", "referrer:",
      "erasure:");

  private final EventCatalogue catalogue;
  private final EventDecoder decoder;
  private final PersonalData keys;
  private final PseudonymousPayloads payloads;

  EventRows(EventCatalogue catalogue, EventDecoder decoder, PersonalData keys) {
    this.catalogue = catalogue;
    this.decoder = decoder;
    this.keys = keys;
    this.payloads = new PseudonymousPayloads(catalogue, keys::pseudonym);
  }

  /**
   * A value per column; {@code revision} is that of the payload as it is shown: the newest of its type, of a type {@code x.…} its
   * own.
   *
   * @param registered at least up to the event's position
   */
  List<@Nullable Object> of(StoredEvent event, EventSchemas registered) {
    Metadata metadata = decoder.metadata(event);
    UUID causedBy = metadata.causedBy();
    Integer birthYear = metadata.birthYear();
    List<@Nullable Object> row = new ArrayList<>(COLUMNS.size());
    row.add(event.position());
    row.add(event.eventId().toString());
    row.add(event.type());
    row.add((long) catalogue.find(event.type()).filter(type -> !type.isExtension()).map(type -> type.revision())
        .orElse(event.revision()));
    row.add(event.subject() == null ? null : keys.pseudonym(event.subject()));
    row.add(stream(event));
    row.add(event.seq());
    row.add(event.occurredAt());
    row.add(event.recordedAt());
    row.add(causedBy == null ? null : causedBy.toString());
    row.add(metadata.policy());
    row.add(birthYear == null ? null : birthYear.longValue());
    row.add(payload(event, registered));
    return row;
  }

  private ObjectNode payload(StoredEvent event, EventSchemas registered) {
    return registered.find(event.type(), event.revision()).map(schema -> payloads.of(schema, event.payload()))
        .orElseGet(() -> payloads.of(event.type(), event.revision(), event.payload()));
  }

  /** Streams of a customer's own end in the customer's number; an event in one may be about somebody else. */
  private @Nullable String stream(StoredEvent event) {
    String stream = event.stream();
    String subject = event.subject();
    if (stream == null) {
      return null;
    }
    int key = stream.indexOf(':') + 1;
    if (OF_CUSTOMERS.contains(stream.substring(0, key))) {
      return stream.substring(0, key) + keys.pseudonym(stream.substring(key));
    }
    return subject != null && stream.contains(subject) ? null : stream;
  }
}
