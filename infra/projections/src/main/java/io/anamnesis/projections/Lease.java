package io.anamnesis.projections;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a process that says nothing counts as alive.
 *
 * @param term longer than what a process may stand still for without losing its share: a collection, a slow disk
 */
record Lease(Duration term) {
  static final Lease STANDARD = new Lease(Duration.ofSeconds(5));

  /** Between two signs of life. Some may be lost; and no two processes keep in step. */
  Duration beat() {
    return jittered(term.dividedBy(4));
  }

  /** Between two looks at what is free, by one who lacks something. */
  Duration soon() {
    return jittered(term.dividedBy(20));
  }

  private static Duration jittered(Duration pause) {
    return Duration.ofNanos((long) (pause.toNanos() * ThreadLocalRandom.current().nextDouble(0.7, 1.1)));
  }
}
