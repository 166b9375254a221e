package io.anamnesis.command.loyalty.persons;

import io.anamnesis.command.loyalty.account.PersonsRequest.Kind;
import io.anamnesis.command.loyalty.account.PersonsRequest;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent.AdjustmentRequested;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsWrittenOff;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.PersonsEvent;
import io.anamnesis.events.loyalty.PersonsEvent.AdjustmentRejected;
import io.anamnesis.events.loyalty.PersonsEvent.WriteOffRejected;
import io.anamnesis.events.loyalty.PersonsEvent.WriteOffRequested;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.projections.LogRegister;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What waits for a second person, of all customers, as the log has it at the moment of asking. Few, so that it is kept in memory. */
final class WaitingRequests {
  private final LogRegister<Map<UUID, Waiting>> waiting;

  /**
   * A request that nobody has decided on.
   *
   * @param position of the request in the log
   * @param askedAt when it was asked for
   */
  record Waiting(long position, String customer, PersonsRequest request, Instant askedAt) {}

  WaitingRequests(EventLog log, LogTail tail, EventDecoder decoder) {
    this.waiting = new LogRegister<>(log, tail, decoder, Set.of(AdjustmentRequested.class, PointsAdjusted.class,
        ArrearsWrittenOff.class, PersonsEvent.class), Map.of(), WaitingRequests::with);
  }

  /**
   * Oldest first.
   *
   * @param customer null: of all
   */
  List<Waiting> all(Kind kind, @Nullable String customer) {
    return waiting.now().values().stream().filter(one -> one.request().kind() == kind)
        .filter(one -> customer == null || customer.equals(one.customer())).toList();
  }

  private static Map<UUID, Waiting> with(Map<UUID, Waiting> before, Recorded event) {
    return switch (event.event()) {
      case AdjustmentRequested asked -> and(before, event,
          new PersonsRequest(asked.adjustmentId(), Kind.ADJUSTMENT, asked.points(), asked.reason(), asked.by()));
      case WriteOffRequested asked -> and(before, event,
          new PersonsRequest(asked.writeOffId(), Kind.WRITE_OFF, asked.points(), asked.reason(), asked.by()));
      case PointsAdjusted made -> without(before, made.adjustmentId());
      case AdjustmentRejected rejected -> without(before, rejected.adjustmentId());
      case ArrearsWrittenOff made -> without(before, made.writeOffId());
      case WriteOffRejected rejected -> without(before, rejected.writeOffId());
      default -> before;
    };
  }

  private static Map<UUID, Waiting> and(Map<UUID, Waiting> before, Recorded event, PersonsRequest request) {
    Map<UUID, Waiting> after = new LinkedHashMap<>(before);
    after.put(request.id(),
        new Waiting(event.position(), Objects.requireNonNull(event.subject()), request, event.occurredAt()));
    return Collections.unmodifiableMap(after);
  }

  /** Most adjustments never waited. */
  private static Map<UUID, Waiting> without(Map<UUID, Waiting> before, UUID decided) {
    if (!before.containsKey(decided)) {
      return before;
    }
    Map<UUID, Waiting> after = new LinkedHashMap<>(before);
    after.remove(decided);
    return Collections.unmodifiableMap(after);
  }
}
