package io.anamnesis.command.loyalty.history;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Runs of one kind of this process, one after another: each uses all processors. The last few are kept until the process
 * ends. Thread-safe.
 *
 * @param <T> the kind of run
 * @param <R> what comes of one
 */
public final class HistoryJobs<T extends HistoryRun<R>, R> implements AutoCloseable {
  /** Waiting and running ones included. */
  private static final int KEPT = 20;
  private static final int WAITING = 3;

  private final Clock clock;
  private final ExecutorService turns;
  private final Map<UUID, HistoryJob<T, R>> jobs = new LinkedHashMap<>();

  /** @param name of the thread that runs them */
  public HistoryJobs(String name, Clock clock) {
    this.clock = clock;
    this.turns = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
  }

  /** @return empty if too many wait: then nothing is prepared */
  public synchronized Optional<HistoryJob<T, R>> begin(Supplier<T> prepared) {
    if (jobs.values().stream().filter(job -> !job.isOver()).count() > WAITING) {
      return Optional.empty();
    }
    HistoryJob<T, R> job = new HistoryJob<>(prepared.get(), clock.instant());
    jobs.put(job.id(), job);
    forget();
    turns.execute(job);
    return Optional.of(job);
  }

  public synchronized Optional<HistoryJob<T, R>> find(UUID id) {
    return Optional.ofNullable(jobs.get(id));
  }

  @Override
  public synchronized void close() {
    jobs.values().forEach(HistoryJob::cancel);
    turns.shutdownNow();
  }

  private void forget() {
    var oldest = jobs.values().iterator();
    while (jobs.size() > KEPT && oldest.hasNext()) {
      if (oldest.next().isOver()) {
        oldest.remove();
      }
    }
  }
}
