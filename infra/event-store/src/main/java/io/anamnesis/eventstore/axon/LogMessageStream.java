package io.anamnesis.eventstore.axon;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * The log from a position on, without end. One thread consumes it, as Axon's processors do; hints that events have come
 * reach it on a thread of the log's.
 */
final class LogMessageStream implements BlockingStream<TrackedEventMessage<?>> {
  private static final int PAGE = 500;
  /** A hint that was missed costs no more. */
  private static final Duration POLL = Duration.ofMillis(250);

  private final LogTail tail;
  private final Deque<LoggedEvent> page = new ArrayDeque<>();
  private final Arrivals arrivals;
  private long reached;
  private @Nullable TrackedEventMessage<?> next;

  private LogMessageStream(LogTail tail, long after, Arrivals arrivals) {
    this.tail = tail;
    this.reached = after;
    this.arrivals = arrivals;
  }

  static LogMessageStream open(EventLog log, LogTail tail, long after) {
    return new LogMessageStream(tail, after, Arrivals.of(log));
  }

  /** Nothing is decoded before its turn: what cannot be decoded fails where it stands, and is not passed over. */
  @Override
  public Optional<TrackedEventMessage<?>> peek() {
    return hasNext() ? Optional.of(message()) : Optional.empty();
  }

  @Override
  public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    while (true) {
      long seen = arrivals.count();
      if (hasNext()) {
        return true;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      arrivals.awaitMoreThan(seen, Math.min(left, POLL.toNanos()));
    }
  }

  @Override
  public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
    while (!hasNextAvailable(1, TimeUnit.HOURS)) {
      arrivals.checkOpen();
    }
    TrackedEventMessage<?> message = message();
    page.remove();
    next = null;
    return message;
  }

  /** Calls back at once as well, for what came before. */
  @Override
  public boolean setOnAvailableCallback(Runnable callback) {
    arrivals.tell(callback);
    return true;
  }

  @Override
  public void close() {
    arrivals.close();
  }

  private boolean hasNext() {
    arrivals.checkOpen();
    if (page.isEmpty()) {
      page.addAll(tail.read(reached, PAGE));
      reached = page.isEmpty() ? reached : page.getLast().position();
    }
    return !page.isEmpty();
  }

  private TrackedEventMessage<?> message() {
    TrackedEventMessage<?> message = next;
    if (message == null) {
      message = EventMessages.tracked(page.element().recorded());
      next = message;
    }
    return message;
  }
}
