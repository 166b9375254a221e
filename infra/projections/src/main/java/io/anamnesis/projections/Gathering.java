package io.anamnesis.projections;

import io.anamnesis.eventstore.LogTail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gathers the loads that are asked for in the same moment into one scan of the log. One scan goes on at a time in a process,
 * so that all of the memory for states is its own. Thread-safe.
 */
final class Gathering {
  /** So long it waits for those who have said that they will come. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final LogTail log;
  private final BuildSettings settings;
  private final Set<Work> announced = new HashSet<>();
  private List<Load<?>> waiting = new ArrayList<>();
  private boolean scanning;

  Gathering(LogTail log, BuildSettings settings) {
    this.log = log;
    this.settings = settings;
  }

  /** A load of this work may be asked for soon. */
  synchronized void announce(Work work) {
    announced.add(work);
  }

  /** No load of this work is to be waited for. */
  synchronized void withdraw(Work work) {
    announced.remove(work);
    notifyAll();
  }

  /** Takes part in the next scan, which begins when everybody announced is there. */
  synchronized void join(Work work, Load<?> load) {
    withdraw(work);
    if (!scanning) {
      // May fail, and nothing is promised yet; the thread waits for this monitor before it looks who is there.
      Thread.ofPlatform().daemon().name("views-scan").start(this::scan);
      scanning = true;
    }
    waiting.add(load);
  }

  private void scan() {
    try {
      for (List<Load<?>> loads = next(); !loads.isEmpty(); loads = next()) {
        serve(loads);
      }
    } catch (InterruptedException interrupted) {
      // Nobody does so: a scan is ended by its loads.
      giveUp(interrupted);
      Thread.currentThread().interrupt();
    } catch (Throwable failure) { // whatever it is, the next to come must find a thread
      giveUp(failure);
    }
  }

  private void serve(List<Load<?>> loads) {
    try {
      new BulkScan(log, settings, loads).run();
    } catch (Throwable failure) { // it could not even begin
      loads.forEach(load -> load.fail(failure));
    }
  }

  /** Whoever is still there hears of it: nobody would scan for him. */
  private synchronized void giveUp(Throwable failure) {
    scanning = false;
    List<Load<?>> left = waiting;
    waiting = new ArrayList<>();
    left.forEach(load -> load.fail(failure));
  }

  /** Those who are there when all are, or when time is over; none ends the thread. */
  private synchronized List<Load<?>> next() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long left = PATIENCE.toMillis();
    while (!waiting.isEmpty() && !announced.isEmpty() && left > 0) {
      wait(left);
      left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    }
    List<Load<?>> loads = waiting;
    waiting = new ArrayList<>();
    scanning = !loads.isEmpty();
    return loads;
  }
}
