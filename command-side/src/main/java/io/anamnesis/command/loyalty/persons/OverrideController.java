package io.anamnesis.command.loyalty.persons;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.decision.Decisions;
import io.anamnesis.command.loyalty.account.LevelCommand;
import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.command.loyalty.request.KnownCustomer;
import io.anamnesis.command.loyalty.request.Reasons;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LevelEvent.TierOverridden;
import io.anamnesis.events.loyalty.LevelEvent.TierOverrideWithdrawn;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
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

/** Levels given by members of staff, each with a reason; the same under the same {@code Idempotency-Key}. */
@RestController
@RequestMapping(path = OverrideController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
public class OverrideController {
  public static final String PATH = "/api/v1/customers/{customer}/tier/override";

  private static final String OVERRIDDEN = EventCatalogue.standard().of(TierOverridden.class).type();
  private static final String WITHDRAWN = EventCatalogue.standard().of(TierOverrideWithdrawn.class).type();

  private final Decisions decisions;
  private final EventLog log;
  private final PersonalData personal;
  private final LogRegister<Programmes> programmes;
  private final Clock clock;

  public OverrideController(Decisions loyaltyDecisions, EventLog log, PersonalData personal,
      LogRegister<Programmes> programmes, ObjectProvider<Clock> clocks) {
    this.decisions = loyaltyDecisions;
    this.log = log;
    this.personal = personal;
    this.programmes = programmes;
    this.clock = clocks.getIfAvailable(Clock::systemUTC);
  }

  /**
   * What was decided.
   *
   * @param level null once it is withdrawn
   * @param until before it at least the level is held; of one withdrawn, when it was
   */
  public record Answer(UUID overrideId, @Nullable Integer level, Instant until) {}

  /**
   * {@code {level, until, reason}}: at least this level is held before that instant, in place of one given before. It lowers
   * nobody. {@code 201}; {@code 404 unknown-customer}.
   */
  @PostMapping
  public ResponseEntity<Answer> give(@PathVariable String customer, @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    CustomerId whose = KnownCustomer.of(log, customer);
    Asked asked = Asked.of(caller, PATH.replace("{customer}", customer), key, customer, body, personal);
    return decide(asked, HttpStatus.CREATED, whose, at -> {
      Programme terms = programmes.now().inForceAt(at, Long.MAX_VALUE);
      return new LevelCommand.Give(whose, asked.command(), OverrideBody.level(body, terms), terms.version(),
          OverrideBody.until(body, at), Reasons.sealed(personal, customer, OVERRIDDEN, OverrideBody.reason(body)),
          new StaffId(caller.name()), at);
    });
  }

  /** {@code {reason}}: what is earned is held from now on. {@code 200}; {@code 409 no-override} where none is given. */
  @PostMapping("/withdraw")
  ResponseEntity<Answer> withdraw(@PathVariable String customer, @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    CustomerId whose = KnownCustomer.of(log, customer);
    Asked asked =
        Asked.of(caller, PATH.replace("{customer}", customer) + "/withdraw", key, customer, body, personal);
    return decide(asked, HttpStatus.OK, whose, at -> new LevelCommand.Withdraw(whose, asked.command(),
        Reasons.sealed(personal, customer, WITHDRAWN, OverrideBody.reason(body)), new StaffId(caller.name()), at));
  }

  private ResponseEntity<Answer> decide(Asked asked, HttpStatus status, CustomerId customer,
      Function<Instant, LevelCommand> command) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Recorded decided = decisions.decide(asked, PointsAccount.stream(customer), () -> command.apply(at), at)
        .orElseThrow(() -> new IllegalStateException("a level was neither given nor refused"));
    return ResponseEntity.status(status).header(ConsistencyToken.HEADER, decisions.token().text())
        .header("Cache-Control", "no-store").body(answer(decided));
  }

  private static Answer answer(Recorded decided) {
    return switch (decided.event()) {
      case TierOverridden given -> new Answer(given.overrideId(), given.level(), given.until());
      case TierOverrideWithdrawn end -> new Answer(end.overrideId(), null, end.withdrawnAt());
      default -> throw new IllegalStateException("no decision on a level given: " + decided.type());
    };
  }
}
