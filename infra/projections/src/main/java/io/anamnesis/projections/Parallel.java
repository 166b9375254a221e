package io.anamnesis.projections;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Equal pieces of work side by side. */
final class Parallel {

  private Parallel() {}

  /** Returns when all pieces are done; the first failure comes out as it was. */
  static void forEach(ExecutorService threads, int pieces, IntConsumer work) throws InterruptedException {
    List<Future<?>> pending = new ArrayList<>(pieces);
    for (int piece = 0; piece < pieces; piece++) {
      int number = piece;
      pending.add(threads.submit(() -> work.accept(number)));
    }
    for (Future<?> one : pending) {
      try {
        one.get();
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof RuntimeException unchecked) {
          throw unchecked;
        }
        throw new IllegalStateException("a piece of work failed", failed.getCause());
      }
    }
  }
}
