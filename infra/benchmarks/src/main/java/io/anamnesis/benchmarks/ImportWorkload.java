package io.anamnesis.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * W8: facts as NDJSON over HTTP, checked, sealed and appended, end to end to durable, against inserts of a thousand rows a
 * statement. Then two imports of different length, whose memory must not differ.
 */
final class ImportWorkload implements Workload {
  private static final String CONTROL = "control";
  private static final String LOG = "anamnesis";
  private static final long TIMES_LONGER = 10;

  private final Cluster cluster;
  private final Extent extent;

  ImportWorkload(Cluster cluster, Extent extent) {
    this.cluster = cluster;
    this.extent = extent;
  }

  @Override
  public List<String> run() {
    EventTable.create(cluster, CONTROL);
    cluster.create(LOG);
    try (Intake intake = Intake.start(cluster.jdbcUrl(LOG))) {
      System.err.println("importing ...");
      List<String> lines = new ArrayList<>(rates(intake));
      lines.add("");
      System.err.println("importing, a long one ...");
      lines.addAll(MemoryTable.of(intake, List.of(extent.events(), extent.events() * TIMES_LONGER)));
      return lines;
    }
  }

  private List<String> rates(Intake intake) {
    try (Subject control = new JdbcBatches(cluster, CONTROL);
        Subject imports = new Imports(cluster, intake, extent.events())) {
      Comparison table = new Comparison("lines", control.name());
      Series series = Rounds.measure(control, List.of(imports), extent);
      table.add(Long.toString(extent.events()), series, imports.name(), "≥ 20000 events/s on 2 cores");
      List<String> lines = new ArrayList<>(table.lines());
      lines.add("");
      lines.add("CPU of " + imports.name()
          + ": server and source, which share the JVM; the source makes the lines and sends them.");
      return lines;
    }
  }
}
