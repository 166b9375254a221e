package io.anamnesis.eventstore.conformance;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Follows a log in the background from its tail on. */
final class Reader implements AutoCloseable {
  private final Following following;
  private final boolean goesOn;
  private final CountDownLatch end = new CountDownLatch(1);
  private final CompletableFuture<Void> reading;
  private volatile int count;

  private Reader(Store store, boolean goesOn) {
    this.following = Following.atTheTail(store.engine());
    this.goesOn = goesOn;
    this.reading = CompletableFuture.runAsync(this::follow, Thread::startVirtualThread);
  }

  /** One that fails when a read fails. */
  static Reader of(Store store) {
    return new Reader(store, false);
  }

  /** One that reads again, from its token, when a read fails. */
  static Reader thatGoesOn(Store store) {
    return new Reader(store, true);
  }

  private void follow() {
    try {
      do {
        read();
      } while (!end.await(1, TimeUnit.MILLISECONDS));
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private void read() {
    try {
      following.read();
    } catch (RuntimeException failed) {
      if (!goesOn) {
        throw failed;
      }
    }
    count = following.seen().size();
  }

  /** How many events it has seen so far. */
  int count() {
    return count;
  }

  /** Reads to the end of the log, for which nothing may stand in its way any more. */
  Following finish() throws Exception {
    end.countDown();
    reading.get(60, TimeUnit.SECONDS);
    return following.read();
  }

  List<String> seenInTheEnd() throws Exception {
    return finish().seen();
  }

  @Override
  public void close() {
    end.countDown();
  }
}
