package io.anamnesis.command.intake;

import io.anamnesis.command.intake.Ready.Candidate;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogOverloaded;
import io.anamnesis.eventstore.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Appends facts and finds out what became of each, also where the log could not say at once. */
final class FactAppender {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

  private final EventLog log;
  private final InstantSource clock;

  FactAppender(EventLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * Appends facts of different identities in the order given, each for itself.
   *
   * @return by event id, what the log holds now: of each fact it is known that it is there
   * @throws LogOverloaded if the log had too much to do for longer than the caller waits; nothing was appended
   * @throws OutcomeUnknown if it is not known of some; to repeat all is safe
   */
  Map<UUID, Held> append(Collection<Candidate> candidates, Patience patience) {
    Map<UUID, Held> held = HashMap.newHashMap(candidates.size());
    List<Candidate> unknown = appendOnce(List.copyOf(candidates), patience, held);
    // An append can be repeated: one that did succeed is now a duplicate of itself.
    if (!unknown.isEmpty() && !appendOnce(unknown, patience, held).isEmpty()) {
      throw new OutcomeUnknown();
    }
    return held;
  }

  private List<Candidate> appendOnce(List<Candidate> candidates, Patience patience, Map<UUID, Held> held) {
    if (candidates.isEmpty()) {
      return List.of();
    }
    List<Outcome> outcomes = appendPatiently(candidates.stream().map(one -> Append.of(one.event())).toList(), patience);
    List<Candidate> unknown = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      UUID eventId = candidate.event().eventId();
      switch (outcomes.get(i)) {
        case Outcome.Appended appended -> held.put(eventId, Held.fresh(appended.first(), candidate));
        case Outcome.Duplicate duplicate -> held.put(eventId, Held.before(duplicate.existing()));
        case Outcome.Unknown ignored -> unknown.add(candidate);
        case Outcome.Conflict conflict ->
          throw new IllegalStateException("a fact has no stream, yet the log found a conflict in " + conflict.stream());
      }
    }
    return unknown;
  }

  private List<Outcome> appendPatiently(List<Append> appends, Patience patience) {
    Instant start = clock.instant();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return log.append(appends);
      } catch (LogOverloaded overloaded) {
        if (!clock.instant().isBefore(start.plus(patience.limit()))) {
          throw overloaded;
        }
        pause(pause, overloaded);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
      }
    }
  }

  private static void pause(Duration pause, LogOverloaded overloaded) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw overloaded;
    }
  }

  /** Whether some facts are in the log is not known: the same request, sent again, finds out. */
  static final class OutcomeUnknown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutcomeUnknown() {
      super("the log could not say whether the facts were appended");
    }
  }
}
