package io.anamnesis.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * W9: what appending, reading all and reading one customer cost in logs of three sizes, each against its limit on a table
 * that is as long and has the same indexes; and what an event weighs.
 */
final class GrowthWorkload implements Workload {
  private static final long WARM_UP_EVENTS = 20_000;
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  private final Cluster cluster;
  private final Extent extent;

  GrowthWorkload(Cluster cluster, Extent extent) {
    this.cluster = cluster;
    this.extent = extent;
  }

  @Override
  public List<String> run() {
    warmUp();
    List<GrownLog> logs = sizes().mapToObj(this::measure).toList();
    Comparison comparison = new Comparison("what, events in the log at first", "control");
    logs.forEach(log -> log.addTo(comparison));
    List<String> lines = new ArrayList<>(comparison.lines());
    lines.add("");
    lines.addAll(Flatness.table(logs));
    lines.add("");
    lines.addAll(Weight.table(logs));
    lines.add("");
    lines.addAll(KnownIdentity.table(logs));
    return lines;
  }

  /** 10,000, a million and ten million, or the like. */
  private LongStream sizes() {
    return LongStream.of(extent.events() / 1_000, extent.events() / 10, extent.events());
  }

  /** The first size would else be measured while the JVM still compiles. */
  private void warmUp() {
    System.err.println("warming up ...");
    try (GrownTables tables = GrownTables.fill(cluster, WARM_UP_EVENTS)) {
      tables.measure(new Extent(1, WARM_UP, WARM_UP_EVENTS));
    }
  }

  private GrownLog measure(long events) {
    System.err.println("a log of " + events + " events: filling ...");
    try (GrownTables tables = GrownTables.fill(cluster, events)) {
      System.err.println("a log of " + events + " events: measuring ...");
      return tables.measure(extent);
    }
  }
}
