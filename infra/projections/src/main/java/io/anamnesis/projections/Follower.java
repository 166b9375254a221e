package io.anamnesis.projections;

import io.anamnesis.eventstore.LogTail;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this process's share of one generation up with the log, on a thread of its own. It sleeps only when there is
 * nothing to do.
 */
final class Follower<S> implements AutoCloseable {
  private static final int PAGE = 2_000;
  private static final Duration POLL = Duration.ofMillis(250);

  /** Who is told of a generation's turns, on the follower's thread; told again if it throws. */
  interface Owner<S> {
    /** Every event of the log is folded, as far as is known. */
    void caughtUp(Follower<S> follower);

    /** Other rows have taken the place of these; the follower ends. */
    void retired(Follower<S> follower);

    /** It has looked anew at what others do, as it does every now and then. */
    default void settled() {}
  }

  private final LogTail log;
  private final Claims claims;
  private final GenerationFeed<S> feed;
  private final Owner<S> owner;
  private final SteadyThread thread;
  private final Retries retries;
  private final Pace pace = new Pace();
  private boolean begun;
  private volatile boolean building;

  Follower(LogTail log, GenerationFeed<S> feed, Claims claims, Owner<S> owner, boolean building,
      RetrySchedule.Pauses pauses) {
    this.log = log;
    this.feed = feed;
    this.claims = claims;
    this.owner = owner;
    this.building = building;
    this.retries = new Retries(pauses);
    this.thread = new SteadyThread("view-" + feed.generation().name() + "-g" + feed.generation().number(), this::turn,
        this::end);
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
    return thread.failed();
  }

  @Nullable
  String lastError() {
    return thread.lastError();
  }

  void wake() {
    thread.wake();
  }

  /** The rows answer from now on, and every process may have a share of them. */
  void live() {
    building = false;
    claims.divide(Division.FAIR);
  }

  /** Folds a parked key anew, on the follower's own thread between two pages. */
  CompletableFuture<Boolean> retry(String key) {
    CompletableFuture<Boolean> done = retries.add(key);
    thread.wake();
    return done;
  }

  void stop() {
    thread.stop();
  }

  @Override
  public void close() {
    thread.close();
  }

  private boolean turn() throws InterruptedException {
    try {
      follow();
      return true;
    } catch (GenerationRetired retired) {
      owner.retired(this);
      return false;
    }
  }

  private void follow() throws InterruptedException {
    if (feed.ensureKnown() && !building) {
      owner.settled();
    }
    if (!begun && !feed.share().isEmpty()) {
      retries.addAll(feed.parked());
      begun = true;
    }
    retries.serve(feed::retry);
    // Asked before the step: while others append, nobody is seen at the end of the log after it.
    long head = building ? log.head() : Long.MAX_VALUE;
    long began = System.nanoTime();
    int passed = feed.step(Long.MAX_VALUE, PAGE);
    if (passed > 0) {
      pace.passed(passed, System.nanoTime() - began);
    }
    if (building && isBuilt(head)) {
      owner.caughtUp(this);
    } else if (!building) {
      retries.addDue(feed.parked());
    }
    if (passed == 0 && retries.isEmpty()) {
      thread.sleep(POLL);
    }
  }

  /** By this process, as far as the log went lately, or by another one that has put the rows in place. */
  private boolean isBuilt(long head) {
    return feed.answers() || feed.share().isWhole() && feed.share().position() >= head;
  }

  private void end() {
    retries.refuse();
    claims.leave();
  }
}
