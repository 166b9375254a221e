package io.anamnesis.command.intake;

import io.anamnesis.command.intake.Ready.Candidate;
import io.anamnesis.command.intake.Ready.Statement;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.FieldProblem;
import io.anamnesis.events.UnknownType;
import io.anamnesis.events.audit.AuditEvent.FactCorrected;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.FactId;
import io.anamnesis.eventstore.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks up what corrections and withdrawals are about, and judges them by it. One that is about a fact not in the log is not
 * taken: nobody could say by which rules to seal and to judge it. Its source sends the original first, and then this again.
 */
final class Originals {
  /** Fields that are at fault where what they name is not in the log. */
  static final Set<String> UNKNOWN = Set.of("data.corrects.id", "data.withdraws.id");

  private final EventLog log;
  private final EventCatalogue catalogue;
  private final FactSealer sealer;

  Originals(EventLog log, EventCatalogue catalogue, FactSealer sealer) {
    this.log = log;
    this.catalogue = catalogue;
    this.sealer = sealer;
  }

  /** Cuts a chunk before each statement about a fact of the same part, so that the fact is in the log when it is looked up. */
  List<List<Ready>> parts(List<Ready> chunk) {
    if (chunk.stream().noneMatch(Statement.class::isInstance)) {
      return List.of(chunk);
    }
    List<List<Ready>> parts = new ArrayList<>();
    List<Ready> part = new ArrayList<>();
    Set<UUID> ofPart = new HashSet<>();
    for (Ready ready : chunk) {
      if (ready instanceof Statement statement && ofPart.contains(about(statement))) {
        parts.add(part);
        part = new ArrayList<>();
        ofPart.clear();
      }
      part.add(ready);
      eventId(ready, ofPart);
    }
    parts.add(part);
    return parts;
  }

  /** With a sealed fact, or a rejection, in the place of each statement. */
  List<Ready> resolve(List<Ready> part) {
    Set<UUID> wanted = part.stream().filter(Statement.class::isInstance).map(Statement.class::cast)
        .map(Originals::about).collect(Collectors.toSet());
    if (wanted.isEmpty()) {
      return part;
    }
    Map<UUID, StoredEvent> found = new HashMap<>();
    log.find(wanted).forEach(event -> found.put(event.eventId(), event));
    return part.stream().map(ready -> ready instanceof Statement statement
        ? resolved(statement, found.get(about(statement)))
        : ready).toList();
  }

  private Ready resolved(Statement statement, @Nullable StoredEvent original) {
    ParsedFact fact = statement.fact();
    try {
      if (original == null) {
        throw Envelope.Fault.invalid(reference(fact) + ".id",
            "the id of a fact that is in the log is expected: send that fact first, then this one again");
      }
      EventDescriptor type =
          catalogue.find(original.type()).orElseThrow(() -> new UnknownType(original.type()));
      check(fact, original, type);
      return sealer.seal(fact, statement.actor(), original, type);
    } catch (Envelope.Fault fault) {
      return new Rejection(fact.raw(), fact.source(), fact.id(), fault.code(), fault.field(), fault.expected());
    }
  }

  private static void check(ParsedFact fact, StoredEvent original, EventDescriptor type) throws Envelope.Fault {
    if (ParsedFact.isAboutAnother(type)) {
      throw Envelope.Fault.invalid(reference(fact),
          "a fact that is itself no correction and no withdrawal is expected: the last word on that fact counts");
    }
    if (!fact.subject().equals(original.subject())) {
      throw Envelope.Fault.invalid("subject", "the subject of the fact that it is about is expected");
    }
    if (fact.data().get(Envelope.DATA) instanceof ObjectNode content && isCorrection(fact)) {
      List<FieldProblem> problems = type.validate(content);
      if (!problems.isEmpty()) {
        throw Envelope.Fault.of(problems.getFirst(), Envelope.DATA + "." + Envelope.DATA);
      }
    }
  }

  private static boolean isCorrection(ParsedFact fact) {
    return fact.descriptor().recordType() == FactCorrected.class;
  }

  private static String reference(ParsedFact fact) {
    return Envelope.DATA + "." + member(fact);
  }

  private static String member(ParsedFact fact) {
    return isCorrection(fact) ? "corrects" : "withdraws";
  }

  private static UUID about(Statement statement) {
    var reference = statement.fact().data().get(member(statement.fact()));
    return FactId.of(reference.get(Envelope.SOURCE).stringValue(), reference.get(Envelope.ID).stringValue());
  }

  private static void eventId(Ready ready, Set<UUID> into) {
    switch (ready) {
      case Candidate candidate -> into.add(candidate.event().eventId());
      case Statement statement -> into.add(FactId.of(statement.fact().source(), statement.fact().id()));
      case Rejection rejection -> {
        // Never in the log.
      }
    }
  }
}
