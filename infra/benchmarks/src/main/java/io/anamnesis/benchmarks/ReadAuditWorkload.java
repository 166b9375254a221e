package io.anamnesis.benchmarks;

import java.util.List;

/** READS: reads recorded from 1 and from 32 callers, without and with a purpose, beside facts that are appended. */
final class ReadAuditWorkload implements Workload {
  private static final List<Integer> CALLERS = List.of(1, 32);

  private final Cluster cluster;
  private final Extent extent;

  ReadAuditWorkload(Cluster cluster, Extent extent) {
    this.cluster = cluster;
    this.extent = extent;
  }

  @Override
  public List<String> run() {
    Comparison table = new Comparison("c", LogAppends.NAME);
    CALLERS.forEach(callers -> compare(callers, table));
    return table.lines();
  }

  private void compare(int callers, Comparison table) {
    System.err.println("recording from " + callers + " callers ...");
    String database = "reads_" + callers;
    cluster.create(database);
    try (LogAppends control = LogAppends.of(cluster, database, callers, Facts.SUBJECTS)) {
      control.append(Facts.SUBJECTS / callers);
      try (Subject plain = new RecordedReads("a read, recorded", cluster, control, callers, null);
          Subject stated = new RecordedReads("a read with its purpose, recorded", cluster, control, callers,
              "complaint 2026-114")) {
        List.of(control, plain, stated).forEach(warmed -> warmed.measure(extent.time()));
        Series series = Rounds.measure(control, List.of(plain, stated), extent);
        table.add(Integer.toString(callers), series, plain.name(), "");
        table.add(Integer.toString(callers), series, stated.name(), "");
      }
    }
  }
}
