package io.anamnesis.command.insight;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.insight.SchemaLog.Decided;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.events.schema.ExtensionSchema;
import io.anamnesis.events.schema.FieldSchema;
import io.anamnesis.events.schema.InvalidSchema;
import io.anamnesis.events.schema.SchemaReader;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Registers what the fields of types {@code x.…} hold, and which of them are stored in clear from then on. */
@RestController
@RequestMapping(path = SchemaController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class SchemaController {
  static final String PATH = "/api/v1/event-types/{type}/schema";

  private final SchemaLog log;
  private final LogRegister<EventSchemas> schemas;
  private final PersonalData personal;
  private final Clock clock;

  SchemaController(EventLog log, EventDecoder decoder, LogRegister<EventSchemas> schemas, PersonalData personal,
      ObjectProvider<Clock> clocks) {
    this.log = new SchemaLog(log, decoder);
    this.schemas = schemas;
    this.personal = personal;
    this.clock = clocks.getIfAvailable(Clock::systemUTC);
  }

  /**
   * A registered revision.
   *
   * @param revision of the facts that are sealed by it
   * @param contentHash SHA-256 of the schema's canonical JSON
   * @param open names of the fields that it marks clear
   * @param schema as it was told
   * @param position where the log holds it
   */
  record Registered(String type, int revision, String contentHash, List<String> open, JsonNode schema, long position) {
    static Registered of(ExtensionSchema schema) {
      JsonNode told = EventCodec.mapper().readTree(schema.text());
      return new Registered(schema.type(), schema.revision(), SchemaLog.hash(told),
          List.copyOf(schema.open().keySet()), told, schema.registeredAt());
    }
  }

  /** The newest revision; its {@code ETag} is for the next one. */
  @GetMapping
  ResponseEntity<Registered> newest(@PathVariable String type) {
    ExtensionSchema newest = log.newest(type).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
    return ResponseEntity.ok().eTag(tag(newest)).body(Registered.of(newest));
  }

  /**
   * 201 for the next revision; 200 for a schema that is equal to the newest, which changes nothing. Facts that are sent to
   * this process after the answer are sealed by it.
   */
  @PostMapping(consumes = {MediaType.APPLICATION_JSON_VALUE, "application/schema+json"})
  ResponseEntity<Registered> register(@PathVariable String type,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      HttpServletRequest request, Caller caller) throws IOException {
    checkType(type);
    JsonNode schema = SchemaBody.read(request);
    Asked asked = Asked.of(caller, PATH.replace("{type}", type), key, "", schema, personal);
    Decided decided = log.register(type, schema, asked, clock.instant().truncatedTo(ChronoUnit.MICROS),
        condition(ifMatch), before -> admit(before, schema));
    ExtensionSchema registered = decided.schema();
    schemas.upTo(registered.registeredAt());
    return ResponseEntity.status(decided.recorded() ? 201 : 200).eTag(tag(registered))
        .header(ConsistencyToken.HEADER, new ConsistencyToken(registered.registeredAt()).text())
        .body(Registered.of(registered));
  }

  private static void checkType(String type) {
    if (EventCatalogue.standard().find(type).filter(EventDescriptor::isExtension).isEmpty()) {
      throw Problem.of(ProblemType.INVALID).field("type").detail("problem.invalid.schema-type").exception();
    }
  }

  private static void admit(Optional<ExtensionSchema> before, JsonNode schema) {
    try {
      Map<String, FieldSchema> fields = SchemaReader.read(schema);
      if (before.isPresent()) {
        SchemaReader.checkAfter(before.get(), fields);
      }
    } catch (InvalidSchema invalid) {
      throw problem(invalid);
    }
  }

  /** The field is a JSON Pointer. */
  private static ProblemException problem(InvalidSchema invalid) {
    return Problem.of(ProblemType.INVALID).field(invalid.pointer())
        .detail(key(invalid.kind()), invalid.arguments().toArray()).exception();
  }

  /** The key of the words for a fault. */
  static String key(InvalidSchema.Kind kind) {
    return "problem.invalid.schema." + InvalidSchema.code(kind);
  }

  private static String tag(ExtensionSchema schema) {
    return "\"" + schema.revision() + "\"";
  }

  /** RFC 9110, section 13.1.1: any of the tags; {@code *}: that something is registered. */
  private static Consumer<Optional<ExtensionSchema>> condition(@Nullable String ifMatch) {
    return newest -> {
      boolean holds = ifMatch == null || newest.filter(schema -> Arrays.stream(ifMatch.split(",", -1))
          .map(String::strip).anyMatch(tag -> tag.equals("*") || tag.equals(tag(schema)))).isPresent();
      if (!holds) {
        throw new ProblemException(ProblemType.STALE_CONDITION);
      }
    };
  }
}
