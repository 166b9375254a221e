package io.anamnesis.command.audit;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.sealing.LogAltered;
import io.anamnesis.eventstore.sealing.SealedLog;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@code ALTERED} where the log is not what was sealed; {@code UNSEALED} where it grew, and for a minute nothing could be sealed.
 * Neither is a {@code DOWN}: facts are still taken, and nobody should be led to restart a service until the finding is gone.
 */
record SealerHealth(SealerRunner sealer, EventLog log, SealedLog sealed) implements HealthIndicator {
  static final Status ALTERED = new Status("ALTERED", "The log in the database is not what was sealed");
  static final Status UNSEALED = new Status("UNSEALED", "The log grew, and nothing was sealed for a minute");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Override
  public Health health() {
    return sealer.altered().map(SealerHealth::altered).orElseGet(() -> within(sealer.stuckFor()));
  }

  private static Health altered(LogAltered found) {
    return Health.status(ALTERED).withDetail("finding", found.finding()).withDetail("position", found.position())
        .build();
  }

  private Health up() {
    return Health.up().withDetail("epoch", sealer.epoch()).build();
  }

  /** @param stuck how long this process has sealed nothing; another one may have */
  Health within(Duration stuck) {
    if (stuck.compareTo(PATIENCE) < 0) {
      return up();
    }
    try {
      long head = log.head();
      long reached = sealed.size();
      return head > reached
          ? Health.status(UNSEALED).withDetail("head", head).withDetail("sealed", reached)
              .withDetail("failure",
                  sealer.failure().orElse("the sealer waits for another process, or for the database"))
              .build()
          : up();
    } catch (LogUnavailable away) {
      // The database's own health tells that.
      return Health.unknown().build();
    }
  }
}
