package io.anamnesis.projections;

import io.anamnesis.eventstore.LoggedEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of the threads of a {@link BulkScan}: folds the subjects that are its own, for all loads, in the order of the log. */
final class ScanWorker {
  private static final Logger LOG = LoggerFactory.getLogger(ScanWorker.class);
  private static final int BATCHES_AHEAD = 4;
  private static final int LOOK_MILLIS = 100;

  private final int number;
  private final List<Load<?>> loads;
  private final Runnable keepWithinMemory;
  private final Map<String, ScannedSubject> subjects = new HashMap<>();
  private final BlockingQueue<List<LoggedEvent>> batches = new ArrayBlockingQueue<>(BATCHES_AHEAD);
  private final Thread thread;
  private volatile boolean allFolded;
  private volatile @Nullable Throwable death;

  /** @param keepWithinMemory lets go segments until what all workers hold fits */
  ScanWorker(int number, List<Load<?>> loads, Runnable keepWithinMemory) {
    this.number = number;
    this.loads = loads;
    this.keepWithinMemory = keepWithinMemory;
    this.thread = Thread.ofPlatform().daemon().name("views-scan-" + number).unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  /** @param batch events of its subjects; not empty */
  void hand(List<LoggedEvent> batch) throws InterruptedException {
    put(batch);
  }

  /** Waits until all is folded. */
  void finish() throws InterruptedException {
    put(List.of());
    thread.join();
    if (!allFolded) {
      throw dead();
    }
  }

  void abandon() {
    thread.interrupt();
  }

  private void work() {
    try {
      for (List<LoggedEvent> batch = batches.take(); !batch.isEmpty(); batch = batches.take()) {
        batch.forEach(this::fold);
        settle();
        keepWithinMemory.run();
      }
      loads.forEach(load -> guarded(load, () -> load.part(number).finish()));
      allFolded = true;
    } catch (InterruptedException abandoned) {
      LOG.debug("a scan was abandoned");
    } catch (Throwable failure) { // noted, and no more: there may be no memory left to do anything
      death = failure;
    }
  }

  /** Nobody takes anything from the queue of one who has died. */
  private void put(List<LoggedEvent> batch) throws InterruptedException {
    while (!batches.offer(batch, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (!thread.isAlive()) {
        throw dead();
      }
    }
  }

  private IllegalStateException dead() {
    return new IllegalStateException("a worker of the scan has died", death);
  }

  private void fold(LoggedEvent event) {
    String name = Objects.requireNonNull(event.subject());
    ScannedSubject subject = null;
    for (Load<?> load : loads) {
      if (!load.isOver()) {
        subject = fold(event, name, load, subject);
      }
    }
  }

  /** @param known the event's subject, where another load has wanted it already */
  private @Nullable ScannedSubject fold(LoggedEvent event, String name, Load<?> load, @Nullable ScannedSubject known) {
    try {
      LoadPart<?> part = load.part(number);
      if (!part.wants(event, name)) {
        return known;
      }
      ScannedSubject subject = known == null ? subjects.computeIfAbsent(name, this::met) : known;
      part.take(event, subject);
      return subject;
    } catch (Throwable failure) { // whatever it is, the load's owner must hear of it
      load.fail(failure);
      return known;
    }
  }

  private ScannedSubject met(String name) {
    return new ScannedSubject(name, loads.size());
  }

  private void settle() {
    boolean[] forgotten = {false};
    loads.forEach(load -> guarded(load, () -> forgotten[0] |= load.part(number).settle()));
    if (forgotten[0]) {
      subjects.values().removeIf(ScannedSubject::isForgotten);
    }
  }

  /** What goes wrong for one is no trouble of the others. */
  private static void guarded(Load<?> load, Runnable work) {
    try {
      work.run();
    } catch (Throwable failure) { // whatever it is, the load's owner must hear of it
      load.fail(failure);
    }
  }
}
