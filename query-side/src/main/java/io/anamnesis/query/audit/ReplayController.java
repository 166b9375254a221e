package io.anamnesis.query.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.projections.ParkedException;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.projections.Replay;
import io.anamnesis.query.reading.AnswerJson;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.query.reading.Reveal;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.Messages;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/**
 * A customer's life, event by event, with a model's answer before and after each, in the log's order; memory stays flat
 * whatever their number.
 */
@RestController
public class ReplayController {
  private final EventLog log;
  private final EventDecoder decoder;
  private final ReadModels models;
  private final ProjectionRunner runner;
  private final CustomerReads reads;
  private final LifeStream life;
  private final AnswerJson json;
  private final Messages messages;

  public ReplayController(EventLog log, EventDecoder decoder, ReadModels models, ProjectionRunner runner,
      CustomerReads reads, Waiting waiting, AnswerJson json, Messages messages) {
    this.log = log;
    this.decoder = decoder;
    this.models = models;
    this.runner = runner;
    this.reads = reads;
    this.life = new LifeStream(reads, waiting);
    this.json = json;
    this.messages = messages;
  }

  /**
   * @param model name of a projection
   * @param from the first position, or the first instant of recording; what lies before it is folded silently
   * @param to the last position, or the last instant of recording; without it, all that is recorded now
   */
  @GetMapping(path = "/api/v1/audit/customers/{customer}/replay", produces = "application/x-ndjson")
  void replay(CustomerRequest request, @RequestParam String model, @RequestParam @Nullable String from,
      @RequestParam @Nullable String to, HttpServletResponse response) throws IOException {
    Projection<?, ?> view = model(model);
    Stretch stretch = Stretch.of(log, from, to);
    life.await(request);
    // Asked for after the wait: what policies derived meanwhile belongs to the answer.
    long last = Math.min(reads.readTo(request), stretch.last());
    response.setHeader("Content-Language", request.language().tag());
    LifeStream.send(response, last, out -> write(view, request, new Stretch(stretch.after(), last), out));
  }

  private Projection<?, ?> model(String name) {
    List<Projection<?, ?>> known = runner.projections();
    return known.stream().filter(projection -> projection.name().equals(name)).findFirst()
        .orElseThrow(() -> Problem.of(ProblemType.INVALID).field("model").detail("problem.invalid.model",
            known.stream().map(Projection::name).collect(Collectors.joining(", "))).exception());
  }

  private <S> void write(Projection<S, ?> view, CustomerRequest request, Stretch stretch, OutputStream out)
      throws IOException {
    Reveal reveal = reads.revealForPurpose(request);
    ReplayLines<S> lines = new ReplayLines<>(view, request.travel(), decoder, reveal, Problem.of(ProblemType.PARKED)
        .detail("problem.parked.replay", view.name()).told(messages, request.language()));
    Replay<S> replay = models.replay(view, request.customer(), request.travel(), stretch.last());
    Optional<Replay.Step<S>> step = replay.next();
    while (step.isPresent()) {
      if (step.get().event().position() > stretch.after()) {
        out.write(json.write(lines.of(step.get()), reveal, request.language()));
        out.write('\n');
      } else if (step.get() instanceof Replay.Stuck<S> stuck) {
        throw new ParkedException(stuck.before().subject());
      }
      step = replay.next();
    }
  }
}
