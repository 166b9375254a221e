package io.anamnesis.query.insight.definition;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.events.CustomerId;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.projections.declared.DeclaredProjection;
import io.anamnesis.projections.declared.DryRun;
import io.anamnesis.projections.declared.SampleRun;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.BrokenAnswer;
import io.anamnesis.web.Language;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.reads.Showing;

/** Tries a definition, posted or not, on one customer event by event, or on a sample of them. Writes nothing. */
@RestController
public class DryRunController {
  private static final String NDJSON = "application/x-ndjson";
  private static final int LARGEST_SAMPLE = 500;
  private static final int ROWS_SHOWN = 100;

  private final Definitions definitions;
  private final EventLog log;
  private final Waiting waiting;
  private final DryRun dryRun;
  private final SampleRun sampleRun;

  DryRunController(Definitions definitions, EventLog log, Waiting waiting, DryRun dryRun, SampleRun sampleRun) {
    this.definitions = definitions;
    this.log = log;
    this.waiting = waiting;
    this.dryRun = dryRun;
    this.sampleRun = sampleRun;
  }

  /**
   * What came of a sample.
   *
   * @param orderDependent customers whose state depends on the order in which their facts came
   * @param rows the first 100 that these customers alone would give
   */
  public record Sample(int customers, long events, int orderDependent, List<SampleRun.Refusal> refusals,
      List<Map<String, @Nullable Object>> rows) {}

  /**
   * @param customer a customer number: the answer is an array of {@link StepWriter.Line}, or NDJSON where that is accepted
   * @param sample how many customers, 1 to 500: the answer is a {@link Sample}
   * @param version the last one without it; not with a definition in the body
   */
  @PostMapping(path = "/api/v1/projections/{name}/dry-run", produces = {MediaType.APPLICATION_JSON_VALUE, NDJSON})
  void dryRun(@PathVariable String name, @RequestParam @Nullable String customer,
      @RequestParam @Nullable Integer sample, @RequestParam @Nullable Integer version, Freshly freshly,
      Language language, HttpServletRequest request, HttpServletResponse response) throws IOException {
    DeclaredProjection projection = projection(name, version, request, language);
    if ((customer == null) == (sample == null)) {
      throw Problem.of(ProblemType.INVALID).field("customer").detail("problem.invalid.dry-run").exception();
    }
    waiting.forPolicies(freshly);
    long head = log.head();
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Position", Long.toString(head));
    if (customer != null) {
      mustBeKnown(customer);
      Showing.current().customer(customer);
      show(projection, customer, head, acceptsNdjson(request), response);
    } else if (sample != null) {
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      response.getOutputStream().write(RowWords.json(sample(projection, sample)));
    }
  }

  private DeclaredProjection projection(String name, @Nullable Integer version, HttpServletRequest request,
      Language language) throws IOException {
    DeclaredProjection inBody = definitions.declaredIn(request, language).orElse(null);
    if (inBody == null) {
      return definitions.posted(name, version);
    }
    if (version != null) {
      throw Problem.of(ProblemType.INVALID).field("version").detail("problem.invalid.definition-version").exception();
    }
    if (!inBody.name().equals(name)) {
      throw Problem.of(ProblemType.INVALID).field("projection").detail("problem.invalid.definition-name").exception();
    }
    return inBody;
  }

  private void mustBeKnown(String customer) {
    if (!CustomerId.isValid(customer) || !log.knows(customer, null)) {
      throw Problem.of(ProblemType.UNKNOWN_CUSTOMER).exception();
    }
  }

  private void show(DeclaredProjection projection, String customer, long upTo, boolean ndjson,
      HttpServletResponse response) throws IOException {
    response.setContentType(ndjson ? NDJSON : MediaType.APPLICATION_JSON_VALUE);
    StepWriter writer = new StepWriter(projection, ndjson, response.getOutputStream());
    try {
      dryRun.show(projection, customer, upTo, writer);
      writer.end();
    } catch (RuntimeException failed) {
      throw response.isCommitted() ? BrokenAnswer.because(failed) : failed;
    }
  }

  private Sample sample(DeclaredProjection projection, int size) {
    if (size < 1 || size > LARGEST_SAMPLE) {
      throw Problem.of(ProblemType.INVALID).field("sample").detail("problem.invalid.sample").exception();
    }
    SampleRun.Sample taken = sampleRun.take(projection, size);
    return new Sample(taken.customers(), taken.events(), taken.orderDependent(), taken.refusals(),
        RowWords.of(taken.rows().stream().limit(ROWS_SHOWN).toList()));
  }

  private static boolean acceptsNdjson(HttpServletRequest request) {
    String accepted = request.getHeader("Accept");
    return accepted != null && accepted.contains(NDJSON);
  }
}
