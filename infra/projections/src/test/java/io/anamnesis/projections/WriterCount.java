package io.anamnesis.projections;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the views whose rows are being written at the same time. */
final class WriterCount {
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final CountDownLatch tooMany;

  WriterCount(int allowed) {
    tooMany = new CountDownLatch(allowed + 1);
  }

  int most() {
    return most.get();
  }

  int views() {
    return seen.size();
  }

  /** A view that is counted when its rows are written for the first time. */
  Spending view(String name) {
    return new Spending(name, 1) {
      @Override
      public List<Lookup> lookups(Spent state) {
        if (seen.add(name)) {
          write();
        }
        return super.lookups(state);
      }
    };
  }

  /** Long enough for one to come who may not. */
  private void write() {
    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    tooMany.countDown();
    try {
      tooMany.await(200, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    } finally {
      inside.decrementAndGet();
    }
  }
}
