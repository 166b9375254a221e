package io.anamnesis.command.referral;

import io.anamnesis.command.referral.ReferralCommand.GiveCode;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.referral.ReferralDecision.CodeGiven;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.axon.AxonCommands;
import io.anamnesis.eventstore.axon.EventMetadata;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The code that a customer gives to others. */
@RestController
class CodeController {
  static final String PATH = "/api/v1/customers/{customer}/referral-code";
  private static final int TRIES = 20;

  private final Settlement settlement;
  private final Lives lives;
  private final EventLog log;
  private final Clock clock;
  private final Codes codes = new Codes();

  CodeController(ReferralCommands referrals, EventLog log, ObjectProvider<Clock> clocks) {
    this.settlement = referrals.settlement();
    this.lives = referrals.lives();
    this.log = log;
    this.clock = clocks.getIfAvailable(Clock::systemUTC);
  }

  record Answer(String customer, String code) {}

  /** Given when it is first asked for, and the same for ever. {@code 404 unknown-customer}. */
  @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Answer> code(@PathVariable String customer, Caller caller) {
    if (!CustomerId.isValid(customer) || !log.knows(customer, null)) {
      throw new ProblemException(ProblemType.UNKNOWN_CUSTOMER);
    }
    CustomerId whose = new CustomerId(customer);
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Optional<String> code = given(whose);
      if (code.isPresent()) {
        return ResponseEntity.ok().header(ConsistencyToken.HEADER, new ConsistencyToken(log.head()).text())
            .header("Cache-Control", "no-store").body(new Answer(customer, code.get()));
      }
      give(whose, caller);
    }
    throw Problem.of(ProblemType.OVERLOADED).retryAfter(1).exception();
  }

  private Optional<String> given(CustomerId whose) {
    return lives.stream(Referrer.stream(whose)).stream().map(Recorded::event).filter(CodeGiven.class::isInstance)
        .map(event -> ((CodeGiven) event).code()).findFirst();
  }

  private void give(CustomerId whose, Caller caller) {
    try {
      settlement.send(new GiveCode(whose, codes.next()),
          Map.of(EventMetadata.SUBJECT, whose.value(), EventMetadata.ACTOR, caller.name(), EventMetadata.OCCURRED_AT,
              clock.instant().truncatedTo(ChronoUnit.MICROS).toString()));
    } catch (RuntimeException failure) {
      if (AxonCommands.causeOf(failure, ConcurrencyException.class) == null) {
        throw failure;
      }
      // Somebody else recorded something of this person meanwhile: it is looked for again.
    }
  }
}
