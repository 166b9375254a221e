package io.anamnesis.command.intake;

import io.anamnesis.events.CanonicalJson;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Original;
import io.anamnesis.events.Rfc3339;
import io.anamnesis.events.audit.AuditEvent.FactCorrected;
import io.anamnesis.events.customer.CustomerRecordEvent.MasterRecord;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.events.schema.ExtensionSchema;
import io.anamnesis.eventstore.FactId;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.personal.PersonalData;
import java.util.Collection;
import java.util.List;
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
  /** Has no schema, so every member is sealed as a whole, as an unknown field of a payload is. */
  private static final String EXTENSIONS_TYPE = "x.extensions";
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
   * A payload as the log will hold it.
   *
   * @param revision by which it was sealed
   * @param unfit fields that do not meet their registered schema
   */
  private record SealedPayload(ObjectNode sealed, int revision, List<String> unfit) {}

  Ready.Candidate seal(ParsedFact fact, String actor) {
    boolean masterRecord = isMasterRecord(fact.descriptor());
    return candidate(fact, payload(fact.subject(), fact.descriptor(), fact.data()),
        content -> new Metadata(fact.source(), fact.id(), content, null, null, actor,
            masterRecord ? birthYear(fact.data()) : null, masterRecord ? gender(fact.data()) : null, null));
  }

  /**
   * Of a correction or a withdrawal. A new content is sealed as a payload of the original's type is, so that what is counted
   * of it outlives the person's keys as well.
   */
  Ready.Candidate seal(ParsedFact statement, String actor, StoredEvent original, EventDescriptor type) {
    SealedPayload payload = payload(statement.subject(), statement.descriptor(), statement.data());
    ObjectNode told = statement.data().get(CONTENT) instanceof ObjectNode object ? object : json.createObjectNode();
    SealedPayload content = payload(statement.subject(), type, told);
    if (statement.descriptor().recordType() == FactCorrected.class) {
      payload.sealed().set(CONTENT, content.sealed());
    }
    var about = new Original(original.eventId(), type.type(), content.revision(), original.position(),
        original.occurredAt(), original.recordedAt());
    boolean masterRecord = isMasterRecord(type);
    return candidate(statement, payload, mac -> new Metadata(statement.source(), statement.id(), mac, null, null, actor,
        masterRecord ? birthYear(told) : null, masterRecord ? gender(told) : null, about));
  }

  private SealedPayload payload(String subject, EventDescriptor type, ObjectNode clear) {
    if (type.isExtension()) {
      Optional<ExtensionSchema> schema = schemas.get().newest(type.type());
      if (schema.isPresent()) {
        ExtensionSchema.Fit fit = schema.get().fit(clear);
        return new SealedPayload(personalData.seal(subject, fit.shape(), clear), schema.get().revision(), fit.unfit());
      }
    }
    return new SealedPayload(personalData.seal(subject, type.type(), clear), type.revision(), List.of());
  }

  private Ready.Candidate candidate(ParsedFact fact, SealedPayload payload,
      Function<@Nullable String, Metadata> metadata) {
    String content = personalData.contentMac(fact.subject(), canonical(fact)).orElse(null);
    var event = new NewEvent(FactId.of(fact.source(), fact.id()), null, null, fact.subject(), fact.type(),
        payload.revision(), fact.time(), json.writeValueAsString(payload.sealed()),
        extended(fact, payload, metadata.apply(content)));
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

  private String extended(ParsedFact fact, SealedPayload payload, Metadata metadata) {
    if (fact.extensions().isEmpty() && payload.unfit().isEmpty()) {
      return json.writeValueAsString(metadata);
    }
    ObjectNode extended = json.valueToTree(metadata);
    if (!fact.extensions().isEmpty()) {
      extended.set("extensions", personalData.seal(fact.subject(), EXTENSIONS_TYPE, fact.extensions()));
    }
    if (!payload.unfit().isEmpty()) {
      extended.set(ExtensionSchema.UNFIT, json.valueToTree(payload.unfit()));
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
