package io.anamnesis.command.intake;

import io.anamnesis.events.CanonicalJson;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Original;
import io.anamnesis.events.Rfc3339;
import io.anamnesis.events.Shape;
import io.anamnesis.events.audit.AuditEvent.FactCorrected;
import io.anamnesis.events.customer.CustomerRecordEvent.MasterRecord;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.events.schema.ExtensionSchema;
import io.anamnesis.eventstore.FactId;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.personal.Place;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Turns facts in clear into events for the log: nothing personal leaves here in clear. */
final class FactSealer {
  private static final String EXTENSIONS = "extensions";
  /** None is known, so each is sealed as a whole, as an unknown field of a payload is. */
  private static final Shape.Members OF_EXTENSIONS = new Shape.Members(Map.of());
  /** Where a correction has the new content. */
  private static final String CONTENT = "data";

  private final PersonalData personalData;
  private final Supplier<EventSchemas> schemas;
  private final JsonMapper json = EventCodec.mapper();

  /** @param schemas what is registered of types {@code x.…}, as far as this process has heard; asked for each such fact */
  FactSealer(PersonalData personalData, Supplier<EventSchemas> schemas) {
    this.personalData = personalData;
    this.schemas = schemas;
  }

  /** Makes sure that all whom the facts are about have keys, at once. */
  void prepare(Collection<ParsedFact> facts) {
    personalData.prepare(facts.stream().map(ParsedFact::subject).collect(Collectors.toSet()));
  }

  /**
   * How a payload is to be sealed.
   *
   * @param revision that says so
   * @param unfit fields that do not meet their registered schema
   */
  private record Form(Shape.Members shape, int revision, List<String> unfit) {}

  /** An event as far as it does not follow from its metadata. */
  private record Draft(ParsedFact fact, Place place, ObjectNode payload, List<String> unfit) {}

  Ready.Candidate seal(ParsedFact fact, String actor) {
    boolean masterRecord = isMasterRecord(fact.descriptor());
    Form form = form(fact.descriptor(), fact.data());
    Place place = place(fact, form);
    ObjectNode payload = personalData.seal(fact.subject(), place, form.shape(), fact.data());
    return candidate(new Draft(fact, place, payload, form.unfit()),
        content -> new Metadata(fact.source(), fact.id(), content, null, null, actor,
            masterRecord ? birthYear(fact.data()) : null, masterRecord ? gender(fact.data()) : null, null));
  }

  /**
   * Of a correction or a withdrawal. A new content is sealed as a payload of the original's type is, so that what is counted
   * of it outlives the person's keys as well.
   */
  Ready.Candidate seal(ParsedFact statement, String actor, StoredEvent original, EventDescriptor type) {
    Form form = form(statement.descriptor(), statement.data());
    Place place = place(statement, form);
    ObjectNode payload = personalData.seal(statement.subject(), place, form.shape(), statement.data());
    ObjectNode told = statement.data().get(CONTENT) instanceof ObjectNode object ? object : json.createObjectNode();
    Form content = form(type, told);
    if (statement.descriptor().recordType() == FactCorrected.class) {
      payload.set(CONTENT, personalData.seal(statement.subject(), place.at(CONTENT), content.shape(), told));
    }
    var about = new Original(original.eventId(), type.type(), content.revision(), original.position(),
        original.occurredAt(), original.recordedAt());
    boolean masterRecord = isMasterRecord(type);
    return candidate(new Draft(statement, place, payload, form.unfit()),
        mac -> new Metadata(statement.source(), statement.id(), mac, null, null, actor,
            masterRecord ? birthYear(told) : null, masterRecord ? gender(told) : null, about));
  }

  private Form form(EventDescriptor type, ObjectNode clear) {
    if (type.isExtension()) {
      Optional<ExtensionSchema> schema = schemas.get().newest(type.type());
      if (schema.isPresent()) {
        ExtensionSchema.Fit fit = schema.get().fit(clear);
        return new Form(fit.shape(), schema.get().revision(), fit.unfit());
      }
    }
    return new Form(type.shape(), type.revision(), List.of());
  }

  private static Place place(ParsedFact fact, Form form) {
    return Place.of(FactId.of(fact.source(), fact.id()), fact.type(), form.revision());
  }

  private Ready.Candidate candidate(Draft draft, Function<@Nullable String, Metadata> metadata) {
    ParsedFact fact = draft.fact();
    String content = personalData.contentMac(fact.subject(), canonical(fact)).orElse(null);
    var event = new NewEvent(draft.place().eventId(), null, null, fact.subject(), fact.type(), draft.place().revision(),
        fact.time(), json.writeValueAsString(draft.payload()), extended(draft, metadata.apply(content)));
    return new Ready.Candidate(fact, event, content);
  }

  /** What "the same content" means: type, subject, instant to the nanosecond, payload as a JSON value. */
  private byte[] canonical(ParsedFact fact) {
    ObjectNode content = json.createObjectNode().put("type", fact.type()).put("subject", fact.subject())
        .put("time", fact.time().toString());
    content.set("data", fact.data());
    return CanonicalJson.bytes(content);
  }

  private static boolean isMasterRecord(EventDescriptor type) {
    return MasterRecord.class.isAssignableFrom(type.recordType());
  }

  private String extended(Draft draft, Metadata metadata) {
    ParsedFact fact = draft.fact();
    if (fact.extensions().isEmpty() && draft.unfit().isEmpty()) {
      return json.writeValueAsString(metadata);
    }
    ObjectNode extended = json.valueToTree(metadata);
    if (!fact.extensions().isEmpty()) {
      extended.set(EXTENSIONS, personalData.seal(fact.subject(), draft.place().inMetadata().at(EXTENSIONS),
          OF_EXTENSIONS, fact.extensions()));
    }
    if (!draft.unfit().isEmpty()) {
      extended.set(ExtensionSchema.UNFIT, json.valueToTree(draft.unfit()));
    }
    return json.writeValueAsString(extended);
  }

  /** A coarse attribute, in clear: it could not be told any more once the person's key is gone. */
  private static @Nullable Integer birthYear(ObjectNode data) {
    JsonNode birthDate = data.path("birthDate");
    return birthDate.isString() ? Rfc3339.dateIn(birthDate.stringValue()).getYear() : null;
  }

  private static @Nullable String gender(ObjectNode data) {
    JsonNode gender = data.path("gender");
    return gender.isString() ? gender.stringValue() : null;
  }
}
