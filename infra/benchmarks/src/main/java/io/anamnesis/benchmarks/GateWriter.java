package io.anamnesis.benchmarks;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A writer in the gate. Of 40 appends, about two commit up to 25 ms late; later on, one is rolled back and one takes a
 * number that is taken, and each leaves a gap in a sequence.
 */
final class GateWriter {
  private static final int ONE_IN = 40;

  private final Gated store;
  private final Commits commits;
  private final Sightings sightings;
  private final int number;
  private final long faultsFrom;
  private final SplittableRandom random;
  private int streams;
  private long seq;

  GateWriter(Gated store, Commits commits, Sightings sightings, int number, long faultsFrom) {
    this.store = store;
    this.commits = commits;
    this.sightings = sightings;
    this.number = number;
    this.faultsFrom = faultsFrom;
    this.random = new SplittableRandom(number);
  }

  void writeUntil(long end) {
    while (System.nanoTime() - end < 0) {
      write();
      Gate.pause(Duration.ofMillis(random.nextInt(1, 10)));
    }
  }

  private void write() {
    UUID event = UUID.randomUUID();
    int kind = random.nextInt(ONE_IN);
    boolean mayFail = System.nanoTime() - faultsFrom > 0;
    if (kind == 0 && mayFail) {
      commits.refuse(event);
    } else if (kind == 1 || kind == 2) {
      commits.pause(event, Duration.ofMillis(random.nextInt(1, 25)));
    }
    boolean collides = kind == 3 && mayFail && seq > 0;
    try {
      store.append(event, "gate-" + number + "x" + streams, collides ? seq - 1 : seq);
      sightings.acknowledge(event);
      seq++;
    } catch (RuntimeException refused) {
      // How far the stream has come may not be known: a new one.
      streams++;
      seq = 0;
    }
  }
}
