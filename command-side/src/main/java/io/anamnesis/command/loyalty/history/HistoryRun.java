package io.anamnesis.command.loyalty.history;

/**
 * A way over all history that takes a while, and writes nothing.
 *
 * @param <R> what comes of it
 */
public interface HistoryRun<R> {

  /**
   * Goes over all history; for one call.
   *
   * @throws java.util.concurrent.CancellationException if it was cancelled before the end
   */
  R outcome() throws InterruptedException;

  /** Ends {@link #outcome} soon, from whatever thread. */
  void cancel();
}
