package io.anamnesis.benchmarks;

import java.time.Duration;

/** Whole imports of NDJSON, one after the other. */
final class Imports implements Subject {
  private final Cluster cluster;
  private final Intake intake;
  private final long lines;

  Imports(Cluster cluster, Intake intake, long lines) {
    this.cluster = cluster;
    this.intake = intake;
    this.lines = lines;
  }

  @Override
  public String name() {
    return "Anamnesis";
  }

  @Override
  public Measurement measure(Duration time) {
    return Callers.count(cluster, 1, time, () -> intake.take(lines));
  }

  @Override
  public void close() {}
}
