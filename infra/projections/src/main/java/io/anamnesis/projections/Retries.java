package io.anamnesis.projections;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Parked keys to be tried again, by whoever owns the token, between two pages. */
final class Retries {
  private static final Duration MOMENT = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final ConcurrentLinkedQueue<Retry> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean refused;

  private record Retry(String key, CompletableFuture<Boolean> done) {}

  CompletableFuture<Boolean> add(String key) {
    Retry retry = new Retry(key, new CompletableFuture<>());
    waiting.add(retry);
    if (refused) {
      refuse();
    }
    return retry.done();
  }

  void addAll(Collection<String> keys) {
    keys.forEach(this::add);
  }

  /**
   * Serves what waits, for a moment only: many parked keys must not hold up all others.
   *
   * @param retry tells whether the key is parked no longer; one that throws is asked again at the next turn
   */
  void serve(Predicate<String> retry) {
    long until = System.nanoTime() + MOMENT.toNanos();
    for (Retry next = waiting.peek(); next != null; next = System.nanoTime() - until < 0 ? waiting.peek() : null) {
      next.done().complete(retry.test(next.key()));
      waiting.remove(next);
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Waits for what {@link #add} has promised. */
  static boolean await(CompletableFuture<Boolean> done) {
    try {
      return done.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a key was retried", interrupted);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IllegalStateException("the key could not be retried", failed);
    }
  }

  /** Nobody serves any more. */
  void refuse() {
    refused = true;
    for (Retry left = waiting.poll(); left != null; left = waiting.poll()) {
      left.done().completeExceptionally(new IllegalStateException("its follower has ended"));
    }
  }
}
