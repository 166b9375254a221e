package io.anamnesis.projections.declared;

import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds one customer's events on the spot and shows the state after each; nothing is written. */
public final class DryRun {
  private static final int PAGE = 500;

  private final EventLog log;
  private final EventDecoder decoder;

  public DryRun(EventLog log, EventDecoder decoder) {
    this.log = log;
    this.decoder = decoder;
  }

  /**
   * What an event did.
   *
   * @param state after it
   * @param refusal why it could not be folded: the last step then, and the state is that before it; null where it could
   */
  public record Step(long position, String type, Instant occurredAt, DeclaredState state, @Nullable String refusal) {}

  /** Is shown one step after the other. */
  @FunctionalInterface
  public interface Viewer {
    void see(Step step) throws IOException;
  }

  /** @param upTo the last position that counts */
  public void show(DeclaredProjection projection, String customer, long upTo, Viewer viewer) throws IOException {
    DeclaredState state = projection.initial();
    long after = 0;
    while (after < upTo) {
      List<StoredEvent> page = log.readSubject(customer, after, PAGE);
      for (StoredEvent event : page) {
        if (event.position() <= upTo && projection.hasRuleFor(event.type())) {
          Trial trial = Trial.of(projection, state, event, decoder);
          viewer.see(new Step(event.position(), event.type(), event.occurredAt(), trial.state(), trial.refusal()));
          if (trial.refusal() != null) {
            return;
          }
          state = trial.state();
        }
      }
      after = page.isEmpty() ? upTo : page.getLast().position();
    }
  }
}
