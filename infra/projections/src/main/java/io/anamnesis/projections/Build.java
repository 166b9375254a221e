package io.anamnesis.projections;

import io.anamnesis.eventstore.LogTail;
import io.anamnesis.projections.ProjectionStatus.Phase;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Fills the rows of a generation from the beginning of the log: by scans that it shares with others, each for as many
 * segments as memory suffices for, written by COPY, keys and indexes after. What is appended meanwhile, and a log too short
 * to be worth it, is left to the follower. Goes on where another left off, at the segments that are still at the beginning.
 * For the follower's thread, but for what tells how far it has got.
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

  /** The last position that the scan under way has passed; 0 where there is none. */
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
    if (log.head() > settings.shortLog() && !untouched().isEmpty()) {
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
    int most = untouched().tokens().size();
    Share left = untouched();
    while (!left.isEmpty() && most > 0) {
      rows.clear(left);
      most = pass(new Share(left.of(), left.tokens().subList(0, Math.min(most, left.tokens().size()))), stopped);
      left = untouched();
    }
    if (!left.isEmpty()) {
      // A single segment is too much: the follower folds it page by page, in any memory.
      rows.clear(left);
    }
  }

  /**
   * One scan.
   *
   * @return how many segments the next one should hold; none where not even one fits
   */
  private int pass(Share wanted, BooleanSupplier stopped) throws InterruptedException {
    Load<S> load = new Load<>(folding, rows, wanted, pace);
    phase = Phase.SCANNING;
    try {
      gathering.join(work, load);
      long upTo = await(load, stopped);
      phase = Phase.WRITING;
      if (!load.kept().isEmpty()) {
        inTurn(stopped, () -> {
          feed.doubt();
          rows.write(load, upTo, new Refold<>(log, folding));
        });
        feed.ensureKnown();
      }
    } finally {
      load.release();
      scanned = 0;
    }
    int kept = load.kept().tokens().size();
    return kept == wanted.tokens().size() || wanted.tokens().size() == 1 ? kept : Math.max(1, kept);
  }

  /** Returns when the load is complete. */
  private long await(Load<S> load, BooleanSupplier stopped) throws InterruptedException {
    Share held = feed.share();
    while (true) {
      try {
        return load.scanned().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        scanned = load.passed();
      } catch (ExecutionException failed) {
        throw asThrown(failed);
      }
      lookAfter(held, stopped);
    }
  }

  /** One of a few at a time; those that wait for their turn to write keep the next scan waiting. */
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

  private Share untouched() {
    return feed.share().only(token -> token.position() == 0);
  }

  private static RuntimeException asThrown(ExecutionException failed) {
    if (failed.getCause() instanceof Error error) {
      throw error;
    }
    return failed.getCause() instanceof RuntimeException failure ? failure
        : new IllegalStateException(failed.getCause());
  }
}
