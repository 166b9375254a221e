package io.anamnesis.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/** Callers, each a virtual thread that makes its next call when the last one is answered. */
final class Callers {
  private Callers() {}

  /** Measures a call that appends one event; the first call that fails ends the run. */
  static Measurement measure(Cluster cluster, int callers, Duration time, Runnable call) {
    return count(cluster, callers, time, () -> {
      call.run();
      return 1;
    });
  }

  /** Measures a call that tells how many events it was about; each caller makes one at least, and ends the last it began. */
  static Measurement count(Cluster cluster, int callers, Duration time, LongSupplier call) {
    long cpu = CpuTime.ofSelf() + cluster.cpuMicros();
    long start = System.nanoTime();
    long events = run(callers, start + time.toNanos(), call);
    double seconds = (System.nanoTime() - start) / 1e9;
    long used = CpuTime.ofSelf() + cluster.cpuMicros() - cpu;
    return new Measurement(events / seconds, (double) used / events);
  }

  /** Lets each caller call once. */
  static void run(int callers, Runnable call) {
    run(callers, System.nanoTime(), () -> {
      call.run();
      return 1;
    });
  }

  private static long run(int callers, long deadline, LongSupplier call) {
    List<Future<Long>> counts = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        counts.add(threads.submit(() -> repeat(deadline, call)));
      }
    }
    return counts.stream().mapToLong(Callers::get).sum();
  }

  private static long repeat(long deadline, LongSupplier call) {
    long events = 0;
    do {
      events += call.getAsLong();
    } while (System.nanoTime() - deadline < 0);
    return events;
  }

  private static long get(Future<Long> count) {
    try {
      return count.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a call failed", failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped", stopped);
    }
  }
}
