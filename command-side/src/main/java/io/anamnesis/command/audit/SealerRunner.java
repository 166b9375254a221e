package io.anamnesis.command.audit;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.sealing.LogAltered;
import io.anamnesis.eventstore.sealing.Sealer;
import io.anamnesis.projections.SteadyThread;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals the log whenever it grew: at once after a pause, and under load so often that no event waits for a second. Stops for good,
 * loudly, where what is in the database is not what was sealed.
 */
public final class SealerRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SealerRunner.class);
  /** From one checkpoint to the next, at least. What is left of the second is for sealing itself. */
  private static final Duration PACE = Duration.ofMillis(600);
  /** A hint that was missed is made up for after this. */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);

  private final EventLog log;
  private final Sealer sealer;
  private final SteadyThread thread;
  private volatile @Nullable LogAltered altered;
  private volatile long lastDone = System.nanoTime();

  public SealerRunner(EventLog log, Sealer sealer) {
    this.log = log;
    this.sealer = sealer;
    this.thread = new SteadyThread("sealer", this::turn, () -> {});
  }

  public void start() {
    thread.start();
  }

  /** Why nothing is sealed any more; empty as long as all is well. */
  Optional<LogAltered> altered() {
    return Optional.ofNullable(altered);
  }

  /** How often the log was set back on purpose, as far as it is known here. */
  long epoch() {
    return sealer.epoch();
  }

  /** Since when nothing was sealed and it was not seen either that there is nothing to seal. */
  Duration stuckFor() {
    return Duration.ofNanos(System.nanoTime() - lastDone);
  }

  /** What the last try failed of; empty if it did not, or if it is under way. */
  Optional<String> failure() {
    return Optional.ofNullable(thread.lastError());
  }

  private boolean turn() throws InterruptedException {
    long begun = System.nanoTime();
    try {
      boolean more = sealer.seal();
      lastDone = System.nanoTime();
      if (!more) {
        awaitEvents();
        waitOut(Duration.ofNanos(System.nanoTime() - begun));
      }
      return true;
    } catch (LogAltered found) {
      altered = found;
      LOG.error(
          "The log is sealed no further and no checkpoint is signed any more ({}, position {}): {}. What to do is told in"
              + " docs/explanation/tamper-evidence.md.",
          found.finding(), found.position(), found.getMessage());
      return false;
    }
  }

  /** Listens only while there is nothing to do: under load, to be told of each batch would cost more than to seal it. */
  private void awaitEvents() throws InterruptedException {
    AutoCloseable hint = log.onAppend(thread::wake);
    try {
      // What was appended before anybody listened.
      if (!sealer.isBehind()) {
        thread.sleep(LONGEST_SLEEP);
      }
    } finally {
      forget(hint);
    }
  }

  /** So that checkpoints are few under load. */
  private static void waitOut(Duration passed) throws InterruptedException {
    if (passed.compareTo(PACE) < 0) {
      Thread.sleep(PACE.minus(passed));
    }
  }

  private static void forget(AutoCloseable hint) {
    try {
      hint.close();
    } catch (Exception failed) {
      LOG.debug("a listener of the log was not taken out", failed);
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
