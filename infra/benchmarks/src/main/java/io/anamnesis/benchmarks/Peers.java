package io.anamnesis.benchmarks;

import java.util.List;

/** Other stores that do the same work, on databases of their own. */
final class Peers {
  private static final String AXON = "axon";
  private static final String JDBC = "jdbc";

  private Peers() {}

  /** The databases of those that append, once for a cluster. */
  static void create(Cluster cluster) {
    AxonAppends.create(cluster, AXON);
    EventTable.create(cluster, JDBC);
  }

  static List<Subject> appending(Cluster cluster, int callers) {
    return List.of(new AxonAppends(cluster, AXON, callers), new JdbcInserts(cluster, JDBC, callers));
  }

  /** Readers of so many events, which they have stored. */
  static List<Subject> reading(Cluster cluster, long events) {
    AxonAppends.create(cluster, AXON);
    return List.of(AxonReads.of(cluster, AXON, events));
  }
}
