package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.LogOverloaded;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callers who wait at the same moment share one transaction. A caller that finds no writer busy writes itself, at once, so
 * an idle log knows no hand-off. Callers who come meanwhile queue, and a thread of the log's own writes for all that wait,
 * batch after batch, until nobody does. It is a platform thread: it waits for the database in one system call, where a
 * virtual thread would be parked and woken by way of a poller in every round trip.
 */
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  /** A fifth of the last transaction's time at most is waited for those whom it served. */
  private static final int PATIENCE = 5;
  private static final long LONGEST = Duration.ofMillis(5).toNanos();

  private final LogConfiguration limits;
  private final Writer writer;
  private final Runnable afterCommit;
  private final ConcurrentLinkedQueue<Call> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final ReentrantLock writing = new ReentrantLock();
  private final Thread ofTheLog;
  private int lastBatch;
  private long lastNanos;
  /** Nobody enters any more. */
  private volatile boolean closing;
  /** Nobody writes any more. */
  private volatile boolean closed;

  GroupCommit(LogConfiguration limits, Writer writer, Runnable afterCommit) {
    this.limits = limits;
    this.writer = writer;
    this.afterCommit = afterCommit;
    this.ofTheLog = Thread.ofPlatform().daemon().name("log-writer").start(this::serve);
  }

  List<Outcome> append(List<Append> appends) {
    if (closing) {
      throw new IllegalStateException("the log is closed");
    }
    if (appends.isEmpty()) {
      return List.of();
    }
    Call call = new Call(appends);
    enter(call);
    if (writing.tryLock()) {
      try {
        writeUntilDone(call);
      } finally {
        writing.unlock();
        wakeIfAnybodyWaits();
      }
    }
    return outcomes(call);
  }

  private List<Outcome> outcomes(Call call) {
    boolean interrupted = false;
    while (!call.isDone()) {
      LockSupport.park(this);
      // The fate of the events must be known: an interrupt waits.
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return call.outcomes();
  }

  /** A single call larger than the queue is let in when nobody else waits. */
  private void enter(Call call) {
    int before = waiting.getAndAdd(call.events);
    if (before > 0 && before + call.events > limits.maxWaiting()) {
      waiting.addAndGet(-call.events);
      throw new LogOverloaded(before);
    }
    queue.add(call);
  }

  /** Whoever found the lock taken had queued before: one look at the queue after the lock is free finds it. */
  private void wakeIfAnybodyWaits() {
    if (closed) {
      // The log's own thread is gone.
      writeWhatWaits();
    } else if (!queue.isEmpty()) {
      LockSupport.unpark(ofTheLog);
    }
  }

  private void serve() {
    while (!closed) {
      try {
        writeWhatWaits();
      } catch (RuntimeException | Error failed) {
        LOG.error("a batch of the log failed, its callers are told so", failed);
      }
      if (queue.isEmpty() || writing.isLocked()) {
        // Whoever holds the lock looks at the queue when it is free, and wakes this thread.
        LockSupport.park(this);
      }
    }
  }

  private void writeWhatWaits() {
    while (!queue.isEmpty() && writing.tryLock()) {
      try {
        while (!queue.isEmpty()) {
          letOthersCatchUp();
          write(nextBatch());
        }
      } finally {
        writing.unlock();
      }
    }
  }

  private void writeUntilDone(Call call) {
    while (!call.isDone()) {
      letOthersCatchUp();
      write(nextBatch());
    }
  }

  /**
   * Those whom the last batch served are likely to be back in a moment, and one transaction for all of them is cheaper than
   * two for halves. So it waits until as many are there, but for no longer than a part of what a transaction takes. After a
   * batch of one, as on an idle log, it waits for nobody. A hint, nothing relies on it.
   */
  @SuppressWarnings("ThreadPriorityCheck")
  private void letOthersCatchUp() {
    if (waiting.get() < lastBatch) {
      long began = System.nanoTime();
      long patience = lastNanos / PATIENCE;
      do {
        Thread.yield();
      } while (waiting.get() < lastBatch && System.nanoTime() - began < patience);
    }
  }

  private void write(List<Turn> batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<Outcome> outcomes = null;
    Throwable failure = new IllegalStateException("the log was closed before the append had its turn");
    try {
      if (closed) {
        return;
      }
      long began = System.nanoTime();
      outcomes = writer.write(batch.stream().map(Turn::append).toList());
      lastNanos = Math.min(System.nanoTime() - began, LONGEST);
    } catch (RuntimeException | Error failed) {
      failure = failed;
      throw failed;
    } finally {
      finish(batch, outcomes, failure);
    }
  }

  private void finish(List<Turn> batch, @Nullable List<Outcome> outcomes, Throwable failure) {
    int events = 0;
    for (int i = 0; i < batch.size(); i++) {
      Turn turn = batch.get(i);
      events += turn.append().events().size();
      turn.call().take(turn.index(), outcomes == null ? new Outcome.Unknown(failure) : outcomes.get(i));
    }
    lastBatch = events;
    waiting.addAndGet(-events);
    if (outcomes != null && outcomes.stream().anyMatch(Outcome.Appended.class::isInstance)) {
      afterCommit.run();
    }
  }

  /** The oldest appends, in order, within the limits; at least one. */
  private List<Turn> nextBatch() {
    List<Turn> batch = new ArrayList<>();
    int events = 0;
    long bytes = 0;
    for (Call call = queue.peek(); call != null; call = queue.peek()) {
      waiting.addAndGet(-call.giveUpAfterUnknown());
      while (call.next < call.appends.size()) {
        Append append = call.appends.get(call.next);
        events += append.events().size();
        bytes += size(append);
        if (!batch.isEmpty() && (events > limits.maxBatchEvents() || bytes > limits.maxBatchBytes())) {
          return batch;
        }
        batch.add(new Turn(call, call.next, append));
        call.next++;
      }
      queue.remove();
    }
    return batch;
  }

  private static long size(Append append) {
    long bytes = 0;
    for (NewEvent event : append.events()) {
      bytes += event.payload().length() + event.metadata().length();
    }
    return bytes;
  }

  /** Writes what waits; what comes later is refused. */
  @Override
  public void close() {
    closing = true;
    writing.lock();
    try {
      while (!queue.isEmpty()) {
        write(nextBatch());
      }
    } finally {
      closed = true;
      writer.close();
      writing.unlock();
    }
    LockSupport.unpark(ofTheLog);
    // Who entered while the log was being closed is told that it is.
    writeWhatWaits();
  }

  private record Turn(Call call, int index, Append append) {}

  /** A caller and its appends; all but {@code done} belongs to whoever holds the lock. */
  private static final class Call {
    private final Thread caller = Thread.currentThread();
    private final List<Append> appends;
    private final int events;
    private final Outcome[] outcomes;
    private int next;
    private int left;
    private Outcome.@Nullable Unknown unknown;
    private volatile boolean done;

    Call(List<Append> appends) {
      this.appends = List.copyOf(appends);
      this.events = appends.stream().mapToInt(append -> append.events().size()).sum();
      this.outcomes = new Outcome[appends.size()];
      this.left = appends.size();
    }

    /**
     * After an append whose fate is not known the later ones of the call must not pass it: repeated, it would come behind
     * them.
     *
     * @return how many events are given up
     */
    int giveUpAfterUnknown() {
      int events = 0;
      while (unknown != null && next < appends.size()) {
        events += appends.get(next).events().size();
        take(next++, unknown);
      }
      return events;
    }

    void take(int index, Outcome outcome) {
      outcomes[index] = outcome;
      if (outcome instanceof Outcome.Unknown lost) {
        unknown = lost;
      }
      left--;
      if (left == 0) {
        done = true;
        LockSupport.unpark(caller);
      }
    }

    boolean isDone() {
      return done;
    }

    List<Outcome> outcomes() {
      return List.of(outcomes);
    }
  }
}
