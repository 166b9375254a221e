package io.anamnesis.query.insight.report;

import java.io.IOException;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.events.insight.InsightEvent;
import io.anamnesis.events.insight.InsightEvent.ReportDefined;
import io.anamnesis.events.insight.InsightEvent.ReportOrdered;
import io.anamnesis.events.insight.InsightEvent.ReportPaused;
import io.anamnesis.events.insight.InsightEvent.ReportRemoved;
import io.anamnesis.events.insight.InsightEvent.ReportResumed;
import io.anamnesis.projections.declared.DeclaredProjections;
import io.anamnesis.projections.declared.OutcomeUnknown;
import io.anamnesis.query.insight.report.Reports.Decided;
import io.anamnesis.query.insight.report.Reports.Decision;
import io.anamnesis.query.reading.Page;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;

/** What reports there are, and what is to become of them. Who decided what stands in the log. */
@RestController
@RequestMapping(path = "/api/v1/reports", produces = MediaType.APPLICATION_JSON_VALUE)
public class ReportController {
  private static final int MOST_REPORTS = 500;

  private final Reports reports;
  private final DefinitionForm form;
  private final ReportAnswers answers;
  private final DeclaredProjections declared;
  private final MailSeal seal;

  ReportController(Reports reports, DefinitionForm form, ReportAnswers answers, DeclaredProjections declared,
      MailSeal seal) {
    this.reports = reports;
    this.form = form;
    this.answers = answers;
    this.declared = declared;
    this.seal = seal;
  }

  /** All of them, by name: there are {@value #MOST_REPORTS} at most. */
  @GetMapping
  Page<ReportAnswers.Told> all() {
    return new Page<>(reports.all().stream().filter(Report::exists).sorted(Comparator.comparing(Report::name))
        .map(answers::report).toList(), null);
  }

  @GetMapping("/{name}")
  ResponseEntity<ReportAnswers.Told> one(@PathVariable String name) {
    return answer(200, answers.existing(name), Optional.empty());
  }

  /**
   * Defines a report, or defines it anew. 201 for a new name; 200 for one that exists, also where nothing changes.
   *
   * @param ifMatch the {@code ETag} of the definition that is to be replaced
   */
  @PostMapping(consumes = {MediaType.APPLICATION_JSON_VALUE, "application/yaml", "application/x-yaml", "text/yaml"})
  ResponseEntity<ReportAnswers.Told> define(HttpServletRequest request, Caller caller,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) throws IOException {
    // One that was just posted to another process is known here from now on.
    declared.catchUp();
    ReportDefinition wanted = form.read(DefinitionBody.of(request));
    boolean[] isNew = new boolean[1];
    Decided decided = decide(wanted.name(), caller, report -> {
      isNew[0] = !report.exists();
      if (ifMatch != null && !(report.exists() && ifMatch.equals(tag(report)))) {
        throw Problem.of(ProblemType.STALE_CONDITION).field(HttpHeaders.IF_MATCH).exception();
      }
      return defined(report, wanted);
    });
    return answer(isNew[0] ? 201 : 200, decided.report(), decided.position());
  }

  private Optional<Decision> defined(Report report, ReportDefinition wanted) {
    ReportDefined before = report.definition();
    if (before != null && ReportDefinition.of(before, seal).equals(wanted)) {
      return Optional.empty();
    }
    if (before == null && reports.all().stream().filter(Report::exists).count() >= MOST_REPORTS) {
      throw Problem.of(ProblemType.CONFLICT).detail("problem.conflict.reports", MOST_REPORTS).exception();
    }
    UUID eventId = UUID.randomUUID();
    return Optional.of(
        new Decision(eventId, ReportDefined.class, wanted.payload(eventId, report.version() + 1, seal), null));
  }

  /** Its schedule stands still; an order is still heard. */
  @PostMapping("/{name}/pause")
  ResponseEntity<ReportAnswers.Told> pause(@PathVariable String name, Caller caller) {
    return change(name, caller, 200, report -> report.paused() ? null : new ReportPaused(name));
  }

  /** Its schedule goes on from now: what fell into the pause is not made up for. */
  @PostMapping("/{name}/resume")
  ResponseEntity<ReportAnswers.Told> resume(@PathVariable String name, Caller caller) {
    return change(name, caller, 200, report -> report.paused() ? new ReportResumed(name) : null);
  }

  /** Wanted now, besides its schedule. 202, as it is made a moment later; who asks again before that has asked once. */
  @PostMapping("/{name}/runs")
  ResponseEntity<ReportAnswers.Told> run(@PathVariable String name, Caller caller) {
    return change(name, caller, 202, report -> report.ordered() == null ? new ReportOrdered(name) : null);
  }

  /** It makes itself no more; its files and what waits to be delivered go with it. */
  @DeleteMapping("/{name}")
  ResponseEntity<Void> remove(@PathVariable String name, Caller caller) {
    Decided decided = decide(name, caller, report -> Optional.of(decisionOn(report, new ReportRemoved(name))));
    ResponseEntity.HeadersBuilder<?> answer = ResponseEntity.noContent();
    decided.position().ifPresent(at -> answer.header(ConsistencyToken.HEADER, new ConsistencyToken(at).text()));
    return answer.build();
  }

  /** What is to change; null where it is so already. */
  @FunctionalInterface
  private interface Change {
    @Nullable
    InsightEvent of(Report report);
  }

  private ResponseEntity<ReportAnswers.Told> change(String name, Caller caller, int status, Change change) {
    Decided decided = decide(name, caller, report -> {
      refuseIfAbsent(report);
      return Optional.ofNullable(change.of(report)).map(event -> decisionOn(report, event));
    });
    return answer(status, decided.report(), decided.position());
  }

  private Decision decisionOn(Report report, InsightEvent event) {
    refuseIfAbsent(report);
    return reports.decision(event, null);
  }

  private static void refuseIfAbsent(Report report) {
    if (!report.exists()) {
      throw new ProblemException(ProblemType.UNKNOWN_REPORT);
    }
  }

  private Decided decide(String name, Caller caller, java.util.function.Function<Report, Optional<Decision>> decide) {
    try {
      return reports.decide(name, caller.name(), decide);
    } catch (OutcomeUnknown unknown) {
      throw Problem.of(ProblemType.OUTCOME_UNKNOWN).retryAfter(2).exception();
    }
  }

  private ResponseEntity<ReportAnswers.Told> answer(int status, Report report, Optional<Long> position) {
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(status).eTag(tag(report));
    if (status == 201) {
      answer.location(URI.create("/api/v1/reports/" + report.name()));
    }
    position.ifPresent(at -> answer.header(ConsistencyToken.HEADER, new ConsistencyToken(at).text()));
    return answer.body(answers.report(report));
  }

  /** Of what a request can change. */
  private static String tag(Report report) {
    return "\"" + report.version() + "\"";
  }
}
