package io.anamnesis.command.loyalty.happening;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.care.CareEvent.ComplaintFiled;
import io.anamnesis.events.care.CareEvent.ComplaintResolved;
import io.anamnesis.events.loyalty.LevelEvent.CircumstanceNoted;
import io.anamnesis.events.loyalty.LevelEvent.CircumstanceNoted.Kind;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.visit.VisitEvent.AdmissionAdmitted;
import io.anamnesis.events.visit.VisitEvent.AdmissionDischarged;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stay or a complaint begins or ends: no level falls meanwhile.
 *
 * @param programme the version that decided how long a complaint holds, for ever
 * @param until a complaint that is filed holds so long at most; null of all else
 */
public record Circumstance(UUID id, String type, Instant at, long position, String programme, Kind kind,
    String reference, @Nullable Instant until) implements Happening {
  /** Types of the facts that tell it. */
  public static final Set<String> TYPES =
      Set.of("admission.admitted", "admission.discharged", "complaint.filed", "complaint.resolved");

  private static final String SUGGESTION = "suggestion";

  /** Null of a fact that tells nothing of the kind. */
  public static @Nullable Circumstance of(Recorded fact, Programme programme) {
    return switch (fact.event()) {
      case AdmissionAdmitted stay -> of(fact, programme, Kind.ADMITTED, stay.stayId().value(), null);
      case AdmissionDischarged stay -> of(fact, programme, Kind.DISCHARGED, stay.stayId().value(), null);
      case ComplaintFiled filed -> of(fact, programme, Kind.FILED, filed.complaintId().value(),
          heldUntil(fact.occurredAt(), filed, programme));
      case ComplaintResolved resolved -> of(fact, programme, Kind.RESOLVED, resolved.complaintId().value(), null);
      default -> null;
    };
  }

  private static Circumstance of(Recorded fact, Programme programme, Kind kind, String reference,
      @Nullable Instant until) {
    return new Circumstance(fact.eventId(), fact.type(), fact.occurredAt(), fact.position(), programme.version(), kind,
        reference, until);
  }

  /** A suggestion is no grievance: it holds nothing off. */
  private static Instant heldUntil(Instant at, ComplaintFiled filed, Programme programme) {
    boolean grievance = filed.kind() == null || !filed.kind().is(SUGGESTION);
    return grievance && programme.retention() != null
        ? at.atZone(programme.zone()).plusDays(programme.retention().complaintFreezeDays()).toInstant()
        : at;
  }

  public static Circumstance of(CircumstanceNoted noted) {
    return new Circumstance(noted.cause(), noted.causeType(), noted.occurredAt(), noted.position(), noted.programme(),
        noted.kind(), noted.reference(), noted.until());
  }

  public CircumstanceNoted noted(UUID because, long toldAt) {
    return new CircumstanceNoted(id, type, because, programme, kind, reference, at, position, toldAt, until);
  }
}
