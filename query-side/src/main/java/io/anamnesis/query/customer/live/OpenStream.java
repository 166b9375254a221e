package io.anamnesis.query.customer.live;

import io.anamnesis.projections.Wakeup;
import java.time.Duration;
import java.util.function.Consumer;

/** A stream's place among those that are open, until it is closed. Whatever it is rung for waits in the log, and nowhere else. */
final class OpenStream implements AutoCloseable {
  private final Consumer<OpenStream> leave;
  private final Wakeup bell = new Wakeup();
  private final long deadline;
  private volatile boolean ended;

  /** How a wait ended. */
  enum Wait {
    /** Something may be in the log. */
    RUNG,
    /** Nothing, for as long as was to be waited. */
    QUIET,
    /** The stream has to end. */
    OVER
  }

  /**
   * @param life for how long it may be open
   * @param leave gives the place back
   */
  OpenStream(Duration life, Consumer<OpenStream> leave) {
    this.deadline = System.nanoTime() + life.toNanos();
    this.leave = leave;
  }

  void ring() {
    bell.ring();
  }

  /** The process ends. */
  void end() {
    ended = true;
    bell.ring();
  }

  boolean isOver() {
    return ended || System.nanoTime() - deadline >= 0;
  }

  /** Waits to be rung; what it was rung for since it was last waited for counts. */
  Wait await(Duration limit) throws InterruptedException {
    Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime())).plusMillis(1);
    boolean isRung = bell.await(left.compareTo(limit) < 0 ? left : limit);
    return isOver() ? Wait.OVER : isRung ? Wait.RUNG : Wait.QUIET;
  }

  @Override
  public void close() {
    leave.accept(this);
  }
}
