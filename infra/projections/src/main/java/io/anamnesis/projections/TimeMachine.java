package io.anamnesis.projections;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Subscription;
import io.anamnesis.events.UnknownRevision;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds a subject's events on the spot, up to an instant on either clock. */
final class TimeMachine {
  private static final int PAGE = 1_000;

  private final EventLog log;
  private final EventDecoder decoder;

  TimeMachine(EventLog log, EventDecoder decoder) {
    this.log = log;
    this.decoder = decoder;
  }

  /** Is shown each step of a fold. */
  @FunctionalInterface
  private interface Step<S> {
    void taken(S before, S after, Recorded event);
  }

  <S> Folded<S> travel(Projection<S, ?> projection, String subject, TimeTravel travel) {
    return fold(projection, subject, travel, (before, after, event) -> {});
  }

  /** Up to {@code limit} lines older than the cursor, newest first. */
  <S, E> List<Line<E>> lines(Journal<S, ?, E> journal, String subject, TimeTravel travel, LineCursor before,
      int limit) {
    Deque<Line<E>> newest = new ArrayDeque<>();
    fold(journal, subject, travel, (from, to, event) -> {
      int ordinal = 0;
      for (E entry : journal.entries(from, to, event)) {
        Line<E> line = new Line<>(event.position(), ordinal++, entry);
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

  private <S> Folded<S> fold(Projection<S, ?> projection, String subject, TimeTravel travel, Step<S> step) {
    Subscription declared = EventCatalogue.standard().declares(projection.events());
    long last = lastPosition(travel.asOf());
    S state = projection.initial();
    long position = 0;
    List<StoredEvent> page = page(subject, 0, last);
    while (!page.isEmpty()) {
      for (StoredEvent event : page) {
        if (event.position() <= last && declared.test(event.type()) && hasOccurred(event, travel.effectiveAt())) {
          state = next(projection, subject, state, event, step);
          position = event.position();
        }
      }
      page = page.size() < PAGE ? List.of() : page(subject, page.getLast().position(), last);
    }
    return new Folded<>(subject, state, position);
  }

  private List<StoredEvent> page(String subject, long after, long last) {
    return after >= last ? List.of() : log.readSubject(subject, after, PAGE);
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

  private static boolean hasOccurred(StoredEvent event, @Nullable Instant effectiveAt) {
    return effectiveAt == null || !event.occurredAt().isAfter(effectiveAt);
  }

  private <S> S next(Projection<S, ?> projection, String subject, S state, StoredEvent event, Step<S> step) {
    try {
      Recorded recorded = decoder.decode(event);
      S after = projection.fold(state, recorded);
      step.taken(state, after, recorded);
      return after;
    } catch (UnknownRevision unknown) {
      throw unknown;
    } catch (RuntimeException | StackOverflowError | AssertionError poison) {
      throw new ParkedException(subject, poison);
    }
  }
}
