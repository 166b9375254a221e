package io.anamnesis.command.loyalty.whatif;

import io.anamnesis.command.loyalty.history.HistoryJob;
import io.anamnesis.command.loyalty.history.HistoryJobs;
import io.anamnesis.events.loyalty.Programme;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Trials of this process. Thread-safe. */
public final class WhatIfJobs implements AutoCloseable {
  private final WhatIf whatIf;
  private final Clock clock;
  private final HistoryJobs<WhatIf.Run, WhatIfOutcome> jobs;

  WhatIfJobs(WhatIf whatIf, Clock clock) {
    this.whatIf = whatIf;
    this.clock = clock;
    this.jobs = new HistoryJobs<>("what-if", clock);
  }

  /** @return empty if too many wait */
  public Optional<WhatIfStatus> begin(Programme draft) {
    return jobs.begin(() -> whatIf.prepare(draft, clock.instant())).map(WhatIfStatus::of);
  }

  Optional<HistoryJob<WhatIf.Run, WhatIfOutcome>> find(UUID id) {
    return jobs.find(id);
  }

  @Override
  public void close() {
    jobs.close();
  }
}
