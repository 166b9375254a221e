package io.anamnesis.benchmarks;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.jdbc.ConnectionProvider;

/** How Axon's pooled streaming processor is set up. */
enum AxonReplay {

  /** As Axon's own configuration does: a transaction an event, 16 segments, 4 threads. */
  STOCK("Axon replay", AxonEngine.STOCK, 1, 16, 4, 20) {
    @Override
    CustomerRows rows(ConnectionProvider connections) {
      return new CustomerRows.ByEvent(connections);
    }

    @Override
    ScheduledExecutorService coordinator() {
      return new ScheduledThreadPoolExecutor(1);
    }
  },

  /**
   * Faster without code of ours in Axon:
   * <ul>
   * <li>1,024 events a transaction, as many as a segment's queue is meant to hold, written by one statement;
   * <li>a segment and a thread for each processor, as each segment sees all events;
   * <li>a coordinator that looks again after 1 ms, not 100, when a segment's queue was full;
   * <li>the tuned engine: see there.
   * </ul>
   */
  TUNED("Axon replay, tuned", AxonEngine.TUNED, 1_024, processors(), processors(), 4) {
    @Override
    CustomerRows rows(ConnectionProvider connections) {
      return new CustomerRows.ByBatch(connections);
    }

    @Override
    ScheduledExecutorService coordinator() {
      return new Impatient();
    }
  };

  private final String title;
  private final AxonEngine engine;
  private final int batch;
  private final int segments;
  private final int threads;
  private final int part;

  /** @param part of the workload's events, its share of the log being one of so many: a rate needs no more */
  AxonReplay(String title, AxonEngine engine, int batch, int segments, int threads, int part) {
    this.title = title;
    this.engine = engine;
    this.batch = batch;
    this.segments = segments;
    this.threads = threads;
    this.part = part;
  }

  abstract CustomerRows rows(ConnectionProvider connections);

  abstract ScheduledExecutorService coordinator();

  String title() {
    return title;
  }

  AxonEngine engine() {
    return engine;
  }

  /** Events in a transaction, at most. */
  int batch() {
    return batch;
  }

  int segments() {
    return segments;
  }

  int threads() {
    return threads;
  }

  /** In its log, where the workload's has so many. */
  long events(long ofWorkload) {
    return Math.max(1, ofWorkload / part);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static final class Impatient extends ScheduledThreadPoolExecutor {
    private static final long FULL_QUEUE_MILLIS = 100;

    Impatient() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
      return unit == TimeUnit.MILLISECONDS && delay == FULL_QUEUE_MILLIS
          ? super.schedule(command, 1, unit)
          : super.schedule(command, delay, unit);
    }
  }
}
