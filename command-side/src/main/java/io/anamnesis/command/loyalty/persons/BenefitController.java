package io.anamnesis.command.loyalty.persons;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.decision.Decisions;
import io.anamnesis.command.loyalty.account.BenefitCommand;
import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.command.loyalty.request.KnownCustomer;
import io.anamnesis.command.loyalty.request.Reasons;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitUseCancelled;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitUsed;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Function;
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
import tools.jackson.databind.node.JsonNodeFactory;

/** Benefits used, and uses that were none; the same under the same {@code Idempotency-Key}. */
@RestController
@RequestMapping(path = BenefitController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
public class BenefitController {
  public static final String PATH = "/api/v1/customers/{customer}/benefits/{kind}";
  public static final String USE = "/use";
  public static final String CANCEL = "/uses/{useId}/cancel";

  private static final String CANCELLED = EventCatalogue.standard().of(BenefitUseCancelled.class).type();

  private final Decisions decisions;
  private final EventLog log;
  private final PersonalData personal;
  private final Clock clock;

  BenefitController(Decisions loyaltyDecisions, EventLog log, PersonalData personal, ObjectProvider<Clock> clocks) {
    this.decisions = loyaltyDecisions;
    this.log = log;
    this.personal = personal;
    this.clock = clocks.getIfAvailable(Clock::systemUTC);
  }

  /**
   * What was decided.
   *
   * @param state {@code used} or {@code cancelled}
   * @param percent what is taken off; null where the terms tell of none, or it is cancelled
   * @param until first instant after the year that it was used of; null once it is cancelled
   */
  record Answer(UUID useId, String kind, String state, int quantity, @Nullable BigDecimal percent, Instant usedAt,
      @Nullable Instant until) {}

  /**
   * {@code {quantity, reference, visitId}}, all optional. {@code 201}; {@code 404 unknown-customer};
   * {@code 409 benefit-not-held, benefit-frozen, benefit-used-up}.
   */
  @PostMapping(USE)
  ResponseEntity<Answer> use(@PathVariable String customer, @PathVariable String kind,
      @RequestBody(required = false) @Nullable JsonNode told, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    CustomerId whose = KnownCustomer.of(log, customer);
    String benefit = BenefitBody.kind(kind);
    JsonNode body = told == null ? JsonNodeFactory.instance.objectNode() : told;
    Asked asked = Asked.of(caller, path(customer, kind, USE), key, customer, body, personal);
    return decide(asked, HttpStatus.CREATED, whose, at -> new BenefitCommand.Use(whose, asked.command(), benefit,
        BenefitBody.quantity(body), BenefitBody.reference(body), BenefitBody.visit(body), at));
  }

  /**
   * {@code {reason}}: it was not used, and can be. {@code 200}; {@code 404 unknown-benefit-use};
   * {@code 409 benefit-use-cancelled}.
   */
  @PostMapping(CANCEL)
  ResponseEntity<Answer> cancel(@PathVariable String customer, @PathVariable String kind, @PathVariable String useId,
      @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    CustomerId whose = KnownCustomer.of(log, customer);
    String benefit = BenefitBody.kind(kind);
    UUID use = BenefitBody.use(useId);
    Asked asked = Asked.of(caller, path(customer, kind, CANCEL.replace("{useId}", useId)), key, customer, body,
        personal);
    return decide(asked, HttpStatus.OK, whose, at -> new BenefitCommand.Cancel(whose, use, benefit,
        Reasons.sealed(personal, customer, CANCELLED, OverrideBody.reason(body)), new StaffId(caller.name()), at));
  }

  private static String path(String customer, String kind, String rest) {
    return PATH.replace("{customer}", customer).replace("{kind}", kind) + rest;
  }

  private ResponseEntity<Answer> decide(Asked asked, HttpStatus status, CustomerId customer,
      Function<Instant, BenefitCommand> command) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Recorded decided = decisions.decide(asked, PointsAccount.stream(customer), () -> command.apply(at), at)
        .orElseThrow(() -> new IllegalStateException("a benefit was neither used nor refused"));
    return ResponseEntity.status(status).header(ConsistencyToken.HEADER, decisions.token().text())
        .header("Cache-Control", "no-store").body(answer(decided));
  }

  private static Answer answer(Recorded decided) {
    return switch (decided.event()) {
      case BenefitUsed use -> new Answer(use.useId(), use.kind(), "used", use.quantity(), use.percent(), use.usedAt(),
          use.until());
      case BenefitUseCancelled none ->
        new Answer(none.useId(), none.kind(), "cancelled", none.quantity(), null, none.usedAt(), null);
      default -> throw new IllegalStateException("no decision on a benefit: " + decided.type());
    };
  }
}
