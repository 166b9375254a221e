package io.anamnesis.command.loyalty.account;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.anamnesis.command.loyalty.account.PersonsRequest.Kind;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LedgerEvent.AdjustmentRequested;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsWrittenOff;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.PersonsEvent.AdjustmentRejected;
import io.anamnesis.events.loyalty.PersonsEvent.WriteOffRejected;
import io.anamnesis.events.loyalty.PersonsEvent.WriteOffRequested;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What persons asked of an account: what still waits for a second person, and what was decided. Changed only by {@link #evolve}. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY, getterVisibility = JsonAutoDetect.Visibility.NONE)
final class PersonsRequests {
  private final Map<UUID, PersonsRequest> waiting = new TreeMap<>();
  private final Map<UUID, Kind> decided = new TreeMap<>();

  void evolve(LoyaltyEvent event) {
    switch (event) {
      case AdjustmentRequested asked ->
        ask(new PersonsRequest(asked.adjustmentId(), Kind.ADJUSTMENT, asked.points(), asked.reason(), asked.by()));
      case WriteOffRequested asked ->
        ask(new PersonsRequest(asked.writeOffId(), Kind.WRITE_OFF, asked.points(), asked.reason(), asked.by()));
      case PointsAdjusted made -> decide(made.adjustmentId(), Kind.ADJUSTMENT);
      case AdjustmentRejected rejected -> decide(rejected.adjustmentId(), Kind.ADJUSTMENT);
      case ArrearsWrittenOff made -> decide(made.writeOffId(), Kind.WRITE_OFF);
      case WriteOffRejected rejected -> decide(rejected.writeOffId(), Kind.WRITE_OFF);
      default -> {
        // Nobody asked for it.
      }
    }
  }

  private void ask(PersonsRequest request) {
    waiting.put(request.id(), request);
  }

  private void decide(UUID id, Kind kind) {
    waiting.remove(id);
    decided.put(id, kind);
  }

  /**
   * A request that nobody has decided on.
   *
   * @throws Refused {@link Reason#UNKNOWN_ADJUSTMENT}, {@link Reason#UNKNOWN_WRITE_OFF}, {@link Reason#ALREADY_DECIDED}
   */
  PersonsRequest waiting(UUID id, Kind kind) {
    if (decided.get(id) == kind) {
      throw new Refused(Reason.ALREADY_DECIDED);
    }
    PersonsRequest request = waiting.get(id);
    if (request == null || request.kind() != kind) {
      throw new Refused(kind == Kind.ADJUSTMENT ? Reason.UNKNOWN_ADJUSTMENT : Reason.UNKNOWN_WRITE_OFF);
    }
    return request;
  }

  /**
   * The same, for one who would approve it.
   *
   * @throws Refused also {@link Reason#SAME_PERSON}
   */
  PersonsRequest waitingFor(StaffId second, UUID id, Kind kind) {
    PersonsRequest request = waiting(id, kind);
    if (request.by().equals(second)) {
      throw new Refused(Reason.SAME_PERSON);
    }
    return request;
  }
}
