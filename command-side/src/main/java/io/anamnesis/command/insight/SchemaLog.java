package io.anamnesis.command.insight;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.decision.StreamDecisions;
import io.anamnesis.events.CanonicalJson;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.insight.SchemaEvent.SchemaRegistered;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.events.schema.ExtensionSchema;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.StreamEnd.Step;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** The streams {@code event-schema:<type>}: a revision each event, decided on what the log holds now. */
final class SchemaLog {
  private static final String STREAM = "event-schema:";

  private final EventLog log;
  private final StreamDecisions decisions;
  private final EventDecoder decoder;

  SchemaLog(EventLog log, EventDecoder decoder) {
    this.log = log;
    this.decisions = new StreamDecisions(log, decoder, STREAM + "*");
    this.decoder = decoder;
  }

  /**
   * A revision after a decision.
   *
   * @param recorded whether there was something to record
   */
  record Decided(ExtensionSchema schema, boolean recorded) {}

  Optional<ExtensionSchema> newest(String type) {
    return read(type).newest(type);
  }

  /**
   * Records a schema as the next revision of its type. One that is equal to the newest as a JSON value changes nothing; what
   * was recorded for the same command before is told as it was then.
   *
   * @param condition throws where the newest revision, if there is one, is not what the caller took it for
   * @param admit throws where it is no schema, or none that can follow on that revision; not asked of what was recorded before
   * @throws io.anamnesis.web.ProblemException what these throw; {@code key-reused}; {@code outcome-unknown} if it cannot be
   *     told whether it was recorded: the same again will tell
   */
  Decided register(String type, JsonNode schema, Asked asked, Instant at,
      Consumer<Optional<ExtensionSchema>> condition, Consumer<Optional<ExtensionSchema>> admit) {
    return decisions.decide(asked, () -> read(type), event -> new Decided(told(event), true), before -> {
      Optional<ExtensionSchema> newest = before.newest(type);
      condition.accept(newest);
      if (newest.isPresent() && isSame(schema, newest.get())) {
        return new Step.Answer<>(new Decided(newest.get(), false));
      }
      admit.accept(newest);
      int seq = before.revisions(type).size();
      NewEvent event = decisions.event(asked, STREAM + type, seq, registered(type, seq, schema), at);
      return new Step.Record<>(event, appended -> new Decided(told(log.find(event.eventId()).orElseThrow()), true));
    });
  }

  private ExtensionSchema told(StoredEvent event) {
    String type = Objects.requireNonNull(event.stream()).substring(STREAM.length());
    return EventSchemas.NONE.with(decoder.decode(event)).newest(type).orElseThrow();
  }

  private static boolean isSame(JsonNode schema, ExtensionSchema newest) {
    return Arrays.equals(CanonicalJson.bytes(schema),
        CanonicalJson.bytes(EventCodec.mapper().readTree(newest.text())));
  }

  private static SchemaRegistered registered(String type, int seq, JsonNode schema) {
    return new SchemaRegistered(type, ExtensionSchema.UNREGISTERED + 1 + seq, hash(schema),
        EventCodec.mapper().writeValueAsString(schema));
  }

  static String hash(JsonNode schema) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CanonicalJson.bytes(schema)));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private EventSchemas read(String type) {
    EventSchemas schemas = EventSchemas.NONE;
    for (StoredEvent event : log.readStream(STREAM + type)) {
      schemas = schemas.with(decoder.decode(event));
    }
    return schemas;
  }
}
