package io.anamnesis.command.loyalty.mall;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.decision.Decisions;
import io.anamnesis.command.loyalty.request.LoyaltyBody;
import io.anamnesis.command.loyalty.request.NamedPage;
import io.anamnesis.command.loyalty.reward.OfferReward;
import io.anamnesis.command.loyalty.reward.RetireReward;
import io.anamnesis.command.loyalty.reward.Reward;
import io.anamnesis.command.loyalty.reward.RewardCommand;
import io.anamnesis.command.loyalty.reward.Shelf;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.VoucherTerms;
import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The rewards of the points mall. Offered once, {@code 201}; the same offer told again changes nothing, {@code 200}; other
 * terms need the reward's {@code ETag} as {@code If-Match}, since its stock changes with every redemption: {@code 409
 * reward-exists} without, {@code 412} when it is old. {@code stock} is what is free to give away, beside what is reserved.
 */
@RestController
@RequestMapping(path = RewardController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
public class RewardController {
  public static final String PATH = "/api/v1/loyalty/rewards";

  private final Decisions decisions;
  private final RewardCatalogue catalogue;
  private final PersonalData personal;
  private final Clock clock;

  RewardController(Decisions loyaltyDecisions, RewardCatalogue catalogue, PersonalData personal,
      ObjectProvider<Clock> clocks) {
    this.decisions = loyaltyDecisions;
    this.catalogue = catalogue;
    this.personal = personal;
    this.clock = clocks.getIfAvailable(Clock::systemUTC);
  }

  /**
   * A reward as it is.
   *
   * @param points price of one
   * @param stock units that are free
   * @param state {@code offered} or {@code retired}
   * @param price of one in money beside; null where it has none
   * @param level the lowest with which it can be redeemed; null: any
   * @param cost of one to the hospital, told to administrators alone; null where it is not known
   * @param voucher how it is handed out against codes; null where it is not
   */
  record Told(String reward, String name, long points, long stock, String state, @Nullable ToldMoney price,
      @Nullable Integer level, @Nullable ToldMoney cost,
      @Nullable VoucherTerms voucher) {}

  @PostMapping
  ResponseEntity<Told> offer(@RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    RewardId reward = LoyaltyBody.reward(body);
    Asked asked = Asked.of(caller, PATH, key, "", body, personal);
    Optional<Long> decided =
        decide(asked, Reward.OFFER,
            () -> new OfferReward(reward, RewardBody.terms(body), LoyaltyBody.version(ifMatch)));
    boolean created = decided.filter(seq -> seq == 0).isPresent();
    ResponseEntity.BodyBuilder answer =
        created ? ResponseEntity.created(URI.create(PATH + "/" + reward.value())) : ResponseEntity.ok();
    return answered(answer, reward, decided, caller);
  }

  @DeleteMapping("/{reward}")
  ResponseEntity<Told> retire(@PathVariable("reward") String name, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    RewardId reward = LoyaltyBody.reward(name);
    Asked asked = Asked.of(caller, PATH + "/" + name, key, "", JsonNodeFactory.instance.objectNode(), personal);
    return answered(ResponseEntity.ok(), reward,
        decide(asked, Reward.stream(reward), () -> new RetireReward(reward, LoyaltyBody.version(ifMatch))), caller);
  }

  @GetMapping("/{reward}")
  ResponseEntity<Told> one(@PathVariable("reward") String name, Caller caller) {
    return answered(ResponseEntity.ok(), LoyaltyBody.reward(name), Optional.empty(), caller);
  }

  /** In the order of their first offer; the cursor is the name of the last one seen. */
  @GetMapping
  NamedPage<Told> all(@RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = NamedPage.STANDARD) int limit, Caller caller) {
    return NamedPage.of(List.copyOf(catalogue.all().entrySet()), entry -> entry.getKey().value(), cursor, limit)
        .map(entry -> told(entry.getKey(), entry.getValue(), caller));
  }

  /**
   * Past all caches, as nothing to decide is as final as a refusal.
   *
   * @return the number of the event among the reward's; empty if there was nothing to decide
   */
  private Optional<Long> decide(Asked asked, String knownBy, Supplier<RewardCommand> command) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return AggregateCache.past(() -> decisions.decide(asked, knownBy, command, at))
        .map(event -> Objects.requireNonNull(event.seq()));
  }

  /** @param decided what was decided is told as it was then, whatever became of the stock since: so a repetition answers alike */
  private ResponseEntity<Told> answered(ResponseEntity.BodyBuilder answer, RewardId reward, Optional<Long> decided,
      Caller caller) {
    ConsistencyToken token = decisions.token();
    Shelf shelf = decided.map(seq -> catalogue.after(reward, seq)).or(() -> catalogue.find(reward))
        .orElseThrow(() -> new ProblemException(ProblemType.UNKNOWN_REWARD));
    return answer.eTag("\"" + shelf.version() + "\"").header(ConsistencyToken.HEADER, token.text())
        .body(told(reward, shelf, caller));
  }

  private static Told told(RewardId reward, Shelf shelf, Caller caller) {
    Shelf.Terms terms = shelf.terms();
    if (terms == null) {
      throw new IllegalStateException("reward " + reward.value() + " was never offered");
    }
    return new Told(reward.value(), terms.name(), terms.points(), shelf.free(),
        shelf.retired() ? "retired" : "offered", ToldMoney.of(terms.more().price()), terms.more().level(),
        caller.may("admin") ? ToldMoney.of(terms.more().cost()) : null, terms.more().voucher());
  }
}
