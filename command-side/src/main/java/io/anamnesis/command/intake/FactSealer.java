package io.anamnesis.command.intake;

import io.anamnesis.events.CanonicalJson;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Rfc3339;
import io.anamnesis.events.customer.CustomerRecordEvent.MasterRecord;
import io.anamnesis.eventstore.FactId;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.personal.PersonalData;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Turns facts in clear into events for the log: nothing personal leaves here in clear. */
final class FactSealer {
  /** Has no schema, so every member is sealed as a whole, as an unknown field of a payload is. */
  private static final String EXTENSIONS_TYPE = "x.extensions";

  private final PersonalData personalData;
  private final JsonMapper json = EventCodec.mapper();

  FactSealer(PersonalData personalData) {
    this.personalData = personalData;
  }

  /** Makes sure that all whom the facts are about have keys, at once. */
  void prepare(Collection<ParsedFact> facts) {
    personalData.prepare(facts.stream().map(ParsedFact::subject).collect(Collectors.toSet()));
  }

  Ready.Candidate seal(ParsedFact fact, String actor) {
    String content = personalData.contentMac(fact.subject(), canonical(fact));
    String payload =
        json.writeValueAsString(personalData.seal(fact.subject(), fact.type(), fact.data()));
    var event = new NewEvent(FactId.of(fact.source(), fact.id()), null, null, fact.subject(), fact.type(),
        fact.descriptor().revision(), fact.time(), payload,
        metadata(fact, content, actor));
    return new Ready.Candidate(fact, event, content);
  }

  /** What "the same content" means: type, subject, instant to the nanosecond, payload as a JSON value. */
  private byte[] canonical(ParsedFact fact) {
    ObjectNode content = json.createObjectNode().put("type", fact.type()).put("subject", fact.subject())
        .put("time", fact.time().toString());
    content.set("data", fact.data());
    return CanonicalJson.bytes(content);
  }

  private String metadata(ParsedFact fact, String content, String actor) {
    boolean masterRecord = MasterRecord.class.isAssignableFrom(fact.descriptor().recordType());
    Metadata metadata = new Metadata(fact.source(), fact.id(), content, null, null, actor,
        masterRecord ? birthYear(fact.data()) : null, masterRecord ? gender(fact.data()) : null);
    if (fact.extensions().isEmpty()) {
      return json.writeValueAsString(metadata);
    }
    ObjectNode extended = json.valueToTree(metadata);
    extended.set("extensions", personalData.seal(fact.subject(), EXTENSIONS_TYPE, fact.extensions()));
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
