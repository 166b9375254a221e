package io.anamnesis.command.intake;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.FactId;
import io.anamnesis.eventstore.LogOverloaded;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.Language;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/facts}: facts in, and whether a fact is in. */
@RestController
@RequestMapping("/api/v1/facts")
class FactController {
  static final int MAX_BATCH = 32 * 1024 * 1024;
  private static final int SECONDS_TO_COME_AGAIN = 2;

  private final IntakePipeline intake;
  private final IntakeBudget budget;
  private final EventLog log;
  private final Wording wording;

  FactController(IntakePipeline intake, IntakeBudget budget, EventLog log, Wording wording) {
    this.intake = intake;
    this.budget = budget;
    this.log = log;
    this.wording = wording;
  }

  @PostMapping
  ResponseEntity<?> take(HttpServletRequest request, HttpServletResponse response, Caller caller, Language language) {
    try {
      return taken(request, response, caller, language);
    } catch (FactAppender.OutcomeUnknown | IntakePipeline.QuarantineUnavailable | LogUnavailable repeat) {
      throw Problem.of(ProblemType.OUTCOME_UNKNOWN).retryAfter(SECONDS_TO_COME_AGAIN).exception();
    } catch (IntakeBudget.Exhausted busy) {
      throw Problem.of(ProblemType.OVERLOADED).retryAfter(SECONDS_TO_COME_AGAIN).exception();
    }
  }

  private ResponseEntity<?> taken(HttpServletRequest request, HttpServletResponse response, Caller caller,
      Language language) {
    try {
      FactBody body = FactBody.of(request);
      return switch (body.form()) {
        case SINGLE -> takeOne(body, caller);
        case BATCH -> takeBatch(body, caller, language);
        case LINES -> takeLines(body, caller, language);
      };
    } catch (ProblemException refused) {
      // After a refusal, too, a reader can ask for everything up to now.
      response.setHeader(ConsistencyToken.HEADER, new ConsistencyToken(log.head()).text());
      throw refused;
    }
  }

  private ResponseEntity<Receipt> takeOne(FactBody body, Caller caller) {
    var raw = new RawFact(1, body.whole(RawFact.MAX_BYTES), false);
    return switch (intake.takeOne(raw, caller.name())) {
      case Fate.Accepted in -> answer(HttpStatus.CREATED, in.position(), new Receipt(in.position(), in.eventId()));
      case Fate.Repeated in -> answer(HttpStatus.OK, in.position(), new Receipt(in.position(), in.eventId()));
      case Rejection rejection -> throw wording.problem(rejection).exception();
    };
  }

  private ResponseEntity<AccountAnswer> takeBatch(FactBody body, Caller caller, Language language) {
    long most = body.announced() < 0 ? MAX_BATCH : Math.min(body.announced(), MAX_BATCH);
    try (var share = budget.take(IntakeBudget.ofBytes(most))) {
      return answer(intake.take(BatchReader.of(body.whole(MAX_BATCH)), caller.name()), language);
    } catch (BatchReader.NotAnArray broken) {
      throw new ProblemException(ProblemType.MALFORMED);
    } catch (LogOverloaded busy) {
      throw new FactAppender.OutcomeUnknown();
    }
  }

  private ResponseEntity<AccountAnswer> takeLines(FactBody body, Caller caller, Language language) {
    try (var share = budget.take(IntakeBudget.OF_A_STREAM)) {
      var lines = new NdjsonReader(body.bytes());
      Account account = intake.take(lines, caller.name());
      if (lines.isBrokenOff()) {
        throw new ProblemException(ProblemType.MALFORMED);
      }
      return answer(account, language);
    } catch (LogOverloaded busy) {
      // What came before it is in.
      throw new FactAppender.OutcomeUnknown();
    }
  }

  private ResponseEntity<AccountAnswer> answer(Account account, Language language) {
    if (!account.allKept()) {
      throw new IntakePipeline.QuarantineUnavailable();
    }
    long position = account.position().orElseGet(log::head);
    return answer(HttpStatus.OK, position, AccountAnswer.of(account, position, wording, language));
  }

  private static <T> ResponseEntity<T> answer(HttpStatus status, long position, T body) {
    return ResponseEntity.status(status).header(ConsistencyToken.HEADER, new ConsistencyToken(position).text())
        .contentType(MediaType.APPLICATION_JSON).body(body);
  }

  @GetMapping
  RecordedFact find(@RequestParam @Nullable String source, @RequestParam @Nullable String id) {
    String givenSource = given("source", source);
    String givenId = given("id", id);
    return log.find(FactId.of(givenSource, givenId)).map(event -> RecordedFact.of(givenSource, givenId, event))
        .orElseThrow(() -> new ProblemException(ProblemType.UNKNOWN_FACT));
  }

  private static String given(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw Problem.of(ProblemType.MISSING).field(name).exception();
    }
    return value;
  }

  /** Where a fact is. */
  record Receipt(long position, UUID eventId) {}
}
