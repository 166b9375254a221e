package io.anamnesis.command.loyalty.mall;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.decision.Decisions;
import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.command.loyalty.account.RedemptionCommand;
import io.anamnesis.command.loyalty.family.PoolBody;
import io.anamnesis.command.loyalty.family.PoolLog;
import io.anamnesis.command.loyalty.ledger.PooledCommand;
import io.anamnesis.command.loyalty.ledger.Redeeming;
import io.anamnesis.command.loyalty.request.KnownCustomer;
import io.anamnesis.command.loyalty.request.LoyaltyBody;
import io.anamnesis.command.loyalty.request.Reasons;
import io.anamnesis.command.loyalty.voucher.VoucherLog;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.Pooled;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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

/**
 * Rewards for points: reserved, then confirmed or cancelled. With {@code "pool": true} the points of all who are in the
 * customer's family pool pay; of who has a guardian {@code by} names one then, as for all that concerns the pool. An answer is read from the event that was recorded, so that a
 * repetition under the same {@code Idempotency-Key} is answered alike, whatever has become of the redemption since.
 */
@RestController
@RequestMapping(path = RedemptionController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
public class RedemptionController {
  public static final String PATH = "/api/v1/customers/{customer}/redemptions";

  private static final String CONFIRMED = EventCatalogue.standard().of(RedemptionConfirmed.class).type();
  private static final String PAYMENT = "payment";

  private final Decisions decisions;
  private final EventLog log;
  private final PoolLog pools;
  private final VoucherLog vouchers;
  private final PersonalData personal;
  private final Clock clock;

  RedemptionController(Decisions loyaltyDecisions, EventLog log, EventDecoder decoder, VoucherLog vouchers,
      PersonalData personal,
      ObjectProvider<Clock> clocks) {
    this.decisions = loyaltyDecisions;
    this.log = log;
    this.pools = new PoolLog(log, decoder);
    this.vouchers = vouchers;
    this.personal = personal;
    this.clock = clocks.getIfAvailable(Clock::systemUTC);
  }

  /**
   * What was decided.
   *
   * @param state {@code reserved}, {@code confirmed} or {@code cancelled}
   * @param points what the redemption costs, whoever pays; of one that is cancelled, what came back
   * @param expiresAt when a reservation runs out; null once it is decided
   * @param toPay in money beside the points, before a reservation is confirmed; null where nothing is, and once it is decided
   * @param vouchers codes for which the reward is handed out; none unless it is confirmed and handed out against codes
   */
  record Answer(UUID redemptionId, String state, String reward, long quantity, long points,
      @Nullable Instant expiresAt, @Nullable ToldMoney toPay, List<String> vouchers) {}

  /** {@code 201}; {@code 404 unknown-reward}; {@code 409} with the reason why not. */
  @PostMapping
  ResponseEntity<Answer> reserve(@PathVariable String customer, @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    CustomerId whose = KnownCustomer.of(log, customer);
    Asked asked = Asked.of(caller, path(customer, ""), key, customer, body, personal);
    return decide(asked, HttpStatus.CREATED, whose, at -> PoolBody.pays(body)
        ? new PooledCommand.Reserve(whose, asked.command(), LoyaltyBody.reward(body), LoyaltyBody.quantity(body),
            PoolBody.by(body, whose), at)
        : new RedemptionCommand.Reserve(whose, asked.command(), LoyaltyBody.reward(body), LoyaltyBody.quantity(body),
            at));
  }

  /** Of what is to be paid in money the body names the payment: {@code {payment}}; else it may be absent. */
  @PostMapping("/{redemptionId}/confirm")
  ResponseEntity<Answer> confirm(@PathVariable String customer, @PathVariable String redemptionId,
      @RequestBody(required = false) @Nullable JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    CustomerId whose = KnownCustomer.of(log, customer);
    UUID redemption = LoyaltyBody.redemption(redemptionId);
    JsonNode told = body == null ? JsonNodeFactory.instance.objectNode() : body;
    Asked asked =
        Asked.of(caller, path(customer, "/" + redemptionId + "/confirm"), key, customer, told, personal);
    return pools.paysFor(redemption, whose) == null
        ? decide(asked, HttpStatus.OK, whose,
            at -> new RedemptionCommand.Confirm(whose, redemption, payment(told, whose), at))
        : decide(asked, HttpStatus.OK, whose,
            at -> new PooledCommand.Confirm(whose, redemption, payment(told, whose), at));
  }

  /** Sealed, as a source's payments are. */
  private @Nullable Sealed payment(JsonNode body, CustomerId whose) {
    String payment = LoyaltyBody.payment(body);
    return payment == null ? null : Reasons.sealed(personal, whose.value(), CONFIRMED, PAYMENT, payment);
  }

  /** Before it is confirmed whoever may redeem may cancel; after that only staff. */
  @PostMapping("/{redemptionId}/cancel")
  ResponseEntity<Answer> cancel(@PathVariable String customer, @PathVariable String redemptionId,
      @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    CustomerId whose = KnownCustomer.of(log, customer);
    UUID redemption = LoyaltyBody.redemption(redemptionId);
    Asked asked =
        Asked.of(caller, path(customer, "/" + redemptionId + "/cancel"), key, customer, body, personal);
    boolean byStaff = caller.may("staff");
    boolean pooled = pools.paysFor(redemption, whose) != null;
    return decide(asked, HttpStatus.OK, whose, at -> pooled
        ? new PooledCommand.Cancel(whose, redemption, LoyaltyBody.by(body), byStaff, at)
        : new RedemptionCommand.Cancel(whose, redemption, LoyaltyBody.by(body), byStaff, at));
  }

  private static String path(String customer, String rest) {
    return PATH.replace("{customer}", customer) + rest;
  }

  private ResponseEntity<Answer> decide(Asked asked, HttpStatus status, CustomerId customer,
      Function<Instant, Object> command) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Recorded decided = decisions.decide(asked, PointsAccount.stream(customer), () -> command.apply(at), at)
        .orElseThrow(() -> new IllegalStateException("a redemption was neither decided nor refused"));
    return ResponseEntity.status(status).header(ConsistencyToken.HEADER, decisions.token().text())
        .header("Cache-Control", "no-store").body(answer(asked, decided));
  }

  private Answer answer(Asked asked, Recorded decided) {
    return switch (decided.event()) {
      case PointsReserved reserved -> new Answer(reserved.redemptionId(), "reserved", reserved.reward().value(),
          reserved.quantity(), whole(reserved.pool(), reserved.points()), reserved.expiresAt(),
          ToldMoney.of(reserved.toPay()), List.of());
      case RedemptionConfirmed confirmed ->
        new Answer(confirmed.redemptionId(), "confirmed", confirmed.reward().value(), confirmed.quantity(),
            whole(confirmed.pool(), confirmed.points()), null, null,
            vouchers.codes(new CustomerId(asked.subject()), confirmed.vouchers()));
      case RedemptionCancelled cancelled ->
        new Answer(cancelled.redemptionId(), "cancelled", cancelled.reward().value(), cancelled.quantity(),
            cancelled.pool() == null ? Redeeming.returned(cancelled) : pools.returned(asked, cancelled.pool()), null,
            null, List.of());
      default -> throw new IllegalStateException("no decision on a redemption: " + decided.type());
    };
  }

  private static long whole(@Nullable Pooled pool, long own) {
    return pool == null ? own : pool.total();
  }
}
