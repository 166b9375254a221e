package io.anamnesis.projections.declared;

import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.projections.KnownLife;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Folds one customer's events on the spot, as they are known now, and shows the state after each; nothing is written. A
 * corrected fact is shown once, in its own place.
 */
public final class DryRun {
  private final LogTail log;

  public DryRun(EventLog log, EventDecoder decoder) {
    this.log = new LogTail(log, decoder);
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
    KnownLife life =
        new KnownLife(log, customer, upTo, null, projection::hasRuleFor, position -> false);
    Shown shown = new Shown(projection, viewer);
    life.tell(life.lastWords(), shown::take);
  }

  /** What has been shown so far. */
  private static final class Shown {
    private final DeclaredProjection projection;
    private final Viewer viewer;
    private DeclaredState state;
    private boolean refused;

    Shown(DeclaredProjection projection, Viewer viewer) {
      this.projection = projection;
      this.viewer = viewer;
      this.state = projection.initial();
    }

    void take(LoggedEvent event) throws IOException {
      if (!refused) {
        Trial trial = Trial.of(projection, state, event);
        viewer.see(
            new Step(event.position(), event.type(), event.stored().occurredAt(), trial.state(), trial.refusal()));
        refused = trial.refusal() != null;
        state = trial.state();
      }
    }
  }
}
