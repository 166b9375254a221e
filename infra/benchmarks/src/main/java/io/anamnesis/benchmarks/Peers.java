package io.anamnesis.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stores that the log is measured beside, each on a database of its own. */
final class Peers {
  private static final List<Peer> ALL = List.of(
      new Peer("Axon JDBC", "axon", AxonEngine.STOCK::create,
          (cluster, database, callers) -> new AxonAppends(cluster, database, callers, AxonEngine.STOCK)),
      new Peer("Axon JDBC, tuned", "axon_tuned", AxonEngine.TUNED::create,
          (cluster, database, callers) -> new AxonAppends(cluster, database, callers, AxonEngine.TUNED)),
      new Peer("Marten's SQL", "marten", MartenAppends::create, MartenAppends::new),
      new Peer("message-db", "message_db", MessageDbAppends::create, MessageDbAppends::new),
      new Peer("Pekko JDBC", "pekko", PekkoAppends::create, PekkoAppends::new),
      new Peer("Emmett", "emmett", EmmettAppends::create, EmmettAppends::new),
      new Peer("plain JDBC", "jdbc", EventTable::create, JdbcInserts::new));

  private final Cluster cluster;
  private final List<Peer> present = new ArrayList<>();
  private final Map<String, String> absent = new LinkedHashMap<>();

  private Peers(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Makes the databases of all that can run here. */
  static Peers create(Cluster cluster) {
    Peers peers = new Peers(cluster);
    for (Peer peer : ALL) {
      try {
        peer.create().in(cluster, peer.database());
        peers.present.add(peer);
      } catch (NotRun notRun) {
        peers.absent.put(peer.name(), notRun.getMessage());
      }
    }
    return peers;
  }

  /** Ready for a number of callers, all on the same databases as the last time. */
  List<Subject> appending(int callers) {
    return present.stream().<Subject>map(peer -> peer.open().on(cluster, peer.database(), callers)).toList();
  }

  /** Those with a reader of all events in order, each on a table of its own that holds so many facts. */
  static List<Subject> reading(Cluster cluster, long events) {
    return List.of(new AxonReads(cluster, "axon_read", events, AxonEngine.STOCK),
        new AxonReads(cluster, "axon_tuned_read", events, AxonEngine.TUNED));
  }

  /** Peers that cannot run here, and why. */
  Map<String, String> absent() {
    return absent;
  }

  /** Each on a new database. */
  Map<String, Verdict> judge(Gate gate) {
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    for (Peer peer : present) {
      String database = "gate_" + peer.database();
      peer.create().in(cluster, database);
      try (Gated store = peer.open().on(cluster, database, Gate.WRITERS)) {
        verdicts.put(store.name(), gate.judge(store));
      }
    }
    return verdicts;
  }

  private record Peer(String name, String database, Creation create, Opening open) {}

  private interface Creation {
    /** @throws NotRun if it needs what is not here */
    void in(Cluster cluster, String database);
  }

  private interface Opening {
    Gated on(Cluster cluster, String database, int callers);
  }
}
