package io.anamnesis.standalone;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down until all has started and the demo tokens are written: who waits for health finds everything there. */
final class Readiness implements HealthIndicator {
  private volatile boolean ready;

  void declare() {
    ready = true;
  }

  @Override
  public Health health() {
    return ready ? Health.up().build() : Health.down().build();
  }
}
