package io.anamnesis.projections;

import io.anamnesis.eventstore.LogTail;
import io.anamnesis.projections.ProjectionStatus.Phase;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Fills the rows of a generation from the beginning of the log: by a scan that it shares with others, written by COPY, keys and
 * indexes after. What is appended meanwhile, and a log too short to be worth it, is left to the follower. Where another has left
 * off before the tokens moved it begins anew, and after that it goes on. For the follower's thread, but for what tells how far it
 * has got.
 */
final class Build<S> {
  private static final int LOOK_MILLIS = 100;

  private final LogTail log;
  private final Folding<S> folding;
  private final GenerationFeed<S> feed;
  private final Gathering gathering;
  private final BuildSettings settings;
  private final BulkRows rows;
  private final Semaphore turns;
  private final Work work;
  private final Pace pace = new Pace();
  private boolean filled;
  private volatile Phase phase = Phase.WAITING;
  private volatile long scanned;

  Build(LogTail log, ViewsDatabase database, Folding<S> folding, GenerationFeed<S> feed, Gathering gathering,
      BuildSettings settings) {
    this.log = log;
    this.folding = folding;
    this.feed = feed;
    this.gathering = gathering;
    this.settings = settings;
    this.rows = new BulkRows(database, feed.generation());
    this.turns = database.bulk();
    this.work = feed.generation().work();
    gathering.announce(work);
  }

  Phase phase() {
    return phase;
  }

  /** How many events of the log the scan under way has read or, when that is done, folded and written; 0 where there is none. */
  long scanned() {
    return scanned;
  }

  /** Of the scan. */
  Pace pace() {
    return pace;
  }

  /** Nothing more is to be expected of it. */
  void end() {
    gathering.withdraw(work);
  }

  /**
   * Fills what this process is to fill, once.
   *
   * @throws TokenMoved if the claim was lost meanwhile
   * @throws GenerationRetired if the rows are not to be written any more
   * @throws InterruptedException if the follower was stopped
   */
  void fill(BooleanSupplier stopped) throws InterruptedException {
    if (feed.isKeptLevel() || !feed.share().isWhole()) {
      // Another process is at it, or has done it.
      gathering.withdraw(work);
      phase = Phase.WAITING;
      return;
    }
    if (filled) {
      return;
    }
    if (log.head() > settings.shortLog() && feed.share().position() == 0) {
      load(stopped);
    }
    gathering.withdraw(work);
    phase = Phase.INDEXING;
    inTurn(stopped, rows::complete);
    phase = Phase.CATCHING_UP;
    filled = true;
  }

  private void load(BooleanSupplier stopped) throws InterruptedException {
    rows.evictOthers();
    feed.doubt();
    rows.clear(feed.share());
    feed.ensureKnown();
    Load<S> load = new Load<>(folding, rows, feed.share(), new Refold<>(log, folding), pace);
    phase = Phase.SCANNING;
    try {
      gathering.join(work, load);
      long upTo = await(load, stopped);
      feed.doubt();
      rows.finish(feed.share(), upTo, load.pieces());
      feed.ensureKnown();
    } finally {
      load.release();
      scanned = 0;
    }
  }

  /** Returns when all of the load is sent. */
  private long await(Load<S> load, BooleanSupplier stopped) throws InterruptedException {
    Share held = feed.share();
    while (true) {
      try {
        return load.written().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        phase = load.isDivided() ? Phase.WRITING : Phase.SCANNING;
        scanned = load.passed();
      } catch (ExecutionException failed) {
        throw asThrown(failed);
      }
      lookAfter(held, stopped);
    }
  }

  /** One of a few at a time. */
  private void inTurn(BooleanSupplier stopped, Runnable writing) throws InterruptedException {
    Share held = feed.share();
    while (!turns.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      lookAfter(held, stopped);
    }
    try {
      writing.run();
    } finally {
      turns.release();
    }
  }

  /** While there is nothing to do but wait: whoever has lost the claim, or is not wanted any more, lets go. */
  private void lookAfter(Share held, BooleanSupplier stopped) throws InterruptedException {
    if (stopped.getAsBoolean()) {
      throw new InterruptedException();
    }
    feed.ensureKnown();
    if (!feed.share().equals(held)) {
      throw new TokenMoved();
    }
  }

  private static RuntimeException asThrown(ExecutionException failed) {
    if (failed.getCause() instanceof Error error) {
      throw error;
    }
    return failed.getCause() instanceof RuntimeException failure ? failure
        : new IllegalStateException(failed.getCause());
  }
}
