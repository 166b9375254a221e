package io.anamnesis.query.audit;

import java.time.Instant;
import java.util.Map;

import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.Replay;
import io.anamnesis.projections.TimeTravel;
import io.anamnesis.web.masking.Reveal;

/**
 * Tells the steps of a replay, each with the model's answer before and after it. Both are evaluated at one instant, so that
 * what ages differs between them by the event alone: when the event was recorded, or {@code effectiveAt}. Then {@code after}
 * is what a read as of that recording answers. In the order of occurrence it is when the event occurred, and {@code after} is what
 * a read effective then answers.
 *
 * @param problem tells why a replay ends before the life does
 */
record ReplayLines<S>(Projection<S, ?> model, TimeTravel travel, Order order, EventDecoder decoder, Reveal reveal,
    Map<String, Object> problem) {

  /** A line. Where the event is not the model's business, {@code before} and {@code after} are equal. */
  public record Line(Object before, EventLine event, Object after) {}

  /** The last line, where the model cannot take the event: the problem stands in the place of {@code after}. */
  public record LastLine(Object before, EventLine event, Map<String, Object> problem) {}

  Record of(Replay.Step<S> step) {
    Instant at = evaluatedAt(step.event());
    Object before = model.answer(step.before(), at);
    EventLine event = EventLine.of(step.event(), decoder, reveal);
    return switch (step) {
      case Replay.Taken<S> taken -> new Line(before, event, model.answer(taken.after(), at));
      case Replay.Passed<S> passed -> new Line(before, event, before);
      case Replay.Stuck<S> stuck -> new LastLine(before, event, problem);
    };
  }

  private Instant evaluatedAt(StoredEvent event) {
    if (travel.effectiveAt() != null) {
      return travel.effectiveAt();
    }
    return switch (order) {
      case POSITION -> event.recordedAt();
      case OCCURRED -> event.occurredAt();
    };
  }
}
