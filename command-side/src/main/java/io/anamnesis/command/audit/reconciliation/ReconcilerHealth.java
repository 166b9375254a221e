package io.anamnesis.command.audit.reconciliation;

import io.anamnesis.eventstore.sealing.LogAltered;
import java.time.Duration;
import java.time.LocalDate;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@code ALTERED} where no day is signed any more, as the log is not what was sealed; {@code DIFFERS} where the log contradicts itself;
 * {@code UNSIGNED} where for a minute nothing could be signed, nor looked whether a day is over. None is a {@code DOWN}: facts are still taken.
 */
record ReconcilerHealth(Reconciler reconciler) implements HealthIndicator {
  private static final Status ALTERED = new Status("ALTERED", "The log in the database is not what was sealed");
  private static final Status DIFFERS = new Status("DIFFERS", "A day's events contradict themselves");
  private static final Status UNSIGNED =
      new Status("UNSIGNED", "For a minute it could not be looked whether a day is to be signed");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Override
  public Health health() {
    return reconciler.altered().map(ReconcilerHealth::altered)
        .or(() -> reconciler.failure(PATIENCE).map(why -> Health.status(UNSIGNED).withDetail("failure", why).build()))
        .or(() -> reconciler.differing().map(ReconcilerHealth::differing)).orElseGet(() -> Health.up().build());
  }

  private static Health altered(LogAltered found) {
    return Health.status(ALTERED).withDetail("finding", found.finding()).withDetail("position", found.position())
        .build();
  }

  private static Health differing(LocalDate day) {
    return Health.status(DIFFERS).withDetail("day", day.toString()).build();
  }
}
