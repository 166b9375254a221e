package io.anamnesis.projections;

import io.anamnesis.eventstore.LogTail;
import io.anamnesis.projections.ProjectionStatus.Phase;
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
  interface Owner {
    /** Every event of the log is folded, as far as is known. */
    void caughtUp(Follower<?> follower);

    /** The rows are not to be written any more; the follower ends. */
    void retired(Follower<?> follower);
  }

  private final LogTail log;
  private final Claims claims;
  private final GenerationFeed<S> feed;
  private final Owner owner;
  private final SteadyThread thread;
  private final Retries retries;
  private final Pace pace = new Pace();
  private final @Nullable Build<S> build;
  private boolean begun;
  private volatile boolean building;

  /** @param build fills the rows first; null for those that are kept level */
  Follower(LogTail log, GenerationFeed<S> feed, Claims claims, Owner owner, @Nullable Build<S> build,
      RetrySchedule.Pauses pauses) {
    this.log = log;
    this.feed = feed;
    this.claims = claims;
    this.owner = owner;
    this.build = build;
    this.building = build != null;
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

  /** Events passed per second, of the scan while there is one. */
  Pace pace() {
    return build != null && (phase() == Phase.SCANNING || phase() == Phase.WRITING) ? build.pace() : pace;
  }

  /** How far the build has got, as far as this process has a share in it. */
  Phase phase() {
    return building && build != null ? build.phase() : Phase.LEVEL;
  }

  /** How many events a scan under way has read or, when that is done, folded and written; 0 where there is none. */
  long scanned() {
    return building && build != null ? build.scanned() : 0;
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
    feed.ensureKnown();
    if (building && build != null) {
      build.fill(thread::isStopped);
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
      share();
    } else if (!building) {
      retries.addDue(feed.parked());
    }
    if (passed == 0 && retries.isEmpty()) {
      thread.sleep(POLL);
    }
  }

  /** By this process, as far as the log went lately, or by another one. */
  private boolean isBuilt(long head) {
    return feed.isKeptLevel() || feed.share().isWhole() && feed.share().position() >= head;
  }

  /** From now on every process may have a share of the rows. */
  private void share() {
    building = false;
    claims.divide(Division.FAIR);
  }

  private void end() {
    if (build != null) {
      build.end();
    }
    retries.refuse();
    claims.leave();
  }
}
