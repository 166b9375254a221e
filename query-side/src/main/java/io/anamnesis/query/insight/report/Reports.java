package io.anamnesis.query.insight.report;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.insight.InsightEvent;
import io.anamnesis.events.insight.InsightEvent.ReportDefined;
import io.anamnesis.events.insight.InsightEvent.ReportDelivered;
import io.anamnesis.events.insight.InsightEvent.ReportOrdered;
import io.anamnesis.events.insight.InsightEvent.ReportPaused;
import io.anamnesis.events.insight.InsightEvent.ReportMade;
import io.anamnesis.events.insight.InsightEvent.ReportRemoved;
import io.anamnesis.events.insight.InsightEvent.ReportResumed;
import io.anamnesis.events.insight.InsightEvent.ReportUndelivered;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StreamEnd;
import io.anamnesis.eventstore.StreamEnd.Step;
import io.anamnesis.projections.RareEvents;
import io.anamnesis.projections.declared.OutcomeUnknown;

/**
 * The reports that there are, learned from the log, and the one way to decide about them: at the end of a report's stream, where
 * of several processes one is first and the others see what it decided. Thread-safe.
 */
final class Reports {
  private static final String STREAM = "report-";
  private static final Set<String> TYPES = Stream
      .of(ReportDefined.class, ReportPaused.class, ReportResumed.class, ReportRemoved.class, ReportOrdered.class,
          ReportMade.class, ReportDelivered.class, ReportUndelivered.class)
      .map(type -> type(type).type()).collect(Collectors.toUnmodifiableSet());

  private final StreamEnd end;
  private final RareEvents events;
  private final EventCodec codec = new EventCodec(EventCatalogue.standard());
  private final Clock clock;
  private final Map<String, Report> known = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** @param tail the one of the process */
  Reports(EventLog log, LogTail tail, EventDecoder decoder, Clock clock) {
    this.end = new StreamEnd(log);
    this.events = new RareEvents(log, tail, decoder, TYPES, this::learn);
    this.clock = clock;
  }

  /**
   * What is to be decided.
   *
   * @param payload as the log shall hold it
   * @param cause the event that brought it about
   */
  record Decision(UUID eventId, Class<? extends InsightEvent> type, String payload, @Nullable UUID cause) {}

  /**
   * Where the log stands with a decision.
   *
   * @param report after it
   * @param position of the event; empty where nothing was to be decided
   */
  record Decided(Report report, Optional<Long> position) {}

  /** Calls back after each decision of this process. A hint: what others decide is seen when somebody looks. */
  void onDecision(Runnable listener) {
    listeners.add(listener);
  }

  Decision decision(InsightEvent event, @Nullable UUID cause) {
    return new Decision(UUID.randomUUID(), event.getClass(), codec.encode(event), cause);
  }

  /** As they are now, whichever process decided about them; those that were removed too. */
  Collection<Report> all() {
    events.catchUp();
    return List.copyOf(known.values());
  }

  /** As it is now. */
  Report find(String name) {
    events.catchUp();
    return known.getOrDefault(name, Report.unheardOf(name));
  }

  /**
   * Decides about a report.
   *
   * @param decide is asked again where another decision was first; empty: there is nothing to be decided
   * @throws OutcomeUnknown if it cannot be told whether it was recorded: whoever decides again will see
   */
  Decided decide(String name, String actor, Function<Report, Optional<Decision>> decide) {
    return end.decide(() -> {
      Report before = find(name);
      Optional<Decision> decision = decide.apply(before);
      if (decision.isEmpty()) {
        return new Step.Answer<>(new Decided(before, Optional.empty()));
      }
      return new Step.Record<>(event(before, decision.get(), actor), appended -> {
        listeners.forEach(Runnable::run);
        return new Decided(find(name), Optional.of(appended.last()));
      });
    }, OutcomeUnknown::new, OutcomeUnknown::new);
  }

  private NewEvent event(Report before, Decision decision, String actor) {
    EventDescriptor type = type(decision.type());
    return new NewEvent(decision.eventId(), STREAM + before.name(), before.nextSeq(), null, type.type(),
        type.revision(),
        clock.instant(), decision.payload(), EventDecoder.encode(Metadata.ofDecision(decision.cause(), null, actor)));
  }

  private static EventDescriptor type(Class<? extends InsightEvent> type) {
    return EventCatalogue.standard().of(type);
  }

  private void learn(Recorded recorded) {
    String stream = recorded.stream();
    if (stream != null && recorded.event() instanceof InsightEvent event) {
      String name = stream.substring(STREAM.length());
      known.put(name, known.getOrDefault(name, Report.unheardOf(name)).after(recorded, event));
    }
  }
}
