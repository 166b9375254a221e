package io.anamnesis.command.customer;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.loyalty.request.KnownCustomer;
import io.anamnesis.events.CustomerId;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.Language;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Erasure of a person on request; asked for again, the receipt as it stands by then. */
@RestController
@RequestMapping(path = ErasureController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class ErasureController {
  static final String PATH = "/api/v1/customers/{customer}/erasure";

  private static final Duration PAUSE = Duration.ofMillis(25);

  private final EventLog log;
  private final ErasureLog erasures;
  private final Restrictions restrictions;
  private final Receipts receipts;
  private final PersonalData personal;
  private final Clock clock;

  ErasureController(EventLog log, ErasureLog erasures, Restrictions restrictions, Receipts receipts,
      PersonalData personal, Clock clock) {
    this.log = log;
    this.erasures = erasures;
    this.restrictions = restrictions;
    this.receipts = receipts;
    this.personal = personal;
    this.clock = clock;
  }

  /**
   * {@code {reason}}. Waits, as long as {@code Prefer: wait} says, until all is done that can be done now; what is not done by
   * then is done all the same, and the receipt says that it waits. {@code 404 unknown-customer}.
   */
  @PostMapping
  ResponseEntity<Receipt> erase(@PathVariable String customer, @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key, Freshly freshly, Language language) {
    CustomerId whom = KnownCustomer.of(log, customer);
    String reason = ReasonBody.of(body);
    // By the installation's key, as the person's may be gone when it is asked again.
    Asked asked = Asked.of(caller, PATH.replace("{customer}", customer), key, "", body, personal).about(customer);
    restrictions.apply(customer,
        erasures.decide(asked, whom, reason, clock.instant().truncatedTo(ChronoUnit.MICROS)));
    return answer(customer, settled(customer, freshly.patience()), language);
  }

  /** {@code 404 no-erasure} where none was asked for. */
  @GetMapping
  ResponseEntity<Receipt> receipt(@PathVariable String customer, Language language) {
    KnownCustomer.of(log, customer);
    return answer(customer, erasures.read(customer), language);
  }

  private Erasure settled(String customer, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    Erasure erasure = erasures.read(customer);
    while (!receipts.isSettled(customer, erasure, clock.instant()) && Instant.now().isBefore(deadline)) {
      pause();
      erasure = erasures.read(customer);
    }
    return erasure;
  }

  private ResponseEntity<Receipt> answer(String customer, Erasure erasure, Language language) {
    if (erasure.request() == null) {
      throw Problem.of(ProblemType.NO_ERASURE).exception();
    }
    return ResponseEntity.ok().header(ConsistencyToken.HEADER, new ConsistencyToken(log.head()).text())
        .header("Cache-Control", "no-store").header("Content-Language", language.tag())
        .body(receipts.of(customer, erasure, language));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an erasure was carried out", interrupted);
    }
  }
}
