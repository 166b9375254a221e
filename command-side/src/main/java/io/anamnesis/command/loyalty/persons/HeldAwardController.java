package io.anamnesis.command.loyalty.persons;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.decision.Decisions;
import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.command.loyalty.account.ReviewCommand;
import io.anamnesis.command.loyalty.rating.Reviewed.Word;
import io.anamnesis.command.loyalty.request.Id;
import io.anamnesis.command.loyalty.request.Reasons;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.ReviewEvent.AwardHeld;
import io.anamnesis.events.loyalty.ReviewEvent.AwardRefused;
import io.anamnesis.events.loyalty.ReviewEvent.AwardReleased;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.MaySee;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.reads.Showing;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Members of staff release or refuse what is held, each with a reason; the same under the same {@code Idempotency-Key}. */
@RestController
@RequestMapping(path = HeldAwardController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
public class HeldAwardController {
  public static final String PATH = "/api/v1/loyalty/reviews/{reviewId}";

  private static final EventCatalogue TYPES = EventCatalogue.standard();

  private final Decisions decisions;
  private final EventLog log;
  private final EventDecoder decoder;
  private final PersonalData personal;
  private final MaySee maySee;
  private final Clock clock;

  HeldAwardController(Decisions loyaltyDecisions, EventLog log, EventDecoder decoder, PersonalData personal,
      MaySee maySee, ObjectProvider<Clock> clocks) {
    this.decisions = loyaltyDecisions;
    this.log = log;
    this.decoder = decoder;
    this.personal = personal;
    this.maySee = maySee;
    this.clock = clocks.getIfAvailable(Clock::systemUTC);
  }

  /**
   * What was decided.
   *
   * @param state {@code released} or {@code refused}
   * @param cause event id of the interaction
   */
  record Answer(UUID reviewId, String customer, UUID cause, String state, StaffId by) {}

  /** The event that told of it. */
  private record Held(UUID reviewId, CustomerId customer, UUID cause) {}

  /**
   * {@code {reason}}: the award is given as if it had never been held. {@code 404 unknown-review}; {@code 409 already-reviewed};
   * {@code 409 review-closed} where later facts have left no reason to hold it.
   */
  @PostMapping("/release")
  ResponseEntity<Answer> release(@PathVariable String reviewId, @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    return decide(held(reviewId), Word.RELEASED, "/release", body, caller, key);
  }

  /** {@code {reason}}: nothing is given for it, whatever is told later. Refused as a release is. */
  @PostMapping("/refuse")
  ResponseEntity<Answer> refuse(@PathVariable String reviewId, @RequestBody JsonNode body, Caller caller,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key) {
    return decide(held(reviewId), Word.REFUSED, "/refuse", body, caller, key);
  }

  private Held held(String reviewId) {
    UUID id = Id.parse(reviewId, ProblemType.UNKNOWN_REVIEW);
    return log.find(id).filter(event -> event.type().equals(TYPES.of(AwardHeld.class).type())).map(decoder::decode)
        .map(told -> new Held(id, new CustomerId(Objects.requireNonNull(told.subject())),
            ((AwardHeld) told.event()).cause()))
        .orElseThrow(() -> new ProblemException(ProblemType.UNKNOWN_REVIEW));
  }

  private ResponseEntity<Answer> decide(Held held, Word word, String rest, JsonNode body, Caller caller,
      @Nullable String key) {
    String customer = held.customer().value();
    Showing.current().customer(customer);
    if (!maySee.sees(customer)) {
      throw new ProblemException(ProblemType.UNKNOWN_REVIEW);
    }
    Asked asked = Asked.of(caller, PATH.replace("{reviewId}", held.reviewId().toString()) + rest, key, customer, body,
        personal);
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Recorded decided = decisions.decide(asked, PointsAccount.stream(held.customer()),
        () -> new ReviewCommand(held.customer(), asked.command(), held.reviewId(), held.cause(), word,
            Reasons.sealed(personal, customer, type(word), PersonsBody.reason(body)), new StaffId(caller.name()), at),
        at).orElseThrow(() -> new IllegalStateException("an award was neither released nor refused"));
    return ResponseEntity.ok().header(ConsistencyToken.HEADER, decisions.token().text())
        .header("Cache-Control", "no-store").body(answer(customer, decided));
  }

  private static String type(Word word) {
    return TYPES.of(word == Word.RELEASED ? AwardReleased.class : AwardRefused.class).type();
  }

  private static Answer answer(String customer, Recorded decided) {
    return switch (decided.event()) {
      case AwardReleased one -> new Answer(one.reviewId(), customer, one.cause(), word(Word.RELEASED), one.by());
      case AwardRefused one -> new Answer(one.reviewId(), customer, one.cause(), word(Word.REFUSED), one.by());
      default -> throw new IllegalStateException("no decision on what is held: " + decided.type());
    };
  }

  private static String word(Word word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
