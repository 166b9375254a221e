package io.anamnesis.projections;

import io.anamnesis.events.UnknownRevision;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that takes one turn after another until it is stopped. A turn that fails is taken again after a pause, whatever
 * the failure; an event of a revision that this build does not know alone ends the thread, loudly.
 */
public final class SteadyThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SteadyThread.class);
  /** Chance decides how much of it: two that got in each other's way do not meet again. */
  private static final int MOMENT_MILLIS = 10;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LAST_TURN = Duration.ofSeconds(15);

  /** A piece of work. */
  @FunctionalInterface
  public interface Turn {
    /** @return whether there is to be another one */
    boolean take() throws InterruptedException;
  }

  private final Turn turn;
  private final Runnable atEnd;
  private final Thread thread;
  private final Wakeup wakeup = new Wakeup();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Duration nextPause = FIRST_PAUSE;
  private volatile boolean failed;
  private volatile @Nullable String lastError;

  /** @param atEnd done by the thread when it ends, for whatever reason */
  public SteadyThread(String name, Turn turn, Runnable atEnd) {
    this.turn = turn;
    this.atEnd = atEnd;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  public void wake() {
    wakeup.ring();
  }

  /** Within a turn: waits to be woken. */
  public void sleep(Duration limit) throws InterruptedException {
    if (!isStopped()) {
      wakeup.await(limit);
    }
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /** Within a long turn: ends it, and the thread, where that was stopped meanwhile. */
  public void endIfStopped() throws InterruptedException {
    if (isStopped()) {
      throw new InterruptedException();
    }
  }

  /** Waits in vain, unless stopped meanwhile. */
  void pause(Duration time) throws InterruptedException {
    if (stopped.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException();
    }
  }

  /** Within a turn: a failure that the turn itself gets over. */
  void note(Throwable failure) {
    lastError = FailureNote.of(failure);
  }

  boolean failed() {
    return failed;
  }

  /** What the last turn failed of, without anything personal; null if it did not. */
  public @Nullable String lastError() {
    return lastError;
  }

  /** Lets the present turn be the last. */
  void stop() {
    stopped.countDown();
    wakeup.ring();
  }

  /** Stops and waits for the end, if it comes soon. */
  @Override
  public void close() {
    stop();
    try {
      if (Thread.currentThread() != thread && thread.getState() != Thread.State.NEW) {
        thread.join(LAST_TURN);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      boolean another = true;
      while (another && !isStopped()) {
        another = takeTurn();
      }
    } catch (InterruptedException interrupted) {
      LOG.debug("{} was interrupted", thread.getName());
    } finally {
      end();
    }
  }

  private void end() {
    try {
      atEnd.run();
    } catch (RuntimeException left) {
      LOG.warn("{} did not end in order: {}", thread.getName(), FailureNote.of(left));
    }
  }

  private boolean takeTurn() throws InterruptedException {
    try {
      boolean another = turn.take();
      lastError = null;
      nextPause = FIRST_PAUSE;
      return another;
    } catch (TokenMoved another) {
      pause(Duration.ofMillis(ThreadLocalRandom.current().nextInt(MOMENT_MILLIS)));
      return true;
    } catch (UnknownRevision unknown) {
      LOG.error("{} stops: {}", thread.getName(), unknown.getMessage());
      note(unknown);
      failed = true;
      return false;
    } catch (InterruptedException interrupted) {
      throw interrupted;
    } catch (Throwable failure) { // whatever it is, the thread must not be lost
      note(failure);
      LOG.warn("{} tries again in {} ms: {}", thread.getName(), nextPause.toMillis(), lastError);
      pause(nextPause);
      Duration longer = nextPause.multipliedBy(2);
      nextPause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
      return true;
    }
  }
}
