package io.anamnesis.eventstore.personal;

import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.personal.KeyChanges.Changed;
import io.anamnesis.eventstore.personal.KeyChanges.News;
import io.anamnesis.eventstore.personal.KeyChanges.Seen;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * For how long a process may go by the keys that it holds in memory: for a second from when it asked the database what was destroyed and
 * what restricted. So nobody has to be told, and a process that cannot ask has no keys. It asks when a key is used, and so at most
 * once a second; a process that uses none forgets them all instead.
 */
final class Lease {
  static final Duration LASTS = Duration.ofSeconds(1);
  /** How long a caller waits for an answer that another one has asked for. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What is asked, of the database. */
  @FunctionalInterface
  interface Question {
    News after(Seen seen);
  }

  private final Question question;
  private final Consumer<Changed> forget;
  private final Runnable forgetAll;
  private final Executor later =
      CompletableFuture.delayedExecutor(LASTS.toMillis(), TimeUnit.MILLISECONDS, Runnable::run);
  /** Of who asks at this moment: all others wait for the same answer, or failure. */
  private final AtomicReference<@Nullable CompletableFuture<Void>> asking = new AtomicReference<>();
  private final ReentrantLock granting = new ReentrantLock();
  private final AtomicBoolean watched = new AtomicBoolean();
  private volatile long askedAt = System.nanoTime() - LASTS.toNanos();
  private volatile Seen seen = Seen.NOTHING;

  /**
   * @param forget drops what is known of a key; of all of its kind where it has no subject
   * @param forgetAll drops all keys
   */
  Lease(Question question, Consumer<Changed> forget, Runnable forgetAll) {
    this.question = question;
    this.forget = forget;
    this.forgetAll = forgetAll;
  }

  /** Precedes each use of a key from memory. @throws LogUnavailable if the database does not answer */
  void confirm() {
    if (isOver()) {
      renew();
    }
  }

  /** The last changes that are known here: a key that was read before another one became known may be that one's. */
  Seen seen() {
    return seen;
  }

  /** Whoever uses a key next asks first; what was asked before counts for nobody. */
  void end() {
    inTurn(() -> {
      asking.set(null);
      askedAt = System.nanoTime() - LASTS.toNanos();
    });
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

  /** Asks again where an answer came so late that it is worth nothing any more. */
  private void renew() {
    long begun = System.nanoTime();
    long left = PATIENCE.toNanos();
    while (isOver()) {
      if (left <= 0) {
        throw new LogUnavailable(new TimeoutException("every answer of the key database came too late"));
      }
      CompletableFuture<Void> mine = new CompletableFuture<>();
      @Nullable
      CompletableFuture<Void> others = asking.compareAndExchange(null, mine);
      if (others == null) {
        ask(mine);
      } else {
        await(others, left);
      }
      left = PATIENCE.toNanos() - (System.nanoTime() - begun);
    }
  }

  private void ask(CompletableFuture<Void> mine) {
    try {
      // Before it asks: what changes while the answer is under way may not be in it.
      long now = System.nanoTime();
      News news = question.after(seen);
      inTurn(() -> {
        seen = seen.and(news.upTo());
        news.changes().forEach(forget);
        if (asking.get() == mine) {
          askedAt = now;
        }
      });
      mine.complete(null);
    } catch (RuntimeException | Error failed) {
      mine.completeExceptionally(failed);
      throw failed;
    } finally {
      asking.compareAndSet(mine, null);
    }
  }

  private static void await(CompletableFuture<Void> answer, long nanos) {
    try {
      answer.get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new LogUnavailable(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable(stopped);
    }
  }

  private void inTurn(Runnable change) {
    granting.lock();
    try {
      change.run();
    } finally {
      granting.unlock();
    }
  }
}
