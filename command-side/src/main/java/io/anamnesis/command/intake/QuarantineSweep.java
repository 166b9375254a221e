package io.anamnesis.command.intake;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Once an hour, drops from the quarantine what is past its time. */
final class QuarantineSweep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QuarantineSweep.class);

  private final Quarantine quarantine;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("quarantine-sweep").factory());

  QuarantineSweep(Quarantine quarantine) {
    this.quarantine = quarantine;
    var _ = clock.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.HOURS);
  }

  private void sweep() {
    try {
      quarantine.sweep();
    } catch (RuntimeException unavailable) {
      LOG.warn("the quarantine could not be swept, the next hour tries again: {}", unavailable.getClass().getName());
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
