package io.anamnesis.eventstore.axon;

import io.anamnesis.eventstore.EventLog;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The log's hints that events have come, for one stream: counted, waited for and passed on. Thread-safe. */
final class Arrivals implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final AutoCloseable hints;
  private long count;
  private volatile Runnable listener = () -> {};
  private volatile boolean closed;

  private Arrivals(EventLog log) {
    this.hints = log.onAppend(this::arrived);
  }

  static Arrivals of(EventLog log) {
    return new Arrivals(log);
  }

  long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Returns when there was a hint more than were counted, when time is up, or when the stream is closed. */
  void awaitMoreThan(long counted, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (count <= counted && left > 0 && !closed) {
        left = more.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  void tell(Runnable callback) {
    listener = callback;
    callback.run();
  }

  /** @throws IllegalStateException if the stream was closed */
  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the stream is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    arrived();
    try {
      hints.close();
    } catch (Exception failed) {
      throw new IllegalStateException("the log's hints could not be cancelled", failed);
    }
  }

  private void arrived() {
    lock.lock();
    try {
      count++;
      more.signalAll();
    } finally {
      lock.unlock();
    }
    if (!closed) {
      listener.run();
    }
  }
}
