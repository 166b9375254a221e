package io.anamnesis.query.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.Occurrence;
import io.anamnesis.projections.ParkedException;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.projections.Replay;
import io.anamnesis.projections.Steps;
import io.anamnesis.query.reading.AnswerJson;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.web.masking.Reveal;
import io.anamnesis.web.Language;
import io.anamnesis.web.Messages;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.Waiting;

/**
 * A customer's life, event by event, with a model's answer before and after each; memory stays flat whatever their number.
 */
@RestController
public class ReplayController {
  private final EventLog log;
  private final EventDecoder decoder;
  private final ReadModels models;
  private final AskedModels known;
  private final CustomerReads reads;
  private final LifeStream life;
  private final AnswerJson json;
  private final Messages messages;

  public ReplayController(EventLog log, EventDecoder decoder, ReadModels models, ProjectionRunner runner,
      CustomerReads reads, Waiting waiting, AnswerJson json, Messages messages) {
    this.log = log;
    this.decoder = decoder;
    this.models = models;
    this.known = new AskedModels(runner);
    this.reads = reads;
    this.life = new LifeStream(reads, waiting);
    this.json = json;
    this.messages = messages;
  }

  /**
   * @param model name of a projection
   * @param asked as of {@link HistoryController#history}; what is not told is folded silently
   */
  @GetMapping(path = "/api/v1/audit/customers/{customer}/replay", produces = "application/x-ndjson")
  void replay(CustomerRequest request, @RequestParam String model, @RequestParam MultiValueMap<String, String> asked,
      HttpServletResponse response) throws IOException {
    Projection<?, ?> view = known.named(List.of(model)).getFirst();
    LifeQuery query = LifeQuery.of(log, request, new Parameters(asked));
    life.await(request);
    // Asked for after the wait: what policies derived meanwhile belongs to the answer.
    long last = Math.min(reads.readTo(request), query.stretch().last());
    Occurrence start = query.goesOnAfter(log, request.customer());
    response.setHeader("Content-Language", request.language().tag());
    LifeStream.send(response, last, out -> write(view, request, query, start, last, out));
  }

  private <S> void write(Projection<S, ?> view, CustomerRequest request, LifeQuery query, Occurrence start, long last,
      OutputStream out) throws IOException {
    Reveal reveal = reads.reveal(request);
    ReplayLines<S> lines = new ReplayLines<>(view, request.travel(), query.order(), decoder, reveal, Problem
        .of(ProblemType.PARKED).detail("problem.parked.replay", view.name()).told(messages, request.language()));
    Steps<S> steps = switch (query.order()) {
      case POSITION -> models.replay(view, request.customer(), request.travel(), last);
      case OCCURRED -> models.replayAsOccurred(view, request.customer(), request.travel(), last);
    };
    long written = 0;
    boolean stuck = false;
    for (Optional<Replay.Step<S>> next = steps.next(); next.isPresent(); next = steps.next()) {
      Replay.Step<S> step = next.get();
      stuck = step instanceof Replay.Stuck;
      boolean reached = query.reaches(step.event()) && query.isAfter(start, step.event());
      if (stuck && !reached) {
        throw new ParkedException(request.customer());
      }
      if (reached && (stuck || query.filter().tells(step.event(), decoder))) {
        line(lines.of(step), reveal, request.language(), out);
        written++;
      }
    }
    if (query.end() && !stuck) {
      line(EndLine.of(last, written), reveal, request.language(), out);
    }
  }

  private void line(Object told, Reveal reveal, Language language, OutputStream out) throws IOException {
    out.write(json.write(told, reveal, language));
    out.write('\n');
  }
}
