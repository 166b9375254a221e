package io.anamnesis.eventstore.personal;

import io.anamnesis.eventstore.personal.Erasures.Erased;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * For how long a process may go by the keys that it holds in memory: for a second from when it asked the database what was destroyed. So
 * nobody has to be told of an erasure, and a process that cannot ask has no keys. It asks when a key is used, and so at most
 * once a second; a process that uses none forgets them all instead.
 */
final class Lease {
  static final Duration LASTS = Duration.ofSeconds(1);

  private final LongFunction<List<Erased>> after;
  private final Consumer<Erased> forget;
  private final Runnable forgetAll;
  private final Executor later =
      CompletableFuture.delayedExecutor(LASTS.toMillis(), TimeUnit.MILLISECONDS, Runnable::run);
  private final ReentrantLock asking = new ReentrantLock();
  private final AtomicBoolean watched = new AtomicBoolean();
  private volatile long askedAt = System.nanoTime() - LASTS.toNanos();
  private volatile long seen;

  /**
   * @param after what was destroyed after a number
   * @param forget drops a key; all of its kind where it has no subject
   * @param forgetAll drops all keys
   */
  Lease(LongFunction<List<Erased>> after, Consumer<Erased> forget, Runnable forgetAll) {
    this.after = after;
    this.forget = forget;
    this.forgetAll = forgetAll;
  }

  /** Precedes each use of a key from memory. @throws io.anamnesis.eventstore.LogUnavailable if the database does not answer */
  void confirm() {
    if (isOver()) {
      renew();
    }
  }

  /** The last erasure that is known here: a key that was read before another one became known may be that one's. */
  long seen() {
    return seen;
  }

  /** Whoever uses a key next asks first. */
  void end() {
    asking.lock();
    try {
      askedAt = System.nanoTime() - LASTS.toNanos();
    } finally {
      asking.unlock();
    }
  }

  /** Sees to it that what was taken into memory leaves it again, also when nobody uses a key any more. */
  void watch() {
    if (!watched.get() && watched.compareAndSet(false, true)) {
      later.execute(this::look);
    }
  }

  private void look() {
    if (isOver()) {
      // In this order: what is taken in meanwhile is watched anew.
      watched.set(false);
      forgetAll.run();
    } else {
      later.execute(this::look);
    }
  }

  private boolean isOver() {
    return System.nanoTime() - askedAt >= LASTS.toNanos();
  }

  private void renew() {
    asking.lock();
    try {
      if (isOver()) {
        // Before it asks: what is destroyed while the answer is under way may not be in it.
        long now = System.nanoTime();
        List<Erased> erased = after.apply(seen);
        if (!erased.isEmpty()) {
          seen = erased.getLast().number();
          erased.forEach(forget);
        }
        askedAt = now;
      }
    } finally {
      asking.unlock();
    }
  }
}
