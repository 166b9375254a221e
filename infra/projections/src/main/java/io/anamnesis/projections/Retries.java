package io.anamnesis.projections;

import io.anamnesis.events.UnknownRevision;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parked keys to be tried again between two pages. */
final class Retries {
  private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
  private static final Duration MOMENT = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final ConcurrentLinkedQueue<Retry> waiting = new ConcurrentLinkedQueue<>();
  private final RetrySchedule schedule;
  private volatile boolean refused;

  /** What is done to try a parked key again. */
  @FunctionalInterface
  interface Attempt {
    /** @return whether the key is parked no longer */
    boolean at(String key) throws InterruptedException;
  }

  private record Retry(String key, CompletableFuture<Boolean> done) {}

  Retries(RetrySchedule.Pauses pauses) {
    this.schedule = new RetrySchedule(pauses);
  }

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
   * Adds the parked keys whose time has come, unless others still wait.
   *
   * @param parked every key parked now
   */
  void addDue(Collection<String> parked) {
    if (isEmpty()) {
      addAll(schedule.due(parked, System.nanoTime()));
    }
  }

  /**
   * Serves what waits, for a moment only: many parked keys must not hold up all others. Nor must one whose attempt throws:
   * it stays parked and comes again when it is due. What concerns the whole follower is thrown on, and the key waits for the
   * next turn.
   */
  void serve(Attempt attempt) throws InterruptedException {
    long until = System.nanoTime() + MOMENT.toNanos();
    for (Retry next = waiting.poll(); next != null; next = System.nanoTime() - until < 0 ? waiting.poll() : null) {
      serve(next, attempt);
    }
  }

  private void serve(Retry next, Attempt attempt) throws InterruptedException {
    try {
      next.done().complete(attempt.at(next.key()));
    } catch (TokenMoved | GenerationRetired | UnknownRevision | InterruptedException ofTheFollower) {
      waiting.add(next);
      throw ofTheFollower;
    } catch (RuntimeException | Error failure) {
      LOG.warn("a parked key could not be retried: {}", FailureNote.of(failure));
      next.done().completeExceptionally(failure);
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
