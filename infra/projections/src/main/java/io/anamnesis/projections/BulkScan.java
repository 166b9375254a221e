package io.anamnesis.projections;

import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One walk along the log for any number of loads. Workers fold side by side, each the subjects that are its own, in the order
 * of the log; an event is decoded once for all loads, and not at all where none declares it.
 */
final class BulkScan {
  private static final Logger LOG = LoggerFactory.getLogger(BulkScan.class);

  private final LogTail log;
  private final BuildSettings settings;
  private final List<Load<?>> loads;
  private final List<ScanWorker> workers = new ArrayList<>();
  private final Restatements restatements;

  /** No load is left. */
  private static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Abandoned() {
      super("nobody wants the scan any more", null, false, false);
    }
  }

  BulkScan(LogTail log, BuildSettings settings, List<Load<?>> loads) {
    this.log = log;
    this.settings = settings;
    this.loads = loads;
    this.restatements = new Restatements(loads);
    for (int number = 0; number < loads.size(); number++) {
      loads.get(number).begin(settings.workers(), number);
    }
    for (int number = 0; number < settings.workers(); number++) {
      workers.add(new ScanWorker(number, loads, this::keepWithinMemory));
    }
  }

  /** Returns when every load is complete or has failed. */
  void run() {
    try {
      workers.forEach(ScanWorker::start);
      long upTo = log.head();
      // After the head is known: what was given up before it is passed over.
      loads.forEach(load -> load.folding().skipped().refresh(log));
      LOG.info("a scan of {} events for {} views begins", upTo, loads.size());
      long[] last = {System.nanoTime()};
      log.scan(0, upTo, page -> {
        handOut(page);
        long now = System.nanoTime();
        loads.forEach(load -> load.passed(page.getLast().position(), page.size(), now - last[0]));
        last[0] = now;
      });
      for (ScanWorker worker : workers) {
        worker.finish();
      }
      loads.forEach(load -> load.complete(upTo));
    } catch (Abandoned nothingLeft) {
      // Who has not gone by himself has given up all of his segments.
      workers.forEach(ScanWorker::abandon);
      loads.forEach(load -> load.complete(0));
    } catch (Throwable failure) { // whatever it is, those who wait must hear of it
      workers.forEach(ScanWorker::abandon);
      loads.forEach(load -> load.fail(failure));
    }
  }

  private void handOut(List<LoggedEvent> page) {
    if (loads.stream().allMatch(Load::isOver)) {
      throw new Abandoned();
    }
    List<List<LoggedEvent>> batches = new ArrayList<>();
    workers.forEach(worker -> batches.add(new ArrayList<>()));
    for (LoggedEvent event : page) {
      String subject = event.subject();
      if (subject != null) {
        restatements.add(event);
        batches.get(Share.segmentOf(subject, batches.size())).add(event);
      }
    }
    for (int number = 0; number < batches.size(); number++) {
      hand(workers.get(number), batches.get(number));
    }
  }

  private static void hand(ScanWorker worker, List<LoggedEvent> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      worker.hand(batch);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Abandoned();
    }
  }

  /** Lets go segments until what is held fits. */
  private synchronized void keepWithinMemory() {
    long held = loads.stream().mapToLong(Load::weight).sum();
    while (held > settings.memory()) {
      Load<?> heaviest = loads.getFirst();
      for (Load<?> load : loads) {
        heaviest = load.weight() > heaviest.weight() ? load : heaviest;
      }
      heaviest.giveUpHalf();
      LOG.info("view {} keeps {} of {} segments in this scan: memory does not suffice for more",
          heaviest.folding().projection().name(), heaviest.kept().tokens().size(), heaviest.wanted().tokens().size());
      held = loads.stream().mapToLong(Load::weight).sum();
    }
  }
}
