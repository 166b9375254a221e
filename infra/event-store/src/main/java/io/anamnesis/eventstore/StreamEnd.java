package io.anamnesis.eventstore;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Decides at the end of a stream without an aggregate: on what the log holds now, recorded only if nothing was recorded
 * meanwhile. Of several processes one is first, and the others decide again on what it has recorded.
 */
public final class StreamEnd {
  /** Two who write to one stream at once: one of them comes again, and again only if others do. */
  private static final int TRIES = 20;

  private final EventLog log;

  public StreamEnd(EventLog log) {
    this.log = log;
  }

  /** What was decided. */
  public sealed interface Step<R> {

    /** There is nothing to be recorded. */
    record Answer<R>(R answer) implements Step<R> {}

    /**
     * One event for the end of the stream.
     *
     * @param event with a fresh id, or with one of its own that a repetition of the same command has too
     * @param answer once it is recorded
     */
    record Record<R>(NewEvent event, Function<Outcome.Appended, R> answer) implements Step<R> {}
  }

  /**
   * Decides until it is recorded, or nothing is to be.
   *
   * @param decide is asked again where another event was first, or the same one
   * @param unknown thrown if it cannot be told whether it was recorded: whoever decides again will see
   * @param overtaken thrown if others were first every time
   */
  public <R> R decide(Supplier<Step<R>> decide, Supplier<? extends RuntimeException> unknown,
      Supplier<? extends RuntimeException> overtaken) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      switch (decide.get()) {
        case Step.Answer<R>(R answer) -> {
          return answer;
        }
        case Step.Record<R> step -> {
          switch (log.append(Append.of(step.event()))) {
            case Outcome.Appended appended -> {
              return step.answer().apply(appended);
            }
            case Outcome.Unknown lost -> throw unknown.get();
            case Outcome.Conflict moved -> {
              // Somebody else was first: what he recorded is taken into account by the next attempt.
            }
            case Outcome.Duplicate repeated -> {
              // The same command was recorded a moment ago: the next attempt finds it.
            }
          }
        }
      }
    }
    throw overtaken.get();
  }
}
