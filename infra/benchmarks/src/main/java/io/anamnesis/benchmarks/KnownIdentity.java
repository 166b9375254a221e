package io.anamnesis.benchmarks;

import io.anamnesis.eventstore.postgres.IdentityCoverage;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What it took a process that has just started to know by heart which ids the log has, as it does when it is at work.
 *
 * @param time from its first append on
 */
record KnownIdentity(IdentityCoverage coverage, Duration time) {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** @param log that has just begun to append */
  static KnownIdentity await(PostgresEventLog log) {
    long start = System.nanoTime();
    IdentityCoverage coverage = log.identityCoverage();
    while (!coverage.isWhole()) {
      if (System.nanoTime() - start > LONGEST.toNanos()) {
        throw new IllegalStateException(
            "the log does not come to know its ids, perhaps for want of memory: " + coverage);
      }
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      coverage = log.identityCoverage();
    }
    return new KnownIdentity(coverage, Duration.ofNanos(System.nanoTime() - start));
  }

  static List<String> table(List<GrownLog> logs) {
    List<String> lines = new ArrayList<>(List.of(
        "| events in the log | parts of its identity that are complete | ids known by heart after the start, s | memory, B/event |",
        "|---|---|---|---|"));
    logs.forEach(log -> lines.add(log.identity().row(log.events())));
    return lines;
  }

  private String row(long events) {
    return "| " + String.join(" | ", Long.toString(events), Long.toString(coverage.coveredParts()),
        String.format(Locale.ROOT, "%.1f", time.toMillis() / 1e3), Long.toString(coverage.bytes() / events)) + " |";
  }
}
