package io.anamnesis.projections;

import io.anamnesis.events.UnknownRevision;
import io.anamnesis.eventstore.LoggedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One subject's fold in progress for an answer: nothing of it is written. An event that cannot be folded ends it. */
final class Telling<S, L extends Telling.Lines> {
  private final Folding<S> folding;
  private final L lines;
  private Folded<S> reached;
  private @Nullable Throwable failure;

  /** Takes the lines of a journal. */
  @FunctionalInterface
  interface Lines {
    Lines NONE = (position, entries) -> {};

    void add(long position, List<?> entries);
  }

  Telling(Folding<S> folding, String subject, L lines) {
    this.folding = folding;
    this.lines = lines;
    this.reached = new Folded<>(subject, folding.projection().initial(), 0);
  }

  /** @throws UnknownRevision at an event that is newer than this build */
  void take(LoggedEvent event) {
    if (failure != null) {
      return;
    }
    try {
      var recorded = event.recorded();
      S state = folding.fold(reached.state(), recorded);
      lines.add(event.position(), folding.entries(reached.state(), state, recorded));
      reached = new Folded<>(reached.subject(), state, event.position());
    } catch (UnknownRevision unknown) {
      throw unknown;
    } catch (RuntimeException | StackOverflowError | AssertionError poison) {
      failure = poison;
    }
  }

  L lines() {
    return lines;
  }

  @Nullable
  Throwable failure() {
    return failure;
  }

  /** @param restated position of the last correction heeded */
  Folded<S> end(long restated) {
    return new Folded<>(reached.subject(), reached.state(), Math.max(reached.position(), restated));
  }
}
