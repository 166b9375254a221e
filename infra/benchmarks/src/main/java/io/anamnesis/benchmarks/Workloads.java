package io.anamnesis.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The workloads, by the numbers of the reference. */
final class Workloads {
  private static final Duration TIME = Duration.ofSeconds(3);

  /**
   * A workload that can be asked for.
   *
   * @param usual how much of it is run unless told otherwise
   * @param mostEvents with more it would not be what its table says
   */
  record Entry(Extent usual, long mostEvents, BiFunction<Cluster, Extent, Workload> workload) {
    Entry(Extent usual, BiFunction<Cluster, Extent, Workload> workload) {
      this(usual, Long.MAX_VALUE, workload);
    }
  }

  private static final Map<String, Entry> ENTRIES = new TreeMap<>(Map.ofEntries(
      Map.entry("KILL", new Entry(new Extent(1, TIME, 1_000_000), KilledRebuilds::new)),
      Map.entry("READS", new Entry(new Extent(7, TIME, 0), ReadAuditWorkload::new)),
      Map.entry("REDERIVE", new Entry(new Extent(1, TIME, 1_000_000), RederivedPoints::new)),
      Map.entry("SEAL", new Entry(new Extent(7, TIME, 1_000_000), SealWorkload::new)),
      Map.entry("W1", new Entry(new Extent(7, TIME, 0), AppendWorkload::new)),
      Map.entry("W2", new Entry(new Extent(7, TIME, 400_000), CommandWorkload.MOST_EVENTS, CommandWorkload::new)),
      Map.entry("W3", new Entry(new Extent(7, TIME, 1_000_000), ReadWorkload::new)),
      Map.entry("W4", new Entry(new Extent(7, TIME, 1_000_000), RebuildWorkload::new)),
      Map.entry("W5", new Entry(new Extent(7, TIME, 20_000), FreshnessWorkload::new)),
      Map.entry("W6", new Entry(new Extent(7, TIME, 20_000), PortraitWorkload::new)),
      Map.entry("W7", new Entry(new Extent(7, TIME, 10_000_000), PastWorkload::new)),
      Map.entry("W8", new Entry(new Extent(7, TIME, 100_000), ImportWorkload::new)),
      Map.entry("W9", new Entry(new Extent(3, TIME, 10_000_000), GrowthWorkload::new))));

  private Workloads() {}

  static Optional<Entry> find(String name) {
    return Optional.ofNullable(ENTRIES.get(name));
  }

  /** {@code W1|W2} and so on. */
  static String names() {
    return String.join("|", ENTRIES.keySet());
  }
}
