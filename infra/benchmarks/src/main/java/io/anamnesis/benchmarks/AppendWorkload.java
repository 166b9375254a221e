package io.anamnesis.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** W1: one fact of about 300 bytes a call, durable, against single-row inserts of pgbench at as many clients. */
final class AppendWorkload {
  private record Target(int callers, double ratio) {}

  private static final List<Target> TARGETS =
      List.of(new Target(1, 0.8), new Target(8, 1.3), new Target(32, 2.5), new Target(256, 7.0));
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  /** The JVM compiles what it measures before the first figure, which has the fewest calls a second. */
  private static final Duration FIRST_WARM_UP = Duration.ofSeconds(4);
  private static final int WARM_UP_CALLERS = 8;

  private final Cluster cluster;
  private final Options options;
  private final Peers peers;

  AppendWorkload(Cluster cluster, Options options) {
    this.cluster = cluster;
    this.peers = Peers.create(cluster);
    this.options = options;
  }

  /** @return the table, in Markdown */
  List<String> run() {
    Map<String, Verdict> verdicts = judge();
    EventTable.create(cluster, "control");
    cluster.create("anamnesis");
    List<String> table = new ArrayList<>(List.of(
        "| c | subject | pgbench events/s | subject events/s | ratio, median [min..max] | must reach "
            + "| CPU µs/event pgbench | CPU µs/event subject | rounds kept | thrown away "
            + "| skipped by its reader | reader behind at most, s |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|"));
    warmUp();
    for (Target target : TARGETS) {
      System.err.println("c = " + target.callers() + " ...");
      table.addAll(run(target, verdicts));
    }
    peers.absent().forEach((peer, why) -> table.add("| | " + peer + " | | | not run: " + why + " | | | | | | | |"));
    return table;
  }

  /** The log's own figures count only behind the gate; those of peers stand beside what the gate found. */
  private Map<String, Verdict> judge() {
    System.err.println("through the gate ...");
    Gate gate = new Gate(cluster);
    Map<String, Verdict> verdicts = new HashMap<>(peers.judge(gate));
    cluster.create("gate_anamnesis");
    try (LogAppends log = new LogAppends(cluster, "gate_anamnesis", Gate.WRITERS)) {
      Verdict verdict = gate.judge(log);
      if (!verdict.isPassed()) {
        throw new IllegalStateException("the log did not pass the gate: skipped " + verdict.counts());
      }
      verdicts.put(log.name(), verdict);
    }
    return verdicts;
  }

  private List<String> run(Target target, Map<String, Verdict> verdicts) {
    int callers = target.callers();
    List<Subject> subjects = open(callers);
    try (Subject control = new PgbenchInserts(cluster, "control", callers)) {
      subjects.forEach(subject -> subject.measure(WARM_UP));
      Series series = measure(control, subjects);
      return subjects.stream().map(subject -> row(series, target, subject, verdicts)).toList();
    } finally {
      subjects.forEach(Subject::close);
    }
  }

  private void warmUp() {
    System.err.println("warming up ...");
    for (Subject subject : open(WARM_UP_CALLERS)) {
      subject.measure(FIRST_WARM_UP);
      subject.close();
    }
  }

  private List<Subject> open(int callers) {
    List<Subject> subjects = new ArrayList<>(List.of(new LogAppends(cluster, "anamnesis", callers)));
    subjects.addAll(peers.appending(callers));
    return subjects;
  }

  /** Subjects take turns at being first after the control. */
  private Series measure(Subject control, List<Subject> subjects) {
    List<Round> rounds = new ArrayList<>();
    List<Subject> order = new ArrayList<>(subjects);
    for (int i = 0; i < options.rounds(); i++) {
      Measurement before = control.measure(options.time());
      Map<String, Measurement> measured = new HashMap<>();
      order.forEach(subject -> measured.put(subject.name(), subject.measure(options.time())));
      rounds.add(new Round(before, measured, control.measure(options.time())));
      Collections.rotate(order, 1);
    }
    return new Series(rounds);
  }

  private static String row(Series series, Target target, Subject subject,
      Map<String, Verdict> verdicts) {
    String name = subject.name();
    Optional<Verdict> verdict = Optional.ofNullable(verdicts.get(name));
    String mustReach = subject instanceof LogAppends ? "≥ " + target.ratio() : "";
    return "| " + String.join(" | ", Integer.toString(target.callers()), name,
        series.spread(Round::control).rounded(), series.spread(round -> round.subject(name).perSecond()).rounded(),
        series.spread(round -> round.ratio(name)).withRange(), mustReach, series.spread(Round::controlCpu).rounded(),
        series.spread(round -> round.subject(name).cpuMicros()).rounded(),
        Long.toString(series.kept()), Long.toString(series.thrownAway()),
        verdict.map(Verdict::counts).orElse("–"), verdict.map(Verdict::delay).orElse("–")) + " |";
  }
}
