package io.anamnesis.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** W1: one fact of about 300 bytes a call, durable, against single-row inserts of pgbench at as many clients. */
final class AppendWorkload implements Workload {
  private record Target(int callers, double ratio) {}

  private static final List<Target> TARGETS =
      List.of(new Target(1, 0.8), new Target(8, 1.3), new Target(32, 2.5), new Target(256, 7.0));
  /** The JVM compiles what it measures before the first figure, which has the fewest calls a second. */
  private static final Duration FIRST_WARM_UP = Duration.ofSeconds(4);
  private static final int WARM_UP_CALLERS = 8;
  private static final String CONTROL = "control";
  private static final String LOG = "anamnesis";

  private final Cluster cluster;
  private final Extent extent;

  AppendWorkload(Cluster cluster, Extent extent) {
    this.cluster = cluster;
    this.extent = extent;
  }

  @Override
  public List<String> run() {
    EventTable.create(cluster, CONTROL);
    cluster.create(LOG);
    Peers.create(cluster);
    warmUp();
    Comparison table = new Comparison("c", Pgbench.NAME);
    TARGETS.forEach(target -> measure(target, table));
    return table.lines();
  }

  private void warmUp() {
    System.err.println("warming up ...");
    for (Subject subject : open(WARM_UP_CALLERS)) {
      subject.measure(FIRST_WARM_UP);
      subject.close();
    }
  }

  private void measure(Target target, Comparison table) {
    int callers = target.callers();
    System.err.println("c = " + callers + " ...");
    List<Subject> subjects = open(callers);
    try (Subject control = Pgbench.inserts(cluster, CONTROL, callers, Facts.SUBJECTS)) {
      Series series = Rounds.measure(control, subjects, extent);
      subjects.forEach(subject -> table.add(Integer.toString(callers), series, subject.name(),
          subject instanceof LogAppends ? "≥ " + target.ratio() : ""));
    } finally {
      subjects.forEach(Subject::close);
    }
  }

  private List<Subject> open(int callers) {
    List<Subject> subjects = new ArrayList<>(List.of(new LogAppends(cluster, LOG, callers, Facts.SUBJECTS)));
    subjects.addAll(Peers.appending(cluster, callers));
    return subjects;
  }
}
