package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.account.PersonsCommand.Wish;
import io.anamnesis.command.loyalty.account.PersonsRequest.Kind;
import io.anamnesis.command.loyalty.ledger.Crediting;
import io.anamnesis.command.loyalty.ledger.Ledger;
import io.anamnesis.command.loyalty.ledger.LedgerDraft;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LedgerEvent.AdjustmentRequested;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsWrittenOff;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.PersonsEvent.AdjustmentRejected;
import io.anamnesis.events.loyalty.PersonsEvent.WriteOffRejected;
import io.anamnesis.events.loyalty.PersonsEvent.WriteOffRequested;
import io.anamnesis.events.loyalty.Programme;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decisions that persons take on points: adjustments, by one person up to the programme's limit in all on a local day and by two
 * above it, and write-offs of arrears, always by two. Who asked never approves.
 */
public final class PersonsDeciding {
  private PersonsDeciding() {}

  /**
   * @param programme the version in force when the command was given
   * @throws Refused {@link Reason#NOT_ENOUGH_POINTS}, {@link Reason#MORE_THAN_OWED}, {@link Reason#SAME_PERSON},
   *     {@link Reason#ALREADY_DECIDED}, {@link Reason#UNKNOWN_ADJUSTMENT}, {@link Reason#UNKNOWN_WRITE_OFF}
   */
  public static List<LoyaltyEvent> decide(Ledger ledger, PersonsRequests requests, BookedAlone alone,
      PersonsCommand command, Programme programme) {
    return switch (command.wish()) {
      case Wish.Adjust adjust -> adjust(ledger, alone, command, adjust, programme);
      case Wish.WriteOff writeOff -> {
        mustBeOwed(ledger, writeOff.points());
        yield List.of(new WriteOffRequested(command.id(), writeOff.points(), writeOff.reason(), command.by()));
      }
      case Wish.Approve(Kind kind) ->
        approve(ledger, requests.waitingFor(command.by(), command.id(), kind), command, programme);
      case Wish.Reject(Kind kind) -> List.of(reject(requests.waiting(command.id(), kind), command.by()));
    };
  }

  private static List<LoyaltyEvent> adjust(Ledger ledger, BookedAlone alone, PersonsCommand command,
      Wish.Adjust adjust, Programme programme) {
    PersonsRequest asked =
        new PersonsRequest(command.id(), Kind.ADJUSTMENT, adjust.points(), adjust.reason(), command.by());
    Long limit = programme.adjustmentLimit();
    long before = alone.onDayOf(command.at(), programme.zone(), command.by());
    if (limit != null && Math.abs(asked.points()) <= limit - before) {
      return adjusted(ledger, asked, null, command.at(), programme);
    }
    if (asked.points() < 0) {
      // What cannot be had now is not worth another person's time; when it is approved it is looked at again.
      take(ledger, asked.points(), command.at());
    }
    return List.of(new AdjustmentRequested(asked.id(), asked.points(), asked.reason(), asked.by()));
  }

  private static List<LoyaltyEvent> approve(Ledger ledger, PersonsRequest request, PersonsCommand command,
      Programme programme) {
    return switch (request.kind()) {
      case ADJUSTMENT -> adjusted(ledger, request, command.by(), command.at(), programme);
      case WRITE_OFF -> {
        mustBeOwed(ledger, request.points());
        yield List.of(new ArrearsWrittenOff(request.id(), request.points(), request.reason(), request.by(),
            command.by()));
      }
    };
  }

  private static LoyaltyEvent reject(PersonsRequest request, StaffId by) {
    return switch (request.kind()) {
      case ADJUSTMENT -> new AdjustmentRejected(request.id(), request.points(), by);
      case WRITE_OFF -> new WriteOffRejected(request.id(), request.points(), by);
    };
  }

  /** What is given is earned and active when it is booked, and expires as what is earned then does. Its lot has the adjustment's id. */
  private static List<LoyaltyEvent> adjusted(Ledger ledger, PersonsRequest asked, @Nullable StaffId approvedBy,
      Instant at, Programme programme) {
    if (asked.points() < 0) {
      return List.of(new PointsAdjusted(asked.id(), asked.points(), asked.reason(), asked.by(), approvedBy, null,
          take(ledger, asked.points(), at)));
    }
    Lot lot = new Lot(asked.id(), asked.points(), at, at, programme.expiresAt(at));
    return Crediting.lots(ledger, new PointsAdjusted(asked.id(), asked.points(), asked.reason(), asked.by(),
        approvedBy, lot, List.of()), List.of(lot), at);
  }

  /** Of active lots, in the order of consumption: what is reserved is promised, and nobody is made to owe. */
  private static List<Allocation> take(Ledger ledger, long points, Instant at) {
    long wanted = Math.negateExact(points);
    List<Allocation> from =
        LedgerDraft.allocate(LedgerDraft.inOrder(ledger, lot -> lot.isActive(at)).toList(), wanted);
    if (LedgerDraft.sum(from) < wanted) {
      throw new Refused(Reason.NOT_ENOUGH_POINTS);
    }
    return from;
  }

  private static void mustBeOwed(Ledger ledger, long points) {
    if (points > ledger.arrears()) {
      throw new Refused(Reason.MORE_THAN_OWED);
    }
  }
}
