package io.anamnesis.command.loyalty.family;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.decision.Decisions;
import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.command.loyalty.request.KnownCustomer;
import io.anamnesis.command.loyalty.request.LoyaltyBody;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.FamilyEvent.PointsSent;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * Points given to a member of the family. An answer is read from the event that was recorded, so that a repetition under the
 * same {@code Idempotency-Key} is answered alike.
 */
@RestController
@RequestMapping(path = TransferController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
public class TransferController {
  public static final String PATH = "/api/v1/customers/{customer}/points/transfers";

  private final Decisions decisions;
  private final EventLog log;
  private final PersonalData personal;
  private final Clock clock;

  TransferController(Decisions loyaltyDecisions, EventLog log, PersonalData personal, ObjectProvider<Clock> clocks) {
    this.decisions = loyaltyDecisions;
    this.log = log;
    this.personal = personal;
    this.clock = clocks.getIfAvailable(Clock::systemUTC);
  }

  /**
   * What was decided.
   *
   * @param state "transferred", as it is whole at once
   */
  record Answer(UUID transferId, String state, String to, long points) {}

  /**
   * {@code 201}; {@code 400} naming the field; {@code 404 unknown-customer}, with {@code field} {@code to} if it is the
   * receiver; {@code 409} with the reason why not. The token of the answer is good for reads of both customers.
   */
  @PostMapping
  ResponseEntity<Answer> transfer(@PathVariable String customer, @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    CustomerId from = LoyaltyBody.customer(customer);
    KnownCustomer.mustBe(log, from, "customer");
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Asked asked = Asked.of(caller, PATH.replace("{customer}", customer), key, customer, body, personal);
    Recorded decided = decisions.decide(asked, PointsAccount.stream(from), () -> command(from, body, asked, at), at)
        .orElseThrow(() -> new IllegalStateException("a transfer was neither decided nor refused"));
    return ResponseEntity.status(HttpStatus.CREATED).header(ConsistencyToken.HEADER, decisions.token().text())
        .header("Cache-Control", "no-store").body(answer(decided));
  }

  private TransferPoints command(CustomerId from, JsonNode body, Asked asked, Instant at) {
    TransferPoints command = new TransferPoints(from, TransferBody.to(body, from), asked.command(),
        TransferBody.by(body, from), TransferBody.points(body), at);
    KnownCustomer.mustBe(log, command.to(), "to");
    return command;
  }

  private static Answer answer(Recorded decided) {
    if (decided.event() instanceof PointsSent sent) {
      return new Answer(sent.transferId(), "transferred", sent.to().value(), sent.points());
    }
    throw new IllegalStateException("no decision on a transfer: " + decided.type());
  }
}
