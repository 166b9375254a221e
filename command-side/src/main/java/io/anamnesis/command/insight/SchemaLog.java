package io.anamnesis.command.insight;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.events.CanonicalJson;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.insight.SchemaEvent.SchemaRegistered;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.events.schema.ExtensionSchema;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.StreamEnd;
import io.anamnesis.eventstore.StreamEnd.Step;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** The streams {@code event-schema:<type>}: a revision each event, decided on what the log holds now. */
final class SchemaLog {
  private static final String STREAM = "event-schema:";
  /** In whose name ids are given: a key names one command, whichever type that is about. */
  private static final String ALL = STREAM + "*";
  private static final int PAGE = 500;

  private final EventLog log;
  private final StreamEnd end;
  private final EventDecoder decoder;
  private final EventCodec codec = new EventCodec(EventCatalogue.standard());

  SchemaLog(EventLog log, EventDecoder decoder) {
    this.log = log;
    this.end = new StreamEnd(log);
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
    return end.decide(() -> {
      // In this order: what is seen to be recorded of this very command is then found under its key, too.
      EventSchemas before = read(type);
      Optional<Decided> earlier = earlier(asked);
      if (earlier.isPresent()) {
        return new Step.Answer<>(earlier.get());
      }
      Optional<ExtensionSchema> newest = before.newest(type);
      condition.accept(newest);
      if (newest.isPresent() && isSame(schema, newest.get())) {
        return new Step.Answer<>(new Decided(newest.get(), false));
      }
      admit.accept(newest);
      NewEvent event = event(type, before.revisions(type).size(), schema, asked, at);
      return new Step.Record<>(event, appended -> new Decided(told(log.find(event.eventId()).orElseThrow()), true));
    }, () -> Problem.of(ProblemType.OUTCOME_UNKNOWN).retryAfter(2).exception(),
        () -> Problem.of(ProblemType.OVERLOADED).retryAfter(1).exception());
  }

  private Optional<Decided> earlier(Asked asked) {
    return asked.isRepeatable() ? log.find(asked.firstEvent(ALL)).map(event -> {
      asked.checkSame(decoder.decode(event).metadata().content());
      return new Decided(told(event), true);
    }) : Optional.empty();
  }

  private ExtensionSchema told(StoredEvent event) {
    String type = Objects.requireNonNull(event.stream()).substring(STREAM.length());
    return EventSchemas.NONE.with(decoder.decode(event)).newest(type).orElseThrow();
  }

  private static boolean isSame(JsonNode schema, ExtensionSchema newest) {
    return Arrays.equals(CanonicalJson.bytes(schema),
        CanonicalJson.bytes(EventCodec.mapper().readTree(newest.text())));
  }

  private NewEvent event(String type, long seq, JsonNode schema, Asked asked, Instant at) {
    EventDescriptor descriptor = EventCatalogue.standard().of(SchemaRegistered.class);
    int revision = Math.toIntExact(ExtensionSchema.UNREGISTERED + 1 + seq);
    var registered = new SchemaRegistered(type, revision, hash(schema), EventCodec.mapper().writeValueAsString(schema));
    return new NewEvent(asked.firstEvent(ALL), STREAM + type, seq, null, descriptor.type(), descriptor.revision(), at,
        codec.encode(registered),
        EventDecoder.encode(Metadata.ofDecision(null, null, asked.actor()).with(asked.content())));
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
    long next = 0;
    List<StoredEvent> page = log.readStream(STREAM + type, next, PAGE);
    while (!page.isEmpty()) {
      for (StoredEvent event : page) {
        schemas = schemas.with(decoder.decode(event));
      }
      next += page.size();
      page = log.readStream(STREAM + type, next, PAGE);
    }
    return schemas;
  }
}
