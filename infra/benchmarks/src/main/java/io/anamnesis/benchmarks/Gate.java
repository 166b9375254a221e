package io.anamnesis.benchmarks;

import io.anamnesis.benchmarks.Gated.Follower;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Correctness before speed: a reader follows a store while writers append and commit late, and one append commits
 * {@link #HELD} after it took its number, beside a foreign transaction that is open as long. Halfway through that, writers
 * begin to be rolled back and to collide, too. Events carry a time of long ago, as an import's do. What is recorded in the
 * end and was not read is skipped; what was read twice, out of order, or without being recorded counts as well.
 */
final class Gate {
  static final int WRITERS = 16;
  /** The time that an event says of itself. */
  static final Instant LONG_AGO = Instant.parse("2020-03-01T02:15:00Z");

  private static final Duration HELD = Duration.ofSeconds(10);
  /** Writers are busy so long before the late append takes its number. */
  private static final Duration BEFORE = Duration.ofSeconds(1);
  /** And so long after its commit: some stores let nobody else commit meanwhile. */
  private static final Duration AFTER = Duration.ofSeconds(3);
  /** A reader that has given nothing for so long will not give what it owes: none waits longer than this for a gap. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  /** The time it has to catch up in, at most. */
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(2);

  private final Cluster cluster;

  Gate(Cluster cluster) {
    this.cluster = cluster;
  }

  Verdict judge(Gated store) {
    Sightings sightings = new Sightings();
    UUID late = UUID.randomUUID();
    List<UUID> recorded;
    CountDownLatch enough = new CountDownLatch(1);
    try (Commits commits = new Commits(cluster, store);
        Follower reader = store.follow();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> reading = threads.submit(() -> follow(reader, sightings, enough));
      try {
        List<Future<?>> writing =
            new ArrayList<>(List.of(threads.submit(() -> writeLate(store, late, commits, sightings))));
        long start = System.nanoTime();
        long end = start + BEFORE.plus(HELD).plus(AFTER).toNanos();
        for (int i = 0; i < WRITERS; i++) {
          GateWriter writer = new GateWriter(store, commits, sightings, i, start + HELD.toNanos() / 2);
          writing.add(threads.submit(() -> writer.writeUntil(end)));
        }
        writing.forEach(Gate::join);
        recorded = commits.recorded();
        waitForReader(reading, recorded, sightings);
      } finally {
        enough.countDown();
        join(reading);
      }
    }
    return sightings.verdict(recorded, late);
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped", stopped);
    }
  }

  private static void follow(Follower reader, Sightings sightings, CountDownLatch enough) {
    try {
      do {
        sightings.read(reader.next());
      } while (!enough.await(POLL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped", stopped);
    }
  }

  /** Some clients give up before the database does: the event may be recorded all the same. */
  private static void writeLate(Gated store, UUID late, Commits commits, Sightings sightings) {
    commits.pause(late, HELD);
    pause(BEFORE);
    commits.besideForeignTransaction(() -> {
      long committed = System.nanoTime() + HELD.toNanos();
      try {
        store.append(late, "gate-late", 0);
        sightings.acknowledge(late);
      } catch (RuntimeException notKnown) {
        pause(Duration.ofNanos(Math.max(0, committed - System.nanoTime())).plus(BEFORE));
      }
    });
  }

  private static void waitForReader(Future<?> reading, List<UUID> recorded, Sightings sightings) {
    long start = System.nanoTime();
    long last = start;
    int before = sightings.countRead();
    while (!sightings.wereRead(recorded) && !reading.isDone() && System.nanoTime() - last < PATIENCE.toNanos()
        && System.nanoTime() - start < LIMIT.toNanos()) {
      pause(POLL);
      if (sightings.countRead() > before) {
        before = sightings.countRead();
        last = System.nanoTime();
      }
    }
  }

  private static void join(Future<?> work) {
    try {
      work.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the gate failed", failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped", stopped);
    }
  }
}
