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
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsWrittenOff;
import io.anamnesis.events.loyalty.PersonsEvent.WriteOffRejected;
import io.anamnesis.events.loyalty.PersonsEvent.WriteOffRequested;
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
 * Arrears forgiven by members of staff: one asks, another approves or rejects. An answer is read from the event that was
 * recorded.
 */
@RestController
class WriteOffController {
  static final String PATH = "/api/v1/customers/{customer}/points/write-offs";
  static final String ALL = "/api/v1/loyalty/write-offs";
  static final String ONE = PATH + "/{writeOffId}";

  private final PersonsDecisions decisions;

  WriteOffController(PersonsDecisions decisions) {
    this.decisions = decisions;
  }

  /**
   * What was decided.
   *
   * @param state {@code written-off}, {@code requested} or {@code rejected}
   * @param by who asked for it; null of one that is rejected
   * @param approvedBy the second person; null while none has decided
   * @param rejectedBy null unless it is rejected
   */
  record Answer(UUID writeOffId, String state, long points, @Nullable StaffId by, @Nullable StaffId approvedBy,
      @Nullable StaffId rejectedBy) {}

  /** One that waits. */
  record Item(String customer, UUID writeOffId, String state, long points, @Nullable String reason, StaffId by,
      Instant askedAt) {}

  /** {@code 201}, requested; {@code 409 more-than-owed}. */
  @PostMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Answer> writeOff(@PathVariable String customer, @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    return decisions.ask(request(customer, "", caller, key), body,
        reason -> new Wish.WriteOff(PersonsBody.owed(body), reason), WriteOffController::answer);
  }

  /** By another person than asked: {@code 409 same-person}. */
  @PostMapping(path = ONE + "/approve", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Answer> approve(@PathVariable String customer, @PathVariable String writeOffId, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    return decisions.decide(request(customer, "/" + writeOffId + "/approve", caller, key), id(writeOffId),
        new Wish.Approve(Kind.WRITE_OFF), WriteOffController::answer);
  }

  /** By whomever; who asked takes it back so. */
  @PostMapping(path = ONE + "/reject", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Answer> reject(@PathVariable String customer, @PathVariable String writeOffId, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    return decisions.decide(request(customer, "/" + writeOffId + "/reject", caller, key), id(writeOffId),
        new Wish.Reject(Kind.WRITE_OFF), WriteOffController::answer);
  }

  @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Page<Item>> ofOne(@PathVariable String customer, @RequestParam @Nullable String state,
      @RequestParam @Nullable String cursor, @RequestParam(defaultValue = "50") int limit) {
    return decisions.list(Kind.WRITE_OFF, customer, state, cursor, limit, this::item);
  }

  @GetMapping(path = ALL, produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Page<Item>> ofAll(@RequestParam @Nullable String state, @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = "50") int limit) {
    return decisions.list(Kind.WRITE_OFF, null, state, cursor, limit, this::item);
  }

  private static Request request(String customer, String rest, Caller caller, @Nullable String key) {
    return new Request(customer, PATH.replace("{customer}", customer) + rest, caller, key);
  }

  private static UUID id(String writeOffId) {
    return Id.parse(writeOffId, ProblemType.UNKNOWN_WRITE_OFF);
  }

  private Item item(Waiting one) {
    return new Item(one.customer(), one.request().id(), "requested", one.request().points(), decisions.reason(one),
        one.request().by(), one.askedAt());
  }

  private static Answer answer(Recorded decided) {
    return switch (decided.event()) {
      case ArrearsWrittenOff made ->
        new Answer(made.writeOffId(), "written-off", made.points(), made.by(), made.approvedBy(), null);
      case WriteOffRequested asked ->
        new Answer(asked.writeOffId(), "requested", asked.points(), asked.by(), null, null);
      case WriteOffRejected rejected ->
        new Answer(rejected.writeOffId(), "rejected", rejected.points(), null, null, rejected.by());
      default -> throw new IllegalStateException("no decision on a write-off: " + decided.type());
    };
  }
}
