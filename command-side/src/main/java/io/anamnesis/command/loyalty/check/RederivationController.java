package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.history.HistoryJob;
import io.anamnesis.command.loyalty.history.HistoryJobs;
import io.anamnesis.command.loyalty.request.Id;
import io.anamnesis.command.loyalty.request.KnownCustomer;
import io.anamnesis.events.CustomerId;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.reads.Showing;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** An auditor's check of all postings of points, or of one customer's. Nothing is written. */
@RestController
@RequestMapping(path = RederivationController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class RederivationController {
  static final String PATH = "/api/v1/audit/points/rederivation";
  private static final String CUSTOMER = "customer";
  private static final int SECONDS_TO_COME_AGAIN = 10;

  private final Rederivation rederivation;
  private final HistoryJobs<Rederivation.Run, RederivationOutcome> jobs;
  private final EventLog log;

  RederivationController(Rederivation rederivation,
      HistoryJobs<Rederivation.Run, RederivationOutcome> rederivationJobs, EventLog log) {
    this.rederivation = rederivation;
    this.jobs = rederivationJobs;
    this.log = log;
  }

  /** Returns at once. The body, which may be left out, has no member but {@code customer}. */
  @PostMapping
  ResponseEntity<RederivationStatus> begin(@RequestBody(required = false) @Nullable JsonNode body) {
    CustomerId customer = customer(body);
    RederivationStatus begun = jobs.begin(() -> rederivation.prepare(customer)).map(RederivationStatus::of)
        .orElseThrow(() -> Problem.of(ProblemType.OVERLOADED).retryAfter(SECONDS_TO_COME_AGAIN).exception());
    return ResponseEntity.accepted().location(URI.create(PATH + "/" + begun.id()))
        .cacheControl(CacheControl.noStore()).body(shown(begun));
  }

  @GetMapping("/{id}")
  ResponseEntity<RederivationStatus> one(@PathVariable String id) {
    return told(job(id));
  }

  @DeleteMapping("/{id}")
  ResponseEntity<RederivationStatus> cancel(@PathVariable String id) {
    HistoryJob<Rederivation.Run, RederivationOutcome> job = job(id);
    job.cancel();
    return told(job);
  }

  private static ResponseEntity<RederivationStatus> told(HistoryJob<Rederivation.Run, RederivationOutcome> job) {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(shown(RederivationStatus.of(job)));
  }

  private static RederivationStatus shown(RederivationStatus status) {
    if (status.customer() != null) {
      Showing.current().customer(status.customer());
    }
    if (status.result() != null) {
      Showing.current().customers(status.result().named());
    }
    return status;
  }

  private @Nullable CustomerId customer(@Nullable JsonNode body) {
    if (body == null || body.isNull()) {
      return null;
    }
    if (!body.isObject()) {
      throw Problem.of(ProblemType.INVALID).field(CUSTOMER).exception();
    }
    body.propertyNames().stream().filter(name -> !name.equals(CUSTOMER)).findFirst().ifPresent(other -> {
      throw Problem.of(ProblemType.INVALID).field(other).exception();
    });
    JsonNode told = body.path(CUSTOMER);
    if (told.isMissingNode() || told.isNull()) {
      return null;
    }
    return KnownCustomer.of(log, told.isString() ? told.stringValue() : "");
  }

  private HistoryJob<Rederivation.Run, RederivationOutcome> job(String id) {
    return Id.parse(id).flatMap(jobs::find).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
  }
}
