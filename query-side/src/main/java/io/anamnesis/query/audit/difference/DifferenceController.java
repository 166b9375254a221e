package io.anamnesis.query.audit.difference;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.anamnesis.events.EventCodec;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.projections.ParkedException;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.projections.TimeTravel;
import io.anamnesis.query.audit.AskedModels;
import io.anamnesis.query.audit.LifeStream;
import io.anamnesis.query.audit.Parameters;
import io.anamnesis.query.reading.AnswerJson;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.web.masking.Reveal;
import io.anamnesis.web.Messages;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.Waiting;
import tools.jackson.databind.JsonNode;

/** What every model answers at two instants, what is different, and by which events. */
@RestController
public class DifferenceController {
  private final EventLog log;
  private final EventDecoder decoder;
  private final ReadModels models;
  private final ProjectionRunner runner;
  private final CustomerReads reads;
  private final LifeStream life;
  private final AnswerJson json;
  private final Messages messages;

  public DifferenceController(EventLog log, EventDecoder decoder, ReadModels models, ProjectionRunner runner,
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
   * @param events what was recorded, or occurred, after {@code from} and not after {@code to}, without what it says
   * @param truncated whether there are more events than are told
   */
  record Difference(String customer, String clock, Instant from, Instant to, List<OfModel> models,
      List<Between.Told> events, boolean truncated) {}

  /**
   * @param before answer at {@code from}
   * @param after answer at {@code to}
   * @param changes steps from the one to the other
   * @param events positions of those of the events that are the model's business
   * @param problem why there are no answers: an event that the model cannot take
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record OfModel(String model, @Nullable JsonNode before, @Nullable JsonNode after, @Nullable List<Change> changes,
      List<Long> events, @Nullable Map<String, Object> problem) {}

  /** @param asked {@code from}, {@code to}, {@code clock}, and any number of {@code model}; without it all models */
  @GetMapping(path = "/api/v1/audit/customers/{customer}/diff", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> difference(CustomerRequest request, @RequestParam MultiValueMap<String, String> asked)
      throws IOException {
    Parameters parameters = new Parameters(asked);
    List<String> names = parameters.all("model");
    List<Projection<?, ?>> wanted = names.isEmpty() ? runner.projections() : new AskedModels(runner).named(names);
    Interval interval = Interval.of(log, request, parameters);
    life.await(request);
    reads.mustBeKnown(request.travelling(new TimeTravel(interval.after().asOf(), null)));
    reads.refuseIfParked(request.travelling(interval.after()));
    long last = interval.lastPosition(log);
    Between between = Between.of(log, decoder, interval, request.customer(), last);
    List<OfModel> told = new ArrayList<>();
    for (Projection<?, ?> model : wanted) {
      told.add(ofModel(model, request, interval, between.takenBy(model)));
    }
    Difference difference = new Difference(request.customer(), interval.clock().word(),
        interval.from(), interval.to(), told, between.events(), between.isTruncated());
    return reads.respond(request, "diff", difference, last);
  }

  private <S> OfModel ofModel(Projection<S, ?> model, CustomerRequest request, Interval interval, List<Long> events) {
    try {
      Changes.Seen before = seen(model, request, interval.before(), interval.from());
      Changes.Seen after = seen(model, request, interval.after(), interval.to());
      return new OfModel(model.name(), before.shown(), after.shown(), Changes.between(before, after), events, null);
    } catch (ParkedException stuck) {
      return new OfModel(model.name(), null, null, null, events, Problem.of(ProblemType.PARKED)
          .detail("problem.parked.diff", model.name()).told(messages, request.language()));
    }
  }

  private <S> Changes.Seen seen(Projection<S, ?> model, CustomerRequest request, TimeTravel travel, Instant at) {
    Object answer = model.answer(models.travel(model, request.customer(), travel), travel.evaluatedAt(at));
    return new Changes.Seen(tree(answer, reads.revealToCompare(request), request),
        tree(answer, reads.reveal(request), request));
  }

  private JsonNode tree(Object answer, Reveal reveal, CustomerRequest request) {
    return EventCodec.mapper().readTree(json.write(answer, reveal, request.language()));
  }
}
