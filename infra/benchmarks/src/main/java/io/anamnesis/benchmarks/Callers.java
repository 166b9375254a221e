package io.anamnesis.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers, each a virtual thread that makes its next call when the last one is answered. */
final class Callers {
  private Callers() {}

  /** Measures a call that appends one event; the first call that fails ends the run. */
  static Measurement measure(Cluster cluster, int callers, Duration time, Runnable call) {
    long cpu = CpuTime.ofSelf() + cluster.cpuMicros();
    long start = System.nanoTime();
    long events = run(callers, start + time.toNanos(), call);
    double seconds = (System.nanoTime() - start) / 1e9;
    long used = CpuTime.ofSelf() + cluster.cpuMicros() - cpu;
    return new Measurement(events / seconds, (double) used / events);
  }

  private static long run(int callers, long deadline, Runnable call) {
    List<Future<Long>> counts = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        counts.add(threads.submit(() -> repeat(deadline, call)));
      }
    }
    return counts.stream().mapToLong(Callers::get).sum();
  }

  private static long repeat(long deadline, Runnable call) {
    long calls = 0;
    while (System.nanoTime() - deadline < 0) {
      call.run();
      calls++;
    }
    return calls;
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
