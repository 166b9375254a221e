package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.history.HistoryJob.State;
import io.anamnesis.command.loyalty.history.HistoryJob;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a check.
 *
 * @param customer number of the one whose account is judged; null: all
 * @param result null until it is done
 */
public record RederivationStatus(UUID id, @Nullable String customer, State state, Instant askedAt,
    RederivationProgress progress, @Nullable RederivationOutcome result) {

  static RederivationStatus of(HistoryJob<Rederivation.Run, RederivationOutcome> job) {
    HistoryJob.Standing<RederivationOutcome> now = job.standing();
    var customer = job.work().customer();
    return new RederivationStatus(job.id(), customer == null ? null : customer.value(), now.state(), job.askedAt(),
        job.work().progress(), now.result());
  }
}
