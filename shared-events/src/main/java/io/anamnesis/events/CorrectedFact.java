package io.anamnesis.events;

import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.audit.AuditEvent.FactCorrected;
import io.anamnesis.events.audit.AuditEvent.FactWithdrawn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a correction or a withdrawal makes of the fact that it is about. A later one about the same fact replaces it.
 *
 * @param original the fact, as it was recorded
 * @param now the fact as it is from now on: event id, position, type, subject and both instants of the original, the new
 *     content in the newest revision, nothing of it unsealed; null where it is withdrawn
 */
public record CorrectedFact(Original original, @Nullable Recorded now) {
  private static final EventCodec CODEC = new EventCodec(EventCatalogue.standard());

  /**
   * Reads it out of the event alone.
   *
   * @return empty for an event of another type, and for one of the time before the log kept what it is about: that one has
   *     no effect
   * @throws UnreadablePayload if the content does not fit the original's type
   * @throws UnknownRevision if the content is newer than this build
   */
  public static Optional<CorrectedFact> of(Recorded statement) {
    Original original = statement.metadata().original();
    if (original == null || !(statement.event() instanceof AuditEvent said)) {
      return Optional.empty();
    }
    return Optional.of(switch (said) {
      case FactCorrected correction -> new CorrectedFact(original, inPlace(original, statement, correction));
      case FactWithdrawn withdrawal -> new CorrectedFact(original, null);
    });
  }

  private static Recorded inPlace(Original original, Recorded statement, FactCorrected correction) {
    Metadata told = statement.metadata();
    var metadata = new Metadata(correction.corrects().source(), correction.corrects().id(), null, null, null,
        told.actor(), told.birthYear(), told.gender(), null);
    return new Recorded(original.position(), original.eventId(), null, null, statement.subject(), original.type(),
        original.revision(), original.occurredAt(), original.recordedAt(), metadata,
        CODEC.decode(original.type(), original.revision(), correction.data().toString()));
  }
}
