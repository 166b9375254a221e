package io.anamnesis.command.customer;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.loyalty.request.KnownCustomer;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Legal holds: while one is in force no key of the person is destroyed, whoever asks for it. */
@RestController
@RequestMapping(path = LegalHoldController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class LegalHoldController {
  static final String PATH = "/api/v1/customers/{customer}/legal-hold";

  private final EventLog log;
  private final ErasureLog erasures;
  private final PersonalData personal;
  private final Clock clock;

  LegalHoldController(EventLog log, ErasureLog erasures, PersonalData personal, Clock clock) {
    this.log = log;
    this.erasures = erasures;
    this.personal = personal;
    this.clock = clock;
  }

  /**
   * Whether a hold is in force.
   *
   * @param since null where none is
   * @param by who placed it
   * @param tooLate kinds of keys that were condemned before: no hold brings them back
   */
  record Answer(String customer, boolean held, @Nullable Instant since, @Nullable String by, List<String> tooLate) {
    static Answer of(String customer, Erasure erasure) {
      Erasure.Hold hold = erasure.hold();
      return new Answer(customer, hold != null, hold == null ? null : hold.since(), hold == null ? null : hold.by(),
          Stream.of(KeyKind.values()).filter(erasure.keys()::containsKey)
              .map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList());
    }
  }

  /** {@code {reason}}. One that is in force stays as it is. {@code 404 unknown-customer}. */
  @PostMapping
  ResponseEntity<Answer> place(@PathVariable String customer, @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    CustomerId whom = KnownCustomer.of(log, customer);
    String reason = ReasonBody.of(body);
    return answer(customer, erasures.placeHold(asked(customer, "", body, caller, key), whom, reason, now()));
  }

  /** {@code {reason}}: what was stopped goes on. {@code 409 no-legal-hold} where none is in force. */
  @DeleteMapping
  ResponseEntity<Answer> lift(@PathVariable String customer, @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    CustomerId whom = KnownCustomer.of(log, customer);
    String reason = ReasonBody.of(body);
    return answer(customer, erasures.liftHold(asked(customer, "/lift", body, caller, key), whom, reason, now()));
  }

  @GetMapping
  ResponseEntity<Answer> hold(@PathVariable String customer) {
    KnownCustomer.of(log, customer);
    return answer(customer, erasures.read(customer));
  }

  private Asked asked(String customer, String act, JsonNode body, Caller caller, @Nullable String key) {
    return Asked.of(caller, PATH.replace("{customer}", customer) + act, key, "", body, personal).about(customer);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private ResponseEntity<Answer> answer(String customer, Erasure erasure) {
    return ResponseEntity.ok().header(ConsistencyToken.HEADER, new ConsistencyToken(log.head()).text())
        .header("Cache-Control", "no-store").body(Answer.of(customer, erasure));
  }
}
