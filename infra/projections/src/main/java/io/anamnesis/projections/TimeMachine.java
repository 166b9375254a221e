package io.anamnesis.projections;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.personal.PersonalData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
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
    return told(projection, subject, travel, () -> Telling.Lines.NONE).state();
  }

  /** Up to {@code limit} lines older than the cursor, newest first. */
  <S, E> List<Line<E>> lines(Journal<S, ?, E> journal, String subject, TimeTravel travel, LineCursor before,
      int limit) {
    return told(journal, subject, travel, () -> new NewestLines<>(journal.entryType(), before, limit)).lines().list();
  }

  private record Outcome<S, L>(Folded<S> state, L lines) {}

  private <S, L extends Telling.Lines> Outcome<S, L> told(Projection<S, ?> projection, String subject,
      TimeTravel travel, Supplier<L> lines) {
    Folding<S> folding = Folding.of(projection, personal, skipped(projection));
    folding.skipped().refresh(tail);
    KnownLife.Told<Telling<S, L>> told = folding.life(tail, subject, lastPosition(travel.asOf()), travel.effectiveAt())
        .fold(() -> new Telling<>(folding, subject, lines.get()), Telling::take);
    Throwable failure = told.folded().failure();
    if (failure != null) {
      throw new ParkedException(subject, failure);
    }
    return new Outcome<>(told.folded().end(told.restated()), told.folded().lines());
  }

  /** @param upTo the last position to go to; {@code asOf} may end it before */
  <S> Replay<S> replay(Projection<S, ?> projection, String subject, TimeTravel travel, long upTo) {
    return new Replay<>(tail, Folding.of(projection, personal, skipped(projection)), subject,
        Math.min(upTo, lastPosition(travel.asOf())), travel.effectiveAt());
  }

  /** As {@link #replay}, in the order of occurrence. */
  <S> Steps<S> replayAsOccurred(Projection<S, ?> projection, String subject, TimeTravel travel, long upTo) {
    return new ReplayAsOccurred<>(tail, Folding.of(projection, personal, skipped(projection)), subject,
        Math.min(upTo, lastPosition(travel.asOf())), travel.effectiveAt());
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
