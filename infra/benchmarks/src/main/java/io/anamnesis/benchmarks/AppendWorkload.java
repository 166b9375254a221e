package io.anamnesis.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  private final Peers peers;

  AppendWorkload(Cluster cluster, Extent extent) {
    this.cluster = cluster;
    this.extent = extent;
    this.peers = Peers.create(cluster);
  }

  @Override
  public List<String> run() {
    List<String> gate = judge();
    EventTable.create(cluster, CONTROL);
    cluster.create(LOG);
    warmUp();
    Comparison table = new Comparison("c", Pgbench.NAME);
    TARGETS.forEach(target -> measure(target, table));
    List<String> lines = new ArrayList<>(table.lines());
    peers.absent().forEach((peer, why) -> lines.addAll(List.of("", peer + " was not run: " + why)));
    lines.add("");
    lines.addAll(gate);
    return lines;
  }

  /** The log's own figures count only behind the gate; those of peers stand beside what the gate found. */
  private List<String> judge() {
    System.err.println("through the gate ...");
    Gate gate = new Gate(cluster);
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    cluster.create("gate_anamnesis");
    try (LogAppends log = LogAppends.of(cluster, "gate_anamnesis", Gate.WRITERS, Facts.SUBJECTS)) {
      Verdict verdict = gate.judge(log);
      if (!verdict.isPassed()) {
        throw new IllegalStateException("the log did not pass the gate, skipped " + verdict.counts());
      }
      verdicts.put(log.name(), verdict);
    }
    verdicts.putAll(peers.judge(gate));
    List<String> lines =
        new ArrayList<>(List.of("| through the gate | skipped by its reader | reader behind at most, s |",
            "|---|---|---|"));
    verdicts.forEach((store, verdict) -> lines
        .add("| " + String.join(" | ", store, verdict.counts(), verdict.delay()) + " |"));
    return lines;
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
    List<Subject> subjects = new ArrayList<>(List.of(LogAppends.of(cluster, LOG, callers, Facts.SUBJECTS)));
    subjects.addAll(peers.appending(callers));
    return subjects;
  }
}
