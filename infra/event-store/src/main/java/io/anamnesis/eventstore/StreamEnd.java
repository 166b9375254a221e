package io.anamnesis.eventstore;

import java.util.List;
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
     * Events for the end of the stream; all of them or none.
     *
     * @param events with fresh ids, or with ids of their own that a repetition of the same decision has too
     * @param answer once they are recorded
     */
    record Record<R>(List<NewEvent> events, Function<Outcome.Appended, R> answer) implements Step<R> {
      public Record(NewEvent event, Function<Outcome.Appended, R> answer) {
        this(List.of(event), answer);
      }
    }
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
          switch (log.append(new Append(step.events()))) {
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
