package io.anamnesis.command.loyalty;

import io.anamnesis.events.loyalty.Programme;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Trials of this process, one after another: each uses all processors. The last few are kept until the process ends.
 * Thread-safe.
 */
final class WhatIfJobs implements AutoCloseable {
  /** Waiting and running ones included. */
  private static final int KEPT = 20;
  private static final int WAITING = 3;

  private final WhatIf whatIf;
  private final Clock clock;
  private final ExecutorService turns =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("what-if").factory());
  private final Map<UUID, WhatIfJob> jobs = new LinkedHashMap<>();

  WhatIfJobs(WhatIf whatIf, Clock clock) {
    this.whatIf = whatIf;
    this.clock = clock;
  }

  /** @return empty if too many wait */
  synchronized Optional<WhatIfJob.Status> begin(Programme draft) {
    if (jobs.values().stream().filter(job -> !job.isOver()).count() > WAITING) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    WhatIfJob job = new WhatIfJob(draft.version(), whatIf.prepare(draft, now), now);
    jobs.put(job.id(), job);
    forget();
    turns.execute(job);
    return Optional.of(job.status());
  }

  synchronized Optional<WhatIfJob> find(UUID id) {
    return Optional.ofNullable(jobs.get(id));
  }

  @Override
  public synchronized void close() {
    jobs.values().forEach(WhatIfJob::cancel);
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
