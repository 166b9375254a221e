package io.anamnesis.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * SEAL: appends from 32 callers to a log that is sealed beside, against the same log that is not; then how long proofs take on a
 * long log.
 */
final class SealWorkload implements Workload {
  private static final int CALLERS = 32;

  private final Cluster cluster;
  private final Extent extent;

  SealWorkload(Cluster cluster, Extent extent) {
    this.cluster = cluster;
    this.extent = extent;
  }

  @Override
  public List<String> run() {
    List<String> lines = new ArrayList<>(appends());
    System.err.println("proving ...");
    lines.add("");
    lines.addAll(Proofs.measure(cluster, extent.events()));
    return lines;
  }

  private List<String> appends() {
    System.err.println("appending ...");
    cluster.create("unsealed");
    cluster.create("sealed");
    try (Subject control = LogAppends.of(cluster, "unsealed", CALLERS, Facts.SUBJECTS);
        Subject sealed = new SealedAppends(cluster, "sealed", CALLERS)) {
      control.measure(extent.time());
      Series series = Rounds.measure(control, List.of(sealed), extent);
      Comparison table = new Comparison("c", control.name());
      table.add(Integer.toString(CALLERS), series, sealed.name(), "≥ 0.9");
      return table.lines();
    }
  }
}
