package io.anamnesis.command.loyalty.family;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.decision.Decisions;
import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.command.loyalty.request.KnownCustomer;
import io.anamnesis.command.loyalty.request.LoyaltyBody;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.PoolEvent.PoolInvitationEnded;
import io.anamnesis.events.loyalty.PoolEvent.PoolInvited;
import io.anamnesis.events.loyalty.PoolEvent.PoolJoined;
import io.anamnesis.events.loyalty.PoolEvent.PoolLeft;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
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
 * Who is in a family pool: formed by its keeper, who invites members of the family; each of them joins by an act of their own.
 * For who has a guardian the body names one in {@code by}. An answer is read from the event that was recorded, so that a
 * repetition under the same {@code Idempotency-Key} is answered alike.
 */
@RestController
@RequestMapping(path = PoolController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
public class PoolController {
  public static final String PATH = "/api/v1/customers/{customer}/pool";

  private final Decisions decisions;
  private final EventLog log;
  private final PersonalData personal;
  private final Clock clock;

  PoolController(Decisions loyaltyDecisions, EventLog log, PersonalData personal, ObjectProvider<Clock> clocks) {
    this.decisions = loyaltyDecisions;
    this.log = log;
    this.personal = personal;
    this.clock = clocks.getIfAvailable(Clock::systemUTC);
  }

  /**
   * What was decided.
   *
   * @param member whom it is about
   * @param state {@code formed}, {@code invited}, {@code joined}, {@code left}, {@code removed}, {@code dissolved};
   *     {@code ended} of an invitation that was declined or taken back
   */
  record Answer(UUID poolId, String member, String state) {}

  /** Who asks, and how it is known when it is asked again. */
  private record Request(CustomerId customer, JsonNode body, Asked asked, Instant at) {
    @Nullable
    CustomerId by() {
      return PoolBody.by(body, customer);
    }
  }

  @PostMapping
  ResponseEntity<Answer> form(@PathVariable String customer, @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    Request request = request(customer, "", body, caller, key);
    return decide(request, HttpStatus.CREATED, request.customer(),
        () -> new PoolCommand.Form(request.customer(), request.asked().command(), request.by(), request.at()));
  }

  /** The path names the member, in whose account it is decided: a key is found again there. */
  @PostMapping("/members/{member}/invite")
  ResponseEntity<Answer> invite(@PathVariable String customer, @PathVariable("member") String whom,
      @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    Request request = request(customer, "/members/" + whom + "/invite", body, caller, key);
    CustomerId member = PoolBody.member(whom, request.customer());
    KnownCustomer.mustBe(log, member, "member");
    return decide(request, HttpStatus.CREATED, member,
        () -> new PoolCommand.Invite(request.customer(), member, request.by(), request.at()));
  }

  @PostMapping("/members/{member}/remove")
  ResponseEntity<Answer> remove(@PathVariable String customer, @PathVariable("member") String whom,
      @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    Request request = request(customer, "/members/" + whom + "/remove", body, caller, key);
    CustomerId member = PoolBody.member(whom, request.customer());
    KnownCustomer.mustBe(log, member, "member");
    return decide(request, HttpStatus.OK, member,
        () -> new PoolCommand.Remove(request.customer(), member, request.by(), request.at()));
  }

  @PostMapping("/join")
  ResponseEntity<Answer> join(@PathVariable String customer, @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    return answer(request(customer, "/join", body, caller, key), HttpStatus.CREATED,
        (request, by) -> new PoolCommand.Join(request.customer(), PoolBody.poolId(body), by, request.at()));
  }

  @PostMapping("/decline")
  ResponseEntity<Answer> decline(@PathVariable String customer, @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    return answer(request(customer, "/decline", body, caller, key), HttpStatus.OK,
        (request, by) -> new PoolCommand.Decline(request.customer(), PoolBody.poolId(body), by, request.at()));
  }

  /** Points of an own redemption that is open stay set aside; all else that is in the own lots goes along. */
  @PostMapping("/leave")
  ResponseEntity<Answer> leave(@PathVariable String customer, @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    return answer(request(customer, "/leave", body, caller, key), HttpStatus.OK,
        (request, by) -> new PoolCommand.Leave(request.customer(), by, request.at()));
  }

  @PostMapping("/dissolve")
  ResponseEntity<Answer> dissolve(@PathVariable String customer, @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    return answer(request(customer, "/dissolve", body, caller, key), HttpStatus.OK,
        (request, by) -> new PoolCommand.Dissolve(request.customer(), by, request.at()));
  }

  private Request request(String customer, String rest, JsonNode body, Caller caller, @Nullable String key) {
    CustomerId whose = LoyaltyBody.customer(customer);
    KnownCustomer.mustBe(log, whose, "customer");
    String path = PATH.replace("{customer}", customer) + rest;
    return new Request(whose, body, Asked.of(caller, path, key, customer, body, personal),
        clock.instant().truncatedTo(ChronoUnit.MICROS));
  }

  private ResponseEntity<Answer> answer(Request request, HttpStatus status,
      BiFunction<Request, @Nullable CustomerId, PoolCommand> command) {
    return decide(request, status, request.customer(), () -> command.apply(request, request.by()));
  }

  /**
   * @param member whose account tells what was decided
   * @param command made of the body only where nothing was decided under the key before
   */
  private ResponseEntity<Answer> decide(Request request, HttpStatus status, CustomerId member,
      Supplier<PoolCommand> command) {
    Recorded decided = decisions.decide(request.asked(), PointsAccount.stream(member), command, request.at())
        .orElseThrow(() -> new IllegalStateException("on a pool nothing was decided nor refused"));
    return ResponseEntity.status(status).header(ConsistencyToken.HEADER, decisions.token().text())
        .header("Cache-Control", "no-store").body(answer(member, decided));
  }

  private static Answer answer(CustomerId member, Recorded decided) {
    return switch (decided.event()) {
      case PoolInvited invited -> new Answer(invited.poolId(), member.value(), "invited");
      case PoolInvitationEnded ended -> new Answer(ended.poolId(), member.value(), "ended");
      case PoolJoined joined ->
        new Answer(joined.poolId(), member.value(), joined.link() == null ? "formed" : "joined");
      case PoolLeft left ->
        new Answer(left.poolId(), member.value(), left.parting().name().toLowerCase(Locale.ROOT));
      default -> throw new IllegalStateException("no decision on a pool: " + decided.type());
    };
  }
}
