package io.anamnesis.command.intake;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.FieldProblem;
import io.anamnesis.events.Rfc3339;
import io.anamnesis.events.Surrogates;
import io.anamnesis.web.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The attributes of a CloudEvent 1.0 in its JSON format. A member that is {@code null} counts as absent. */
final class Envelope {
  static final String ID = "id";
  static final String SOURCE = "source";
  static final String DATA = "data";

  private static final String TIME = "time";
  private static final String DATA_BASE64 = "data_base64";
  private static final String CONTENT_TYPE = "datacontenttype";
  private static final int MAX_IDENTIFIER = 500;
  private static final Duration AHEAD = Duration.ofHours(24);
  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

  /** What is kept elsewhere, or says nothing that is not known; all others are the source's own. */
  private static final Set<String> CORE =
      Set.of("specversion", ID, SOURCE, "type", "subject", TIME, CONTENT_TYPE, DATA, DATA_BASE64);

  private final ObjectNode event;

  Envelope(ObjectNode event) {
    this.event = event;
  }

  void checkVersion() throws Fault {
    if (!text("specversion").equals("1.0")) {
      throw Fault.invalid("specversion", "\"1.0\" is expected");
    }
  }

  /** A string that is not empty. */
  String text(String attribute) throws Fault {
    JsonNode value = given(attribute);
    if (!value.isString() || value.stringValue().isEmpty()) {
      throw Fault.invalid(attribute, "a string that is not empty is expected");
    }
    return value.stringValue();
  }

  /** {@code id} or {@code source}. */
  String identifier(String attribute) throws Fault {
    String text = text(attribute);
    if (!isIdentifier(text)) {
      throw Fault.invalid(attribute,
          "at most " + MAX_IDENTIFIER + " characters without control characters are expected");
    }
    return text;
  }

  /** An identifier where it has its form; for the report on an event whose fault may lie anywhere. */
  @Nullable
  String readable(String attribute) {
    JsonNode value = event.path(attribute);
    return value.isString() && !value.stringValue().isEmpty() && isIdentifier(value.stringValue())
        ? value.stringValue()
        : null;
  }

  Instant time(Instant now) throws Fault {
    Instant time;
    try {
      time = Rfc3339.instant(text(TIME)).toInstant();
    } catch (IllegalArgumentException otherForm) {
      throw Fault.invalid(TIME, "an RFC 3339 date-time with offset is expected");
    }
    if (time.isBefore(EARLIEST)) {
      throw Fault.invalid(TIME, "a date-time from 1900 on is expected");
    }
    if (time.isAfter(now.plus(AHEAD))) {
      throw new Fault(ProblemType.FUTURE, TIME, "a date-time at most 24 hours ahead is expected");
    }
    return time;
  }

  ObjectNode data() throws Fault {
    if (!event.path(CONTENT_TYPE).isMissingNode() && !event.path(CONTENT_TYPE).isNull()
        && !isJson(text(CONTENT_TYPE))) {
      throw Fault.invalid(CONTENT_TYPE, "a JSON media type is expected");
    }
    if (!event.path(DATA_BASE64).isMissingNode() && !event.path(DATA_BASE64).isNull()) {
      throw Fault.invalid(DATA_BASE64, "data as a JSON object is expected, not as Base64");
    }
    if (given(DATA) instanceof ObjectNode data) {
      return data;
    }
    throw Fault.invalid(DATA, "a JSON object is expected");
  }

  /** The attributes that CloudEvents leaves to the source. */
  ObjectNode extensions() throws Fault {
    ObjectNode extensions = EventCodec.mapper().createObjectNode();
    for (var attribute : event.properties()) {
      if (!CORE.contains(attribute.getKey()) && !attribute.getValue().isNull()) {
        if (Surrogates.areUnpaired(attribute.getKey()) || Surrogates.areUnpaired(attribute.getValue().toString())) {
          throw new Fault(ProblemType.MALFORMED, null, "attributes without half characters are expected");
        }
        extensions.set(attribute.getKey(), attribute.getValue());
      }
    }
    return extensions;
  }

  private JsonNode given(String attribute) throws Fault {
    JsonNode value = event.get(attribute);
    if (value == null || value.isNull()) {
      throw new Fault(ProblemType.MISSING, attribute, "the attribute is required");
    }
    return value;
  }

  private static boolean isJson(String mediaType) {
    String plain = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return plain.equals("application/json") || plain.endsWith("+json");
  }

  private static boolean isIdentifier(String text) {
    return text.length() <= MAX_IDENTIFIER && text.chars().noneMatch(Character::isISOControl)
        && !Surrogates.areUnpaired(text);
  }

  /** What is wrong with an event. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    private final ProblemType code;
    private final @Nullable String field;
    private final String expected;

    Fault(ProblemType code, @Nullable String field, String expected) {
      // No stack trace: of a bad file there are as many as lines.
      super(code.code(), null, false, false);
      this.code = code;
      this.field = field;
      this.expected = expected;
    }

    static Fault invalid(String field, String expected) {
      return new Fault(ProblemType.INVALID, field, expected);
    }

    /** @param place of what was judged */
    static Fault of(FieldProblem problem, String place) {
      String field = problem.field().isEmpty() ? place : place + "." + problem.field();
      return switch (problem.kind()) {
        case MISSING -> new Fault(ProblemType.MISSING, field, problem.expected());
        case INVALID -> invalid(field, problem.expected());
      };
    }

    ProblemType code() {
      return code;
    }

    @Nullable
    String field() {
      return field;
    }

    String expected() {
      return expected;
    }
  }
}
