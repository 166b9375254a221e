package io.anamnesis.projections;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A bell for one sleeper: a ring before it falls asleep is not lost, many rings count once. */
public final class Wakeup {
  private final Semaphore rung = new Semaphore(0);

  public void ring() {
    if (rung.availablePermits() == 0) {
      rung.release();
    }
  }

  /**
   * Returns when rung or when the time is over.
   *
   * @return whether it was rung
   */
  public boolean await(Duration limit) throws InterruptedException {
    boolean isRung = rung.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (isRung) {
      rung.drainPermits();
    }
    return isRung;
  }
}
