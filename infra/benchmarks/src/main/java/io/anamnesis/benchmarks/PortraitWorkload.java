package io.anamnesis.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * W6: portraits of customers picked at random, over HTTP, against selecting the rows that they are answered from. Each read of
 * the product is authorised, masked, and recorded in the log of reads before it is answered; the peer does none of this.
 */
final class PortraitWorkload implements Workload {
  private static final String LOG = "anamnesis";
  private static final int CALLERS = 32;
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private final Cluster cluster;
  private final Extent extent;

  PortraitWorkload(Cluster cluster, Extent extent) {
    this.cluster = cluster;
    this.extent = extent;
  }

  @Override
  public List<String> run() {
    cluster.create(LOG);
    try (Hospital hospital = Hospital.start(cluster.jdbcUrl(LOG));
        RowServer rows = RowServer.start(cluster.jdbcUrl(LOG))) {
      System.err.println("telling of visits ...");
      Hospital.Acknowledged last = hospital.tell(Math.toIntExact(extent.events()));
      hospital.see("portrait", last);
      cluster.execute(LOG, "vacuum analyze");
      System.err.println("measuring ...");
      Pgbench control = Pgbench.rowReads(cluster, LOG, CALLERS, Hospital.CUSTOMERS, RowServer.TABLE);
      Wrk portraits = hospital.portraits(cluster, CALLERS);
      Wrk byClient = rows.reads(cluster, CALLERS);
      Series series = Rounds.measure(control, List.of(portraits, byClient), extent, WARM_UP);
      Comparison table = new Comparison("callers", control.name());
      table.add(Integer.toString(CALLERS), series, portraits.name(), "≥ 0.75");
      table.add(Integer.toString(CALLERS), series, byClient.name(), "");
      List<String> lines = new ArrayList<>(table.lines());
      lines.addAll(
          List.of("", "| subject | p50, ms, median [min..max] | p99, ms, median [min..max] | p99 must not pass |",
              "|---|---|---|---|", latencies(portraits, "10"), latencies(byClient, "")));
      return lines;
    }
  }

  private static String latencies(Wrk reads, String most) {
    return "| " + String.join(" | ", reads.name(), reads.millis(50).withRange(), reads.millis(99).withRange(), most)
        + " |";
  }
}
