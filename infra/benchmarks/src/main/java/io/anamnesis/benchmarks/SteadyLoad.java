package io.anamnesis.benchmarks;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls at a steady rate, whether the one before is answered or not, as callers who do not know of each other do. When too
 * many are under way it waits, and falls behind: what it reached is counted.
 */
final class SteadyLoad implements AutoCloseable {
  private static final int MOST_UNDER_WAY = 256;
  private static final Duration SETTLING = Duration.ofSeconds(2);

  private final double perSecond;
  private final Runnable call;
  private final Semaphore underWay = new Semaphore(MOST_UNDER_WAY);
  private final AtomicLong answered = new AtomicLong();
  private final Thread thread = Thread.ofPlatform().name("steady-load").unstarted(this::run);
  private volatile boolean closed;
  private long settled;
  private long settledAnswers;

  private SteadyLoad(double perSecond, Runnable call) {
    this.perSecond = perSecond;
    this.call = call;
  }

  /** @param perSecond 0 for none */
  static SteadyLoad of(double perSecond, Runnable call) {
    SteadyLoad load = new SteadyLoad(perSecond, call);
    if (perSecond > 0) {
      load.thread.start();
    }
    return load;
  }

  /** Returns when the load is as steady as it will be; from here on it is counted. */
  void settle() {
    if (perSecond > 0) {
      LockSupport.parkNanos(SETTLING.toNanos());
    }
    settled = System.nanoTime();
    settledAnswers = answered.get();
  }

  /** Calls answered a second, since it settled. */
  double perSecond() {
    return (answered.get() - settledAnswers) / ((System.nanoTime() - settled) / 1e9);
  }

  /** Waits for the calls that are under way. */
  @Override
  public void close() {
    closed = true;
    underWay.acquireUninterruptibly(MOST_UNDER_WAY);
    // Who would call next may wait for its turn: it is to find out that there is none any more.
    underWay.release(MOST_UNDER_WAY);
  }

  private void run() {
    long began = System.nanoTime();
    for (long calls = 0; !closed; calls++) {
      long due = began + (long) (calls / perSecond * 1e9);
      LockSupport.parkNanos(due - System.nanoTime());
      underWay.acquireUninterruptibly();
      if (closed) {
        underWay.release();
        return;
      }
      Thread.ofVirtual().start(this::callOnce);
    }
  }

  private void callOnce() {
    try {
      call.run();
      answered.incrementAndGet();
    } finally {
      underWay.release();
    }
  }
}
