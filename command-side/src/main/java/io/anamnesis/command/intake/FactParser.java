package io.anamnesis.command.intake;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.FieldProblem;
import io.anamnesis.events.audit.AuditEvent.FactCorrected;
import io.anamnesis.events.audit.AuditEvent.FactWithdrawn;
import io.anamnesis.events.insight.InsightEvent.CostBooked;
import io.anamnesis.web.ProblemType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the JSON form of one CloudEvent into a fact, or says what is wrong with it: the first fault, in the order
 * envelope, payload. A form that is wrong is the only reason to refuse a fact; no business rule is.
 */
final class FactParser {
  private final EventCatalogue catalogue;
  private final EventDescriptor ofSite;
  private final Clock clock;

  FactParser(EventCatalogue catalogue, Clock clock) {
    this.catalogue = catalogue;
    this.ofSite = catalogue.of(CostBooked.class);
    this.clock = clock;
  }

  Parsed parse(RawFact raw) {
    if (raw.tooLarge()) {
      return new Rejection(raw, null, null, ProblemType.TOO_LARGE, null,
          "an event of at most " + RawFact.MAX_BYTES + " bytes is expected");
    }
    Optional<ObjectNode> object = object(raw.body());
    if (object.isEmpty()) {
      return new Rejection(raw, null, null, ProblemType.MALFORMED, null,
          "one JSON object in UTF-8, no member twice, is expected");
    }
    var envelope = new Envelope(object.get());
    try {
      return fact(raw, envelope);
    } catch (Envelope.Fault fault) {
      return new Rejection(raw, envelope.readable(Envelope.SOURCE), envelope.readable(Envelope.ID), fault.code(),
          fault.field(), fault.expected());
    }
  }

  private ParsedFact fact(RawFact raw, Envelope envelope) throws Envelope.Fault {
    envelope.checkVersion();
    String id = envelope.identifier(Envelope.ID);
    String source = envelope.identifier(Envelope.SOURCE);
    String type = envelope.text("type");
    EventDescriptor descriptor = catalogue.find(type).filter(EventDescriptor::isFact)
        .orElseThrow(() -> new Envelope.Fault(ProblemType.UNKNOWN_TYPE, "type", "a type of fact is expected"));
    String subject = envelope.text("subject");
    // What is said about another fact is about whom that one is about, be it a customer or a site.
    if (!descriptor.acceptsSubject(subject)
        && !(ParsedFact.isAboutAnother(descriptor) && ofSite.acceptsSubject(subject))) {
      throw Envelope.Fault.invalid("subject", descriptor.expectedSubject());
    }
    var time = envelope.time(clock.instant());
    ObjectNode data = envelope.data();
    checkPayload(descriptor, data, source);
    return new ParsedFact(raw, source, id, descriptor, type, subject, time, data, envelope.extensions());
  }

  private static void checkPayload(EventDescriptor descriptor, ObjectNode data, String source) throws Envelope.Fault {
    List<FieldProblem> problems = descriptor.validate(data);
    if (!problems.isEmpty()) {
      throw Envelope.Fault.of(problems.getFirst(), Envelope.DATA);
    }
    if (descriptor.recordType() == FactCorrected.class) {
      checkReference(data, "corrects", source);
    } else if (descriptor.recordType() == FactWithdrawn.class) {
      checkReference(data, "withdraws", source);
    }
  }

  /** Only the source that told a fact may take it back. */
  private static void checkReference(ObjectNode data, String member, String source) throws Envelope.Fault {
    JsonNode told = data.path(member).path(Envelope.SOURCE);
    if (!told.isString() || !told.stringValue().equals(source)) {
      throw Envelope.Fault.invalid(Envelope.DATA + "." + member + "." + Envelope.SOURCE,
          "the event's own source is expected: only the same source may");
    }
  }

  private static Optional<ObjectNode> object(byte[] body) {
    try {
      // Decoded by the strict decoder: a JSON parser on bytes lets some broken sequences through.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return EventCodec.outside().readTree(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    } catch (CharacterCodingException | JacksonException | NumberFormatException unreadable) {
      // A number whose exponent no decimal can hold comes out of the JSON parser as the last of these.
      return Optional.empty();
    }
  }
}
