package io.anamnesis.benchmarks;

import io.anamnesis.benchmarks.RebuiltLog.Built;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * W4: all read models rebuilt from the log, where there is one event about each customer and where there are ten; against
 * COPY of the log out and of the finished rows in, with their keys and indexes.
 */
final class RebuildWorkload implements Workload {
  private static final List<Integer> EVENTS_A_ROW = List.of(1, 10);

  private final Cluster cluster;
  private final Extent extent;

  RebuildWorkload(Cluster cluster, Extent extent) {
    this.cluster = cluster;
    this.extent = extent;
  }

  @Override
  public List<String> run() {
    List<String> lines = new ArrayList<>(RebuiltLog.tables(EVENTS_A_ROW.stream().map(this::measure).toList()));
    lines.add("");
    lines.add("Events/s: an event of the log counts once, however many views it is folded into. Heap: at most "
        + (Runtime.getRuntime().maxMemory() >> 20) + " MiB, of which a quarter is for events that wait to be folded.");
    return lines;
  }

  private RebuiltLog measure(int eventsARow) {
    String log = "anamnesis_" + eventsARow;
    System.err.println("a log of " + extent.events() + " events, " + eventsARow + " a customer: filling ...");
    EventTable.createLog(cluster, log);
    Histories.fill(cluster, log, extent.events(), extent.events() / eventsARow);
    System.err.println("building the first rows ...");
    RebuiltLog measured;
    try (Rebuilds rebuilds = new Rebuilds(cluster, log, extent.events())) {
      measured = measure(eventsARow, log, rebuilds);
    }
    Stream.of(log, database(AxonReplay.STOCK, eventsARow), database(AxonReplay.TUNED, eventsARow))
        .forEach(database -> cluster.execute("postgres", "drop database " + database));
    return measured;
  }

  private RebuiltLog measure(int eventsARow, String log, Rebuilds rebuilds) {
    List<SavedTable> rows = RebuildLimit.save(cluster, log);
    try (RebuildLimit control = new RebuildLimit(cluster, log, extent.events(), 1, rows);
        RebuildLimit several = new RebuildLimit(cluster, log, extent.events(), severalConnections(), rows);
        AxonReplays stock = replays(AxonReplay.STOCK, eventsARow);
        AxonReplays tuned = replays(AxonReplay.TUNED, eventsARow)) {
      System.err.println("measuring ...");
      Series series = Rounds.measure(control, List.of(rebuilds, several, stock, tuned), extent);
      return new RebuiltLog(eventsARow, control.name(), series, built(rebuilds, several, stock, tuned));
    }
  }

  private AxonReplays replays(AxonReplay kind, int eventsARow) {
    long events = kind.events(extent.events());
    return new AxonReplays(cluster, database(kind, eventsARow), events, Math.max(1, events / eventsARow), kind);
  }

  private List<Built> built(Rebuilds rebuilds, RebuildLimit several, AxonReplays stock, AxonReplays tuned) {
    String views = rebuilds.views() + " views, " + rebuilds.rows() + " rows";
    String view = "1 view, a count a customer";
    return List.of(new Built(rebuilds.name(), extent.events(), views, "≥ 0.67", ""),
        new Built(several.name(), extent.events(), "the same rows", "", ""),
        new Built(stock.name(), stock.events(), view, "", "≥ 100"),
        new Built(tuned.name(), tuned.events(), view, "", "≥ 10"));
  }

  private static String database(AxonReplay kind, int eventsARow) {
    return kind.name().toLowerCase(Locale.ROOT) + "_replay_" + eventsARow;
  }

  /** One for each processor, as a rebuild folds on as many threads. */
  private static int severalConnections() {
    return Math.max(2, Runtime.getRuntime().availableProcessors());
  }
}
