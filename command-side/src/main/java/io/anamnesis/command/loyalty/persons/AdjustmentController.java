package io.anamnesis.command.loyalty.persons;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.loyalty.account.PersonsCommand.Wish;
import io.anamnesis.command.loyalty.persons.PersonsDecisions.Page;
import io.anamnesis.command.loyalty.persons.PersonsDecisions.Request;
import io.anamnesis.command.loyalty.account.PersonsRequest.Kind;
import io.anamnesis.command.loyalty.persons.WaitingRequests.Waiting;
import io.anamnesis.command.loyalty.request.Id;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LedgerEvent.AdjustmentRequested;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.PersonsEvent.AdjustmentRejected;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ProblemType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * Points given or taken by members of staff. Up to the programme's limit one books them; above it one asks and another
 * approves or rejects. An answer is read from the event that was recorded.
 */
@RestController
class AdjustmentController {
  static final String PATH = "/api/v1/customers/{customer}/points/adjustments";
  static final String ALL = "/api/v1/loyalty/adjustments";
  static final String ONE = PATH + "/{adjustmentId}";

  private final PersonsDecisions decisions;

  AdjustmentController(PersonsDecisions decisions) {
    this.decisions = decisions;
  }

  /**
   * What was decided.
   *
   * @param state {@code booked}, {@code requested} or {@code rejected}
   * @param by who asked for it; null of one that is rejected
   * @param approvedBy the second person; null where none was needed or none has decided
   * @param rejectedBy null unless it is rejected
   */
  record Answer(UUID adjustmentId, String state, long points, @Nullable StaffId by, @Nullable StaffId approvedBy,
      @Nullable StaffId rejectedBy) {}

  /** One that waits. */
  record Item(String customer, UUID adjustmentId, String state, long points, @Nullable String reason, StaffId by,
      Instant askedAt) {}

  /** {@code 201}, booked or requested; {@code 409 not-enough-points} where more is to be taken than is there. */
  @PostMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Answer> adjust(@PathVariable String customer, @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    return decisions.ask(request(customer, "", caller, key), body,
        reason -> new Wish.Adjust(PersonsBody.signed(body), reason), AdjustmentController::answer);
  }

  /** By another person than asked: {@code 409 same-person}. */
  @PostMapping(path = ONE + "/approve", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Answer> approve(@PathVariable String customer, @PathVariable String adjustmentId, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    return decisions.decide(request(customer, "/" + adjustmentId + "/approve", caller, key), id(adjustmentId),
        new Wish.Approve(Kind.ADJUSTMENT), AdjustmentController::answer);
  }

  /** By whomever; who asked takes it back so. */
  @PostMapping(path = ONE + "/reject", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Answer> reject(@PathVariable String customer, @PathVariable String adjustmentId, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    return decisions.decide(request(customer, "/" + adjustmentId + "/reject", caller, key), id(adjustmentId),
        new Wish.Reject(Kind.ADJUSTMENT), AdjustmentController::answer);
  }

  @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Page<Item>> ofOne(@PathVariable String customer, @RequestParam @Nullable String state,
      @RequestParam @Nullable String cursor, @RequestParam(defaultValue = "50") int limit) {
    return decisions.list(Kind.ADJUSTMENT, customer, state, cursor, limit, this::item);
  }

  @GetMapping(path = ALL, produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Page<Item>> ofAll(@RequestParam @Nullable String state, @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = "50") int limit) {
    return decisions.list(Kind.ADJUSTMENT, null, state, cursor, limit, this::item);
  }

  private static Request request(String customer, String rest, Caller caller, @Nullable String key) {
    return new Request(customer, PATH.replace("{customer}", customer) + rest, caller, key);
  }

  private static UUID id(String adjustmentId) {
    return Id.parse(adjustmentId, ProblemType.UNKNOWN_ADJUSTMENT);
  }

  private Item item(Waiting one) {
    return new Item(one.customer(), one.request().id(), "requested", one.request().points(), decisions.reason(one),
        one.request().by(), one.askedAt());
  }

  private static Answer answer(Recorded decided) {
    return switch (decided.event()) {
      case PointsAdjusted made ->
        new Answer(made.adjustmentId(), "booked", made.points(), made.by(), made.approvedBy(), null);
      case AdjustmentRequested asked ->
        new Answer(asked.adjustmentId(), "requested", asked.points(), asked.by(), null, null);
      case AdjustmentRejected rejected ->
        new Answer(rejected.adjustmentId(), "rejected", rejected.points(), null, null, rejected.by());
      default -> throw new IllegalStateException("no decision on an adjustment: " + decided.type());
    };
  }
}
