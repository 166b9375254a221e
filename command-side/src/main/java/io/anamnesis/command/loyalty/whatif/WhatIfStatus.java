package io.anamnesis.command.loyalty.whatif;

import io.anamnesis.command.loyalty.history.HistoryJob.State;
import io.anamnesis.command.loyalty.history.HistoryJob;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a trial.
 *
 * @param draft version of the draft
 * @param progress from 0 to 1
 * @param result null until it is done
 */
public record WhatIfStatus(UUID id, String draft, State state, Instant askedAt, double progress,
    @Nullable WhatIfOutcome result) {

  static WhatIfStatus of(HistoryJob<WhatIf.Run, WhatIfOutcome> job) {
    HistoryJob.Standing<WhatIfOutcome> now = job.standing();
    return new WhatIfStatus(job.id(), job.work().version(), now.state(), job.askedAt(),
        now.state() == State.DONE ? 1 : job.work().progress(), now.result());
  }
}
