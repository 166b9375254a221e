package io.anamnesis.projections;

import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One of the threads of a {@link BulkScan}: takes one partition after another, folds all lives in it for all loads, writes them
 * and forgets them. An event is decoded once for all loads, and not at all where none declares it.
 */
final class ScanWorker {
  private final LogTail log;
  private final Partitions partitions;
  private final Queue<Partition> left;
  private final List<LoadPart<?>> parts;
  private final long upTo;
  private final IntConsumer folded;
  private final Map<String, List<LoadPart<?>>> whoDeclares = new HashMap<>();
  private final Thread thread;
  private volatile @Nullable Throwable death;

  /**
   * @param left partitions that nobody has taken yet
   * @param parts its own of each load
   * @param folded is told of so many more events, or that is to be given up by throwing
   */
  ScanWorker(int number, LogTail log, Partitions partitions, Queue<Partition> left,
      List<LoadPart<?>> parts, long upTo, IntConsumer folded) {
    this.log = log;
    this.partitions = partitions;
    this.left = left;
    this.parts = parts;
    this.upTo = upTo;
    this.folded = folded;
    this.thread = Thread.ofPlatform().daemon().name("views-scan-" + number).unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  /** Waits until nothing is left to do. */
  void finish() throws InterruptedException {
    thread.join();
    if (death != null) {
      throw new IllegalStateException("a worker of the scan has died", death);
    }
  }

  private void work() {
    try {
      for (Partition next = left.poll(); next != null; next = left.poll()) {
        fold(next);
        folded.accept(next.events());
      }
      parts.forEach(part -> part.finish(upTo));
    } catch (Throwable failure) { // noted, and no more: there may be no memory left to do anything
      death = failure;
      left.clear();
    }
  }

  private void fold(Partition partition) {
    Map<String, ScannedSubject> subjects = new LinkedHashMap<>();
    partitions.drain(partition, stored -> {
      List<LoadPart<?>> interested = whoDeclares.computeIfAbsent(stored.type(), this::declaring);
      if (!interested.isEmpty()) {
        LoggedEvent event = log.logged(stored);
        ScannedSubject subject = subjects.computeIfAbsent(Objects.requireNonNull(stored.subject()), this::met);
        for (LoadPart<?> part : interested) {
          part.take(event, subject);
        }
      }
    });
    for (ScannedSubject subject : subjects.values()) {
      for (LoadPart<?> part : parts) {
        part.end(subject);
      }
    }
  }

  private ScannedSubject met(String name) {
    return new ScannedSubject(name, parts.size());
  }

  private List<LoadPart<?>> declaring(String type) {
    return parts.stream().filter(part -> part.declares(type)).toList();
  }
}
