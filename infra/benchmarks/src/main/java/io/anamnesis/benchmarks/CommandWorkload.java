package io.anamnesis.benchmarks;

import io.anamnesis.eventstore.axon.AggregateCache;
import java.time.Duration;
import java.util.List;
import org.axonframework.common.caching.NoCache;

/**
 * W2: a command on an account that exists: load it, decide, append. From the cache and from its stream, against single-row
 * inserts of pgbench at as many clients.
 */
final class CommandWorkload implements Workload {
  private static final int CALLERS = 32;
  /** On average: half as many as lie between an account's beginning and its first snapshot. */
  private static final int EVENTS_PER_ACCOUNT = 125;
  /** A command runs through so much code that the compiler takes one of two cores for as long. */
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  /** Half of the accounts are to be cached, all at once. */
  static final long MOST_EVENTS = 2L * AggregateCache.MOST * EVENTS_PER_ACCOUNT;
  private static final String CONTROL = "control";
  private static final String LOG = "anamnesis";
  private static final String CACHED = "Anamnesis, cached";
  private static final String LOADED = "Anamnesis, loaded from the log";

  private final Cluster cluster;
  private final Extent extent;

  CommandWorkload(Cluster cluster, Extent extent) {
    this.cluster = cluster;
    this.extent = extent;
  }

  @Override
  public List<String> run() {
    EventTable.create(cluster, CONTROL);
    cluster.create(LOG);
    int accounts = Math.toIntExact(extent.events() / EVENTS_PER_ACCOUNT);
    // Accounts of their own: each lot would find the other's decisions missing in its cache.
    try (AccountsLog log = new AccountsLog(cluster, LOG, CALLERS);
        AccountCommands cached = log.commands(CACHED, "cached", accounts / 2, new AggregateCache());
        AccountCommands loaded = log.commands(LOADED, "loaded", accounts / 2, NoCache.INSTANCE);
        Subject control = Pgbench.inserts(cluster, CONTROL, CALLERS, Facts.SUBJECTS)) {
      System.err.println("filling " + accounts + " accounts ...");
      cached.fill(EVENTS_PER_ACCOUNT);
      loaded.fill(EVENTS_PER_ACCOUNT);
      System.err.println("measuring ...");
      Series series = Rounds.measure(control, List.of(cached, loaded), extent, WARM_UP);
      Comparison table = new Comparison("c", control.name());
      table.add(Integer.toString(CALLERS), series, CACHED, "≥ 1.0");
      table.add(Integer.toString(CALLERS), series, LOADED, "");
      return table.lines();
    }
  }
}
