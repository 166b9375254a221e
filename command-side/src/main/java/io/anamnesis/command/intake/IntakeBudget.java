package io.anamnesis.command.intake;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How much memory the requests of this moment may hold together, in MiB. One that finds none left waits a little, then
 * is told to come again, so that many large bodies at once cannot exhaust the process.
 */
final class IntakeBudget {
  /** What a stream holds, whatever its length. */
  static final int OF_A_STREAM = 4;

  private static final long MEBIBYTE = 1024 * 1024;

  private final Semaphore mebibytes;
  private final Duration longestWait;

  IntakeBudget(int mebibytes, Duration longestWait) {
    this.mebibytes = new Semaphore(mebibytes, true);
    this.longestWait = longestWait;
  }

  /** An eighth of the heap, but enough for one of the largest bodies and a few streams. */
  static IntakeBudget ofThisProcess() {
    long eighth = Runtime.getRuntime().maxMemory() / 8 / MEBIBYTE;
    return new IntakeBudget((int) Math.clamp(eighth, 48, 1024), Duration.ofSeconds(10));
  }

  /** What a body of that many bytes costs, in MiB. */
  static int ofBytes(long bytes) {
    return (int) Math.ceilDiv(Math.max(1, bytes), MEBIBYTE);
  }

  /**
   * Takes a share, to be given back by closing it.
   *
   * @throws Exhausted if there was none in time
   */
  Share take(int share) {
    try {
      if (mebibytes.tryAcquire(share, longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
        return () -> mebibytes.release(share);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw new Exhausted();
  }

  /** A share of the budget. */
  interface Share extends AutoCloseable {
    @Override
    void close();
  }

  /** Too many requests hold too much. */
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
