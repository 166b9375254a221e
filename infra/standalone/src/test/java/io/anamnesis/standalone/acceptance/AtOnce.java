package io.anamnesis.standalone.acceptance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Calls that are made at the same moment. */
final class AtOnce {
  private static final int SECONDS = 120;

  private AtOnce() {}

  static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
    return atOnce(Collections.nCopies(times, call));
  }

  /** What each came to, in their order; whoever has not come to an end in two minutes is a failure. */
  static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
      List<T> results = new ArrayList<>();
      for (Future<T> done : threads.invokeAll(calls, SECONDS, TimeUnit.SECONDS)) {
        results.add(done.get());
      }
      return results;
    }
  }
}
