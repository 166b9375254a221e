package io.anamnesis.command.loyalty.opening;

import io.anamnesis.command.loyalty.opening.OpeningBalances.Act;
import io.anamnesis.command.loyalty.opening.OpeningBalances.Submitted;
import io.anamnesis.command.loyalty.persons.PersonsDecisions.Page;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.DatedPoints;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalanceProposed;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.Cursor;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.Language;
import io.anamnesis.web.MaySee;
import io.anamnesis.web.Messages;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.reads.Showing;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Balances that come over from an older system: uploaded by one person, approved by another, then booked customer by
 * customer. The reference is what makes a repetition harmless: whatever is sent again under it changes nothing. Reads with the
 * token of a write reflect it and the bookings that follow from it, or are {@code 503 stale}.
 */
@RestController
@RequestMapping(path = OpeningController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class OpeningController {
  static final String PATH = "/api/v1/loyalty/opening-balances";
  static final int MOST_BYTES = 32 * 1024 * 1024;
  private static final int MOST = 500;
  private static final String NOBODY = "";

  private final OpeningBalances batches;
  private final OpeningReconciliation reconciliation;
  private final EventLog log;
  private final Waiting waiting;
  private final PersonalData personal;
  private final OpeningProblems problems;
  private final MaySee maySee;
  private final Clock clock;

  OpeningController(OpeningBalances batches, OpeningReconciliation reconciliation, EventLog log, Waiting waiting,
      PersonalData personal, Messages messages, MaySee maySee, Clock clock) {
    this.batches = batches;
    this.reconciliation = reconciliation;
    this.log = log;
    this.waiting = waiting;
    this.personal = personal;
    this.problems = new OpeningProblems(messages);
    this.maySee = maySee;
    this.clock = clock;
  }

  /** A line of a batch. */
  record Line(int line, String customer, long total, List<DatedPoints> lots) {}

  /**
   * 201 for a new reference, 200 for the same once more, however late; {@code 409 opening-balances-exist} for other content;
   * {@code 400 invalid-opening-balances} with the faults.
   */
  @PostMapping(consumes = "application/x-ndjson")
  ResponseEntity<OpeningAnswer> submit(HttpServletRequest request, Caller caller, Language language) {
    byte[] body = body(request);
    Act act = act(caller);
    OpeningReader.Read read = OpeningReader.read(body,
        new OpeningReader.Moment(batches::isRecorded, customer -> log.knows(customer, null), act.at()));
    OpeningUpload upload =
        read.upload().orElseThrow(() -> problems.of(read.faults(), language).exception());
    personal.prepare(List.of(NOBODY));
    String content = personal.contentMac(NOBODY, EventCodec.mapper().writeValueAsBytes(upload)).orElseThrow();
    Submitted submitted = batches.submit(upload, content, act);
    ResponseEntity.BodyBuilder answer = submitted.recorded()
        ? ResponseEntity.created(URI.create(PATH + "/" + upload.reference()))
        : ResponseEntity.ok();
    return answered(answer, submitted.batch());
  }

  @GetMapping
  Page<OpeningAnswer> all(Freshly asked) {
    waiting.forPolicies(asked);
    return new Page<>(batches.all().stream().map(batch -> OpeningAnswer.of(batch, null)).toList(), null);
  }

  /** With its progress, once it is approved. */
  @GetMapping("/{reference}")
  ResponseEntity<OpeningAnswer> one(@PathVariable String reference, Freshly asked) {
    waiting.forPolicies(asked);
    return answered(ResponseEntity.ok(), batches.known(reference));
  }

  /** What it says of each customer, in the order of its lines. */
  @GetMapping("/{reference}/lines")
  ResponseEntity<Page<Line>> lines(@PathVariable String reference, @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = "50") int limit, Freshly asked) {
    if (limit < 1 || limit > MOST) {
      throw Problem.of(ProblemType.INVALID).field("limit")
          .detail("problem.invalid.number", "1", Integer.toString(MOST)).exception();
    }
    waiting.forPolicies(asked);
    OpeningBatch batch = batches.known(reference);
    long from = cursor == null ? 0 : Cursor.parse(cursor).position();
    List<Recorded> found = batches.proposals(batch, Math.min(from, batch.submitted().customers()), limit);
    long to = from + found.size();
    List<Line> shown =
        found.stream().map(OpeningController::line).filter(line -> maySee.sees(line.customer())).toList();
    shown.forEach(line -> Showing.current().customer(line.customer()));
    return ResponseEntity.ok().header("Cache-Control", "no-store")
        .body(new Page<>(shown,
            to < batch.submitted().customers() ? new Cursor(to, 0).text() : null));
  }

  /** By another person than uploaded it: {@code 409 same-person}. */
  @PostMapping("/{reference}/approve")
  ResponseEntity<OpeningAnswer> approve(@PathVariable String reference, Caller caller) {
    return decided(() -> batches.approve(reference, act(caller)));
  }

  @PostMapping("/{reference}/reject")
  ResponseEntity<OpeningAnswer> reject(@PathVariable String reference, Caller caller) {
    return decided(() -> batches.reject(reference, act(caller)));
  }

  /** What the log says was booked, against what the older system said. */
  @GetMapping("/{reference}/reconciliation")
  ResponseEntity<OpeningReconciliation.Report> reconciliation(@PathVariable String reference, Freshly asked) {
    waiting.forPolicies(asked);
    OpeningBatch batch = batches.known(reference);
    OpeningReconciliation.Report report = reconciliation.report(batch, batches.approvals(batch))
        .showing(maySee::sees);
    report.differences().forEach(difference -> Showing.current().customer(difference.customer()));
    return ResponseEntity.ok().header("Cache-Control", "no-store").body(report);
  }

  private ResponseEntity<OpeningAnswer> decided(Supplier<OpeningBatch> decision) {
    try {
      return answered(ResponseEntity.ok(), decision.get());
    } catch (Refused refused) {
      throw refused.problem().exception();
    }
  }

  private ResponseEntity<OpeningAnswer> answered(ResponseEntity.BodyBuilder answer, OpeningBatch batch) {
    ConsistencyToken token = new ConsistencyToken(log.head());
    Integer booked = batch.state() == OpeningBatch.State.APPROVED
        ? Integer.valueOf(reconciliation.booked(batches.approvals(batch)))
        : null;
    return answer.header(ConsistencyToken.HEADER, token.text()).body(OpeningAnswer.of(batch, booked));
  }

  private static Line line(Recorded recorded) {
    OpeningBalanceProposed proposed = (OpeningBalanceProposed) recorded.event();
    return new Line(proposed.line(), Objects.requireNonNull(recorded.subject()), proposed.total(), proposed.lots());
  }

  private Act act(Caller caller) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new Act(new StaffId(caller.name()), at);
  }

  private static byte[] body(HttpServletRequest request) {
    try {
      byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
      if (body.length > MOST_BYTES) {
        throw new ProblemException(ProblemType.TOO_LARGE);
      }
      return body;
    } catch (IOException brokenOff) {
      throw new ProblemException(ProblemType.MALFORMED);
    }
  }
}
