package io.anamnesis.query.audit.bundle;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.projections.Replay;
import io.anamnesis.projections.TimeTravel;

/** A model's answers before and after each event of a life, as a replay gives them, one event after the other. */
final class WalkedModel<S> {
  private final Projection<S, ?> model;
  private final Replay<S> replay;
  private final String problem;
  private boolean ended;

  /** @param problem what is said where the model cannot take an event, and from there on */
  WalkedModel(Projection<S, ?> model, ReadModels models, String customer, long last, String problem) {
    this.model = model;
    this.replay = models.replay(model, customer, TimeTravel.NONE, last);
    this.problem = problem;
  }

  /**
   * Both answers are evaluated when the event was recorded.
   *
   * @param after absent where it is the one before
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Answers(@Nullable Object before, @Nullable Object after, @Nullable String problem) {}

  String name() {
    return model.name();
  }

  /** @param event the next of the life */
  Answers at(StoredEvent event) {
    Replay.Step<S> step = ended ? null : replay.next().orElse(null);
    if (step == null) {
      ended = true;
      return new Answers(null, null, problem);
    }
    if (step.event().position() != event.position()) {
      throw new IllegalStateException("a replay is at position " + step.event().position() + " where the life is at "
          + event.position());
    }
    Instant at = event.recordedAt();
    Object before = model.answer(step.before(), at);
    return switch (step) {
      case Replay.Taken<S> taken -> new Answers(before, model.answer(taken.after(), at), null);
      case Replay.Passed<S> passed -> new Answers(before, null, null);
      case Replay.Stuck<S> stuck -> new Answers(before, null, problem);
    };
  }
}
