package io.anamnesis.command.loyalty;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A trial under way or done. Thread-safe. */
final class WhatIfJob implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(WhatIfJob.class);

  private final UUID id = UUID.randomUUID();
  private final String draft;
  private final WhatIf.Run run;
  private final Instant asked;
  private State state = State.WAITING;
  private @Nullable WhatIfOutcome result;

  /** Where a trial stands. */
  public enum State {
    WAITING, RUNNING, DONE, CANCELLED, FAILED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is told of a trial.
   *
   * @param draft version of the draft
   * @param progress from 0 to 1
   * @param result null until it is done
   */
  public record Status(UUID id, String draft, State state, Instant askedAt, double progress,
      @Nullable WhatIfOutcome result) {}

  WhatIfJob(String draft, WhatIf.Run run, Instant asked) {
    this.draft = draft;
    this.run = run;
    this.asked = asked;
  }

  UUID id() {
    return id;
  }

  synchronized Status status() {
    return new Status(id, draft, state, asked, state == State.DONE ? 1 : run.progress(), result);
  }

  synchronized boolean isOver() {
    return state != State.WAITING && state != State.RUNNING;
  }

  /** Nothing comes of it any more, unless it is over already. */
  synchronized void cancel() {
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
      LOG.warn("what-if {} failed: {}", id, failed.getClass().getName());
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

  private synchronized void end(State last, @Nullable WhatIfOutcome outcome) {
    if (state == State.RUNNING) {
      state = last;
      result = outcome;
    }
  }
}
