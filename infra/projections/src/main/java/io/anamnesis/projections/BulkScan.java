package io.anamnesis.projections;

import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One walk along the log for any number of loads. First the log is divided by subject into partitions, undecoded. Then workers
 * take the partitions side by side: lives are folded from their first event to their last, written and forgotten, so that no
 * more states are held than those of the partitions under way.
 */
final class BulkScan {
  private static final Logger LOG = LoggerFactory.getLogger(BulkScan.class);
  /** What is on its way into tables takes no more than this part of the memory, while the pieces are not below what is worth a transaction. */
  private static final int PIECES_PART = 8;
  private static final int LEAST_PIECE = 16 << 10;
  private static final int USUAL_PIECE = 1 << 20;

  private final LogTail log;
  private final BuildSettings settings;
  private final List<Load<?>> loads;
  private final Map<String, Boolean> declared = new HashMap<>();
  private long done;
  private long folded;
  private long lastDone;

  BulkScan(LogTail log, BuildSettings settings, List<Load<?>> loads) {
    this.log = log;
    this.settings = settings;
    this.loads = loads;
    for (int number = 0; number < loads.size(); number++) {
      loads.get(number).begin(settings.workers(), number, piece());
    }
  }

  private int piece() {
    long each = settings.memory() / PIECES_PART / settings.workers() / Math.max(1, loads.size());
    return (int) Math.clamp(each, LEAST_PIECE, USUAL_PIECE);
  }

  /** Returns when every load is complete or has failed. */
  void run() {
    long upTo = log.head();
    // After the head is known: what was given up before it is passed over.
    loads.forEach(load -> load.folding().skipped().refresh(log));
    LOG.info("a scan of {} events for {} views begins", upTo, loads.size());
    try (Partitions partitions =
        Partitions.of(upTo, settings.memory() - settings.memory() / PIECES_PART, settings.folder())) {
      divide(upTo, partitions);
      fold(upTo, partitions);
      loads.forEach(load -> load.complete(upTo));
    } catch (Throwable failure) { // whatever it is, those who wait must hear of it
      loads.forEach(load -> load.fail(failure));
    }
  }

  private void divide(long upTo, Partitions partitions) throws InterruptedException {
    lastDone = System.nanoTime();
    log.scan(0, upTo, page -> {
      page.forEach(event -> divide(event, partitions));
      passed(page.size());
    });
  }

  private void divide(LoggedEvent event, Partitions partitions) {
    String subject = event.subject();
    if (subject != null) {
      if (KnownLife.isStatement(event)) {
        loads.forEach(load -> heed(event, subject, load));
      }
      if (declared.computeIfAbsent(event.type(), this::isDeclared)) {
        partitions.add(event.stored());
      }
    }
  }

  private boolean isDeclared(String type) {
    return loads.stream().anyMatch(load -> load.folding().declared().test(type));
  }

  /** Whose facts were corrected or withdrawn is folded as is known in the end, which is seldom. */
  private static void heed(LoggedEvent statement, String subject, Load<?> load) {
    try {
      if (load.folding().restates(statement)) {
        load.restate(subject);
      }
    } catch (RuntimeException newer) { // than this build: what goes wrong for one is no trouble of the others
      load.fail(newer);
    }
  }

  private void fold(long upTo, Partitions partitions) throws InterruptedException {
    done = 0;
    loads.forEach(Load::divided);
    long toFold = partitions.all().stream().mapToLong(Partition::events).sum();
    Queue<Partition> left = new ConcurrentLinkedQueue<>(partitions.all());
    List<ScanWorker> workers = new ArrayList<>();
    for (int number = 0; number < settings.workers(); number++) {
      int worker = number;
      List<LoadPart<?>> parts = loads.stream().<LoadPart<?>>map(load -> load.part(worker)).toList();
      workers.add(new ScanWorker(number, log, partitions, left, parts, upTo,
          events -> folded(events, toFold, upTo)));
    }
    workers.forEach(ScanWorker::start);
    for (ScanWorker worker : workers) {
      worker.finish();
    }
  }

  /** What nobody declares counts as folded with the rest, so that the end is reached when all are. */
  private synchronized void folded(int events, long of, long upTo) {
    folded += events;
    passed(Math.round((double) folded / of * upTo) - done);
  }

  /** @throws CancellationException if nobody wants the scan any more */
  private synchronized void passed(long events) {
    if (loads.stream().allMatch(Load::isOver)) {
      throw new CancellationException("nobody wants the scan any more");
    }
    long now = System.nanoTime();
    done += events;
    loads.forEach(load -> load.passed(done, events, now - lastDone));
    lastDone = now;
  }
}
