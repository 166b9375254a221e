package io.anamnesis.projections;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.personal.PersonalData;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Folds a subject's events on the spot, up to an instant on either clock. */
final class TimeMachine {
  private final EventLog log;
  private final LogTail tail;
  private final PersonalData personal;
  private final Map<Version, SkippedEvents> skipped = new ConcurrentHashMap<>();

  /** What is told apart when an event is given up. */
  private record Version(String projection, int version) {}

  TimeMachine(EventLog log, LogTail tail, PersonalData personal) {
    this.log = log;
    this.tail = tail;
    this.personal = personal;
  }

  <S> Folded<S> travel(Projection<S, ?> projection, String subject, TimeTravel travel) {
    return walk(replay(projection, subject, travel, Long.MAX_VALUE), taken -> {});
  }

  /** Up to {@code limit} lines older than the cursor, newest first. */
  <S, E> List<Line<E>> lines(Journal<S, ?, E> journal, String subject, TimeTravel travel, LineCursor before,
      int limit) {
    Deque<Line<E>> newest = new ArrayDeque<>();
    walk(replay(journal, subject, travel, Long.MAX_VALUE), taken -> {
      int ordinal = 0;
      for (Object entry : taken.entries()) {
        Line<E> line = new Line<>(taken.event().position(), ordinal++, journal.entryType().cast(entry));
        if (line.cursor().compareTo(before) < 0) {
          newest.addFirst(line);
        }
        if (newest.size() > limit) {
          newest.removeLast();
        }
      }
    });
    return List.copyOf(newest);
  }

  /** @param upTo the last position to go to; {@code asOf} may end it before */
  <S> Replay<S> replay(Projection<S, ?> projection, String subject, TimeTravel travel, long upTo) {
    return new Replay<>(tail, Folding.of(projection, personal, skipped(projection)), subject,
        Math.min(upTo, lastPosition(travel.asOf())), travel.effectiveAt());
  }

  private static <S> Folded<S> walk(Replay<S> replay, Consumer<Replay.Taken<S>> each) {
    Optional<Replay.Step<S>> step = replay.next();
    while (step.isPresent()) {
      switch (step.get()) {
        case Replay.Taken<S> taken -> each.accept(taken);
        case Replay.Passed<S> passed -> {
          // Not the projection's business.
        }
        case Replay.Stuck<S> stuck -> throw new ParkedException(replay.reached().subject(), stuck.cause());
      }
      step = replay.next();
    }
    return replay.reached();
  }

  private SkippedEvents skipped(Projection<?, ?> projection) {
    return skipped.computeIfAbsent(new Version(projection.name(), projection.version()),
        first -> SkippedEvents.of(projection));
  }

  private long lastPosition(@Nullable Instant asOf) {
    if (asOf == null) {
      return Long.MAX_VALUE;
    }
    if (!log.settle(asOf)) {
      throw new FutureInstantException();
    }
    return log.headAt(asOf);
  }
}
