package io.anamnesis.benchmarks;

import java.util.List;

/**
 * W7: the portrait of one customer as of an instant, folded on the spot from a life of some 1,000 events in a long log,
 * against reading the rows of that life by the same index.
 */
final class PastWorkload implements Workload {
  private static final String LOG = "anamnesis";
  private static final long EVENTS_PER_CUSTOMER = 1_000;

  private final Cluster cluster;
  private final Extent extent;

  PastWorkload(Cluster cluster, Extent extent) {
    this.cluster = cluster;
    this.extent = extent;
  }

  @Override
  public List<String> run() {
    int customers = Math.toIntExact(Math.max(1, extent.events() / EVENTS_PER_CUSTOMER));
    System.err.println("filling the log ...");
    EventTable.createLog(cluster, LOG);
    EventTable.fill(cluster, LOG, extent.events(), customers);
    System.err.println("measuring ...");
    try (Subject control = Pgbench.subjectReads(cluster, LOG, 1, customers);
        Subject portraits = new PastPortraits(cluster, LOG, customers)) {
      Series series = Rounds.measure(control, List.of(portraits), extent);
      Comparison table = new Comparison("events in the log", control.name());
      table.add(Long.toString(extent.events()), series, portraits.name(), "≥ 0.33");
      return table.lines();
    }
  }
}
