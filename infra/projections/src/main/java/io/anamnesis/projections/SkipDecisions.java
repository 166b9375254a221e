package io.anamnesis.projections;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.insight.InsightEvent.KeySkipped;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.DecisionId;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.personal.Place;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives up events that cannot be processed, so that those after them can be. Each is a decision in the log, which every
 * fold of that version heeds from then on: live, rebuild, time machine and replay pass over the same events.
 */
public final class SkipDecisions {
  private static final EventDescriptor TYPE = EventCatalogue.standard().of(KeySkipped.class);
  private static final String NOBODY = "";

  private final EventLog log;
  private final PersonalData personal;

  /** What became of an order to give an event up. */
  public sealed interface Verdict {}

  /**
   * It is decided, and the key was tried again.
   *
   * @param position of the decision in the log
   * @param mended whether the key is parked no longer
   */
  public record Skipped(long position, boolean mended) implements Verdict {}

  /** No key is parked at this event. */
  public record NotParked() implements Verdict {}

  /** The event is not, or no longer, what the key is stuck at: a retry is enough. */
  public record NotStuck() implements Verdict {}

  /** Whether it was decided is not known: repeating it is safe. */
  public record Unknown() implements Verdict {}

  public SkipDecisions(EventLog log, PersonalData personal) {
    this.log = log;
    this.personal = personal;
  }

  /**
   * Gives an event up. Repeating it changes nothing.
   *
   * @param reason free text, sealed under the key of the person whose event it is
   * @param actor who decides
   * @param at when
   */
  public Verdict skip(Parking parking, String name, long position, String reason, String actor, Instant at) {
    ParkedKey parked = parking.parkedAt(name, position).orElse(null);
    if (parked == null) {
      return new NotParked();
    }
    // Asked once: what is judged is what is given up, also where another version takes the place of this one meanwhile.
    Integer version = parking.versionOf(name);
    if (!parking.isStuckAt(name, version, parked.key(), position)) {
      return new NotStuck();
    }
    StoredEvent event = log.read(position - 1, 1).getFirst();
    OptionalLong decided = decide(name, version, event, reason, actor, at);
    return decided.isEmpty()
        ? new Unknown()
        : new Skipped(decided.getAsLong(), parking.retryParked(name, parked.key()));
  }

  /** @return the decision's position; empty if it is not known whether there is one */
  private OptionalLong decide(String name, @Nullable Integer version, StoredEvent event, String reason, String actor,
      Instant at) {
    String stream = SkippedEvents.stream(name);
    UUID id = DecisionId.of("skip" + (version == null ? "" : "-v" + version), event.eventId(), stream, 0);
    String payload = payload(id, name, version, event, reason);
    String metadata = EventDecoder.encode(Metadata.ofDecision(event.eventId(), null, actor));
    while (true) {
      long seq = log.lastSeq(stream).map(last -> last + 1).orElse(0L);
      Outcome outcome = log.append(Append.of(
          new NewEvent(id, stream, seq, event.subject(), TYPE.type(), TYPE.revision(), at, payload, metadata)));
      switch (outcome) {
        case Outcome.Appended appended -> {
          return OptionalLong.of(appended.last());
        }
        case Outcome.Duplicate duplicate -> {
          return OptionalLong.of(duplicate.existing().position());
        }
        case Outcome.Conflict conflict -> {
          // Somebody else decided on the same projection just now.
        }
        case Outcome.Unknown unknown -> {
          return OptionalLong.empty();
        }
      }
    }
  }

  private String payload(UUID id, String name, @Nullable Integer version, StoredEvent event, String reason) {
    String subject = event.subject() == null ? NOBODY : event.subject();
    ObjectNode clear = EventCodec.mapper().createObjectNode().put("projection", name)
        .put("position", event.position()).put("reason", reason);
    if (version != null) {
      clear.put("version", version.intValue());
    }
    personal.prepare(List.of(subject));
    return personal.seal(subject, Place.of(id, TYPE.type(), TYPE.revision()), clear).toString();
  }
}
