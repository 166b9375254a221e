package io.anamnesis.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * W5: how long it takes from a fact's acknowledgement until points and portrait show it with the decision that follows from
 * it, over HTTP: at rest, and while the product is kept busy by half of the facts that it can take in and deal with.
 */
final class FreshnessWorkload implements Workload {
  private static final String LOG = "anamnesis";
  private static final int SETTLING = 5_000;
  private static final int CALLERS = 32;

  private final Cluster cluster;
  private final Extent extent;

  FreshnessWorkload(Cluster cluster, Extent extent) {
    this.cluster = cluster;
    this.extent = extent;
  }

  @Override
  public List<String> run() {
    cluster.create(LOG);
    try (Hospital hospital = Hospital.start(cluster.jdbcUrl(LOG))) {
      System.err.println("warming up ...");
      awaitLevel(hospital, SETTLING);
      double most = mostPerSecond(hospital);
      List<String> lines = new ArrayList<>(List.of(
          "| facts/s beside | asked for | looked for | p50, ms | p99, ms | worst, ms | p99 must not pass |",
          "|---|---|---|---|---|---|---|"));
      System.err.println("at rest ...");
      lines.add(row(0, hospital, 50));
      System.err.println("under load ...");
      lines.add(row(most / 2, hospital, 250));
      lines.add("");
      lines.add(
          String.format(Locale.ROOT, "One fact a call. %d facts told by %d callers as fast as they were taken were "
              + "in all views, with what follows from them, at %.0f facts/s.", extent.events(), CALLERS, most));
      return lines;
    }
  }

  private String row(double load, Hospital hospital, int most) {
    try (SteadyLoad beside = SteadyLoad.of(load, hospital::tell)) {
      beside.settle();
      Latencies latencies = look(hospital, extent.time().multipliedBy(extent.rounds()));
      return "| " + String.join(" | ", String.format(Locale.ROOT, "%.0f", beside.perSecond()),
          String.format(Locale.ROOT, "%.0f", load), Integer.toString(latencies.count()), latencies.percentile(50),
          latencies.percentile(99), latencies.percentile(100), Integer.toString(most)) + " |";
    }
  }

  private static Latencies look(Hospital hospital, Duration time) {
    Latencies latencies = new Latencies();
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      Hospital.Acknowledged fact = hospital.tell();
      long acknowledged = System.nanoTime();
      hospital.see("points", fact);
      hospital.see("portrait", fact);
      latencies.add(System.nanoTime() - acknowledged);
    }
    return latencies;
  }

  /** Facts that many callers tell as fast as they are taken, until all that follows from them is in all views. */
  private double mostPerSecond(Hospital hospital) {
    System.err.println("finding out how much it can deal with ...");
    int perCaller = Math.toIntExact(extent.events() / CALLERS);
    long began = System.nanoTime();
    Callers.run(CALLERS, () -> IntStream.range(0, perCaller).forEach(i -> hospital.tell()));
    awaitLevel(hospital, 1);
    return CALLERS * perCaller / ((System.nanoTime() - began) / 1e9);
  }

  private static void awaitLevel(Hospital hospital, int facts) {
    Hospital.Acknowledged last = hospital.tell(facts);
    hospital.see("points", last);
    hospital.see("portrait", last);
  }
}
