package io.anamnesis.query.insight.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import io.anamnesis.projections.SteadyThread;
import io.anamnesis.query.insight.report.Attempts.Failed;

/** Sees to it that reports are made when they are due. Every process has one; for each report one at a time is at it. */
final class Desk implements AutoCloseable {
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);
  private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);

  private final Reports reports;
  private final Attempts attempts;
  private final Turns turns;
  private final Making making;
  private final Shelf shelf;
  private final Clock clock;
  private final SteadyThread thread = new SteadyThread("reports", this::turn, () -> {});
  private Instant cleaned = Instant.MIN;

  Desk(Reports reports, Attempts attempts, Turns turns, Making making, Shelf shelf, Clock clock) {
    this.reports = reports;
    this.attempts = attempts;
    this.turns = turns;
    this.making = making;
    this.shelf = shelf;
    this.clock = clock;
  }

  /** Returns at once. */
  void start() {
    thread.start();
    reports.onDecision(thread::wake);
  }

  private boolean turn() throws InterruptedException {
    Map<Attempts.Of, Failed> failed = attempts.all();
    for (Report report : reports.all()) {
      if (isToBeMade(report, failed)) {
        turns.tryToTake("make " + report.name(), () -> make(report.name()));
      }
    }
    cleanUp();
    thread.sleep(untilNext());
    return true;
  }

  private boolean isToBeMade(Report report, Map<Attempts.Of, Failed> failed) {
    Instant now = clock.instant();
    return report.due(now).isPresent() && Failed.mayTry(failed.get(Attempts.Of.making(report)), now);
  }

  /** Looks anew: whoever had the turn before may have made it. */
  private void make(String name) {
    Report report = reports.find(name);
    Optional<Due> due = report.due(clock.instant());
    Failed failed = attempts.all().get(Attempts.Of.making(report));
    if (due.isPresent() && Failed.mayTry(failed, clock.instant())) {
      making.make(report, due.get(), Failed.count(failed));
    }
  }

  private void cleanUp() {
    Instant now = clock.instant();
    if (cleaned.isBefore(now.minus(BETWEEN_CLEANINGS))) {
      for (Report report : reports.all()) {
        shelf.dropAllBut(report.name(),
            report.runs().stream().filter(report::keeps).map(run -> run.made().sha256()).toList());
        if (!report.exists()) {
          attempts.overForGood(report.name());
        }
      }
      cleaned = now;
    }
  }

  private Duration untilNext() {
    Instant now = clock.instant();
    Map<Attempts.Of, Failed> failed = attempts.all();
    return reports.all().stream().flatMap(report -> until(report, failed, now).stream()).min(Duration::compareTo)
        .filter(soon -> soon.compareTo(LONGEST_SLEEP) < 0).orElse(LONGEST_SLEEP);
  }

  /** Another process may be at what is due: so never at once. */
  private static Optional<Duration> until(Report report, Map<Attempts.Of, Failed> failed, Instant now) {
    return report.due(now).isPresent()
        ? Optional.of(Failed.pause(failed.get(Attempts.Of.making(report)), now))
        : report.next().map(next -> Duration.between(now, next));
  }

  @Override
  public void close() {
    thread.close();
  }
}
