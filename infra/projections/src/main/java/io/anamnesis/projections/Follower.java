package io.anamnesis.projections;

import io.anamnesis.events.UnknownRevision;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that keeps one generation up with the log. It sleeps only when there is nothing to do, and survives every
 * failure but an event of a revision that this build does not know.
 */
final class Follower<S> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final int PAGE = 2_000;
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration ANOTHER_AT_WORK = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Who is told of a generation's turns, on the follower's thread; called again until it returns. */
  interface Owner<S> {
    /** Every event of the log is folded, as far as is known. */
    void caughtUp(Follower<S> follower);

    /** Other rows have taken the place of these; the follower ends. */
    void retired(Follower<S> follower);
  }

  private record Retry(String key, CompletableFuture<Boolean> done) {}

  private final GenerationFeed<S> feed;
  private final Owner<S> owner;
  private final Thread thread;
  private final Wakeup wakeup = new Wakeup();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<Retry> requested = new ConcurrentLinkedQueue<>();
  private final Deque<String> onStart = new ArrayDeque<>();
  private final Pace pace = new Pace();
  private Duration nextPause = FIRST_PAUSE;
  private volatile boolean building;
  private volatile boolean ended;
  private volatile boolean failed;
  private volatile @Nullable String lastError;

  Follower(GenerationFeed<S> feed, Owner<S> owner, boolean building) {
    this.feed = feed;
    this.owner = owner;
    this.building = building;
    this.thread = Thread.ofPlatform().daemon()
        .name("view-" + feed.generation().name() + "-g" + feed.generation().number()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  GenerationFeed<S> feed() {
    return feed;
  }

  Generation generation() {
    return feed.generation();
  }

  Pace pace() {
    return pace;
  }

  /** An event of an unknown revision has ended it. */
  boolean failed() {
    return failed;
  }

  @Nullable
  String lastError() {
    return lastError;
  }

  void wake() {
    wakeup.ring();
  }

  /** The rows answer from now on. */
  void live() {
    building = false;
  }

  /** Folds a parked key anew, on the follower's own thread between two pages. */
  CompletableFuture<Boolean> retry(String key) {
    Retry retry = new Retry(key, new CompletableFuture<>());
    requested.add(retry);
    wakeup.ring();
    if (ended) {
      refuseRequests();
    }
    return retry.done();
  }

  void stop() {
    stopped.countDown();
    wakeup.ring();
  }

  @Override
  public void close() {
    stop();
    try {
      if (Thread.currentThread() != thread) {
        thread.join(Duration.ofSeconds(10));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      attempt(() -> onStart.addAll(parkedAtStart()));
      boolean more = true;
      while (more) {
        more = attempt(this::turn);
      }
    } finally {
      ended = true;
      refuseRequests();
    }
  }

  /** A piece of work that may throw. */
  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }

  /** Does the work, again and again if it fails; false when the follower is to end. */
  private boolean attempt(Work work) {
    while (stopped.getCount() > 0) {
      try {
        work.run();
        lastError = null;
        nextPause = FIRST_PAUSE;
        return true;
      } catch (TokenMoved another) {
        pause(ANOTHER_AT_WORK);
      } catch (GenerationRetired retired) {
        attempt(() -> owner.retired(this));
        return false;
      } catch (UnknownRevision unknown) {
        LOG.error("{} stops: {}", thread.getName(), unknown.getMessage());
        lastError = FailureNote.of(unknown);
        failed = true;
        return false;
      } catch (InterruptedException interrupted) {
        return false;
      } catch (Throwable failure) { // whatever it is, the thread must not be lost
        lastError = FailureNote.of(failure);
        LOG.warn("{} tries again in {}: {}", thread.getName(), nextPause, lastError);
        pause(nextPause);
        nextPause = nextPause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : nextPause.multipliedBy(2);
      }
    }
    return false;
  }

  private java.util.List<String> parkedAtStart() {
    feed.ensureKnown();
    return feed.parked();
  }

  private void turn() throws InterruptedException {
    retryParked();
    long began = System.nanoTime();
    int passed = feed.step(Long.MAX_VALUE, PAGE);
    if (passed > 0) {
      pace.passed(passed, System.nanoTime() - began);
    }
    if (passed == PAGE) {
      return;
    }
    if (building) {
      owner.caughtUp(this);
    } else if (passed == 0) {
      wakeup.await(POLL);
    }
  }

  private void retryParked() {
    while (!onStart.isEmpty()) {
      feed.retry(onStart.element());
      onStart.remove();
    }
    for (Retry next = requested.peek(); next != null; next = requested.peek()) {
      next.done().complete(feed.retry(next.key()));
      requested.remove(next);
    }
  }

  private void refuseRequests() {
    for (Retry left = requested.poll(); left != null; left = requested.poll()) {
      left.done().completeExceptionally(new IllegalStateException("the follower has ended"));
    }
  }

  private void pause(Duration time) {
    try {
      boolean over = stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
      if (over) {
        LOG.debug("{} ends", thread.getName());
      }
    } catch (InterruptedException interrupted) {
      stopped.countDown();
    }
  }
}
