package io.anamnesis.command.loyalty.history;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run over all history, waiting, under way or done. Thread-safe.
 *
 * @param <T> the run
 * @param <R> what comes of it
 */
public final class HistoryJob<T extends HistoryRun<R>, R> implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryJob.class);

  private final UUID id = UUID.randomUUID();
  private final T run;
  private final Instant askedAt;
  private State state = State.WAITING;
  private @Nullable R result;

  /** Where a job stands. */
  public enum State {
    WAITING, RUNNING, DONE, CANCELLED, FAILED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How it stands at one moment.
   *
   * @param result null until it is done
   */
  public record Standing<R>(State state, @Nullable R result) {}

  HistoryJob(T run, Instant askedAt) {
    this.run = run;
    this.askedAt = askedAt;
  }

  public UUID id() {
    return id;
  }

  public T work() {
    return run;
  }

  public Instant askedAt() {
    return askedAt;
  }

  public synchronized Standing<R> standing() {
    return new Standing<>(state, result);
  }

  synchronized boolean isOver() {
    return state != State.WAITING && state != State.RUNNING;
  }

  /** Nothing comes of it any more, unless it is over already. */
  public synchronized void cancel() {
    if (!isOver()) {
      state = State.CANCELLED;
      run.cancel();
    }
  }

  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    try {
      end(State.DONE, run.outcome());
    } catch (CancellationException | InterruptedException stopped) {
      end(State.CANCELLED, null);
    } catch (RuntimeException failed) {
      // Its message may quote what the log holds.
      LOG.warn("run {} over all history failed: {}", id, failed.getClass().getName());
      end(State.FAILED, null);
    }
  }

  private synchronized boolean begin() {
    boolean first = state == State.WAITING;
    if (first) {
      state = State.RUNNING;
    }
    return first;
  }

  private synchronized void end(State last, @Nullable R outcome) {
    if (state == State.RUNNING) {
      state = last;
      result = outcome;
    }
  }
}
