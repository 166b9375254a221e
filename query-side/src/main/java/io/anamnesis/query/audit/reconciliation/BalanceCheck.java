package io.anamnesis.query.audit.reconciliation;

import io.anamnesis.eventstore.proof.DayReport;
import io.anamnesis.eventstore.sealing.DayReports;
import io.anamnesis.eventstore.sealing.SignedDay;
import io.anamnesis.projections.SteadyThread;
import io.anamnesis.query.audit.reconciliation.Comparison.State;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Compares the newest signed day with the ledgers, whether anybody asks or not, and each day that differs until it does not; tells what
 * it found in the health: {@code DIFFERS}, which is no {@code DOWN}, as reads are still answered.
 */
public final class BalanceCheck implements HealthIndicator, AutoCloseable {
  private static final Status DIFFERS = new Status("DIFFERS", "Ledgers do not come to what the signed report says");
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final DayReports reports;
  private final Comparing comparing;
  private final SteadyThread thread;

  BalanceCheck(DayReports reports, Comparing comparing) {
    this.reports = reports;
    this.comparing = comparing;
    this.thread = new SteadyThread("balance-check", this::turn, () -> {});
  }

  public void start() {
    thread.start();
  }

  private boolean turn() throws InterruptedException {
    reports.before(Long.MAX_VALUE, 1).stream().map(SignedDay::report)
        .filter(newest -> comparing.kept(newest).state() != State.COMPARED).forEach(comparing::now);
    comparing.found().flatMap(this::asSignedNow).ifPresent(comparing::now);
    thread.sleep(PAUSE);
    return true;
  }

  /** What differs is looked at again until it does not: the ledger may have been built anew. */
  private Optional<DayReport> asSignedNow(Comparing.Done found) {
    return reports.of(found.report().day()).map(SignedDay::report);
  }

  @Override
  public Health health() {
    return comparing.found().map(BalanceCheck::differing).orElseGet(() -> Health.up().build());
  }

  private static Health differing(Comparing.Done found) {
    return Health.status(DIFFERS).withDetail("day", found.report().day().toString())
        .withDetail("differences", found.comparison().differences()).build();
  }

  @Override
  public void close() {
    thread.close();
  }
}
