package io.anamnesis.query.customer.access;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Recorded;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.projections.Replay;
import io.anamnesis.query.audit.EventLine;
import io.anamnesis.query.audit.LifeEvents;
import io.anamnesis.query.customer.Summaries;
import io.anamnesis.query.reading.AnswerJson;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.query.reading.NamedCustomers;
import io.anamnesis.web.masking.Reveal;
import io.anamnesis.query.reading.TypeTitles;
import io.anamnesis.web.Messages;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import tools.jackson.databind.JsonNode;

/** Tells everything about a person: what was agreed to, what every model answers, every fact and decision, and who else is named. */
public final class Everything {
  private final EventLog log;
  private final EventDecoder decoder;
  private final Consents consents;
  private final ReadModels models;
  private final ProjectionRunner runner;
  private final AnswerJson json;
  private final Messages messages;
  private final Summaries summaries;
  private final TypeTitles titles;

  public Everything(EventLog log, LogTail tail, EventDecoder decoder, ReadModels models, ProjectionRunner runner,
      AnswerJson json, Messages messages, Summaries summaries) {
    this.log = log;
    this.decoder = decoder;
    this.consents = new Consents(tail);
    this.models = models;
    this.runner = runner;
    this.json = json;
    this.messages = messages;
    this.summaries = summaries;
    this.titles = new TypeTitles(messages);
  }

  /**
   * @param last the last position that is told of, by events and models alike
   * @param at when the answers are evaluated
   */
  void tell(CustomerRequest request, Reveal reveal, long last, Instant at, Form form) throws IOException {
    Instant effectiveAt = request.travel().effectiveAt();
    form.begin(request.customer(), at, last);
    form.consents(consents.of(request.customer(), last, effectiveAt));
    for (Projection<?, ?> model : runner.projections()) {
      Object answer = answer(model, request, last, at);
      form.model(model.name(), EventCodec.mapper().readTree(json.write(answer, reveal, request.language())));
    }
    SortedMap<String, Set<String>> others = new TreeMap<>();
    LifeEvents.each(log, request.customer(), 0, last, event -> {
      if (effectiveAt == null || !event.occurredAt().isAfter(effectiveAt)) {
        Recorded recorded = decoder.decode(event);
        NamedCustomers.of(recorded.event())
            .forEach(other -> others.computeIfAbsent(other, first -> new TreeSet<>()).add(event.type()));
        form.event(item(event, recorded, request, reveal));
      }
    });
    others.remove(request.customer());
    form.linked(others.entrySet().stream().map(other -> new Form.Linked(other.getKey(), other.getValue())).toList());
  }

  private Form.Item item(StoredEvent event, Recorded recorded, CustomerRequest request, Reveal reveal) {
    return new Form.Item(titles.of(event.type(), request.language()),
        summaries.of(recorded, eventId -> log.find(eventId).map(decoder::decode), request.language()),
        EventLine.of(event, decoder, reveal));
  }

  /** Folded to the same position as the events that are told. */
  private <S> Object answer(Projection<S, ?> model, CustomerRequest request, long last, Instant at) {
    Replay<S> replay = models.replay(model, request.customer(), request.travel(), last);
    Optional<Replay.Step<S>> step = replay.next();
    while (step.isPresent()) {
      if (step.get() instanceof Replay.Stuck) {
        return Problem.of(ProblemType.PARKED).detail("problem.parked.diff", model.name()).told(messages,
            request.language());
      }
      step = replay.next();
    }
    return model.answer(replay.reached(), at);
  }
}
