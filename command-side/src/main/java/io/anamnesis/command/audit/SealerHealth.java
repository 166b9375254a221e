package io.anamnesis.command.audit;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@code ALTERED} where the log is not what was sealed. It is no {@code DOWN}: facts are still taken, and nobody should be led to
 * restart a service until the finding is gone.
 */
record SealerHealth(SealerRunner sealer) implements HealthIndicator {
  private static final Status ALTERED = new Status("ALTERED", "The log in the database is not what was sealed");

  @Override
  public Health health() {
    return sealer.altered()
        .map(found -> Health.status(ALTERED).withDetail("finding", found.finding())
            .withDetail("position", found.position())
            .build())
        .orElseGet(() -> Health.up().build());
  }
}
