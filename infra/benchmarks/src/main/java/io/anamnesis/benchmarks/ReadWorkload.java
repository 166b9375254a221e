package io.anamnesis.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** W3: all events of the log in order, decoded into typed events, against COPY of the same columns out of the same table. */
final class ReadWorkload implements Workload {
  private static final String LOG = "anamnesis";

  private final Cluster cluster;
  private final Extent extent;

  ReadWorkload(Cluster cluster, Extent extent) {
    this.cluster = cluster;
    this.extent = extent;
  }

  @Override
  public List<String> run() {
    System.err.println("filling the logs ...");
    EventTable.createLog(cluster, LOG);
    EventTable.fill(cluster, LOG, extent.events(), Facts.SUBJECTS);
    List<Subject> subjects = new ArrayList<>(List.of(new LogReads(cluster, LOG)));
    subjects.addAll(Peers.reading(cluster, extent.events()));
    System.err.println("measuring ...");
    try (Subject control = new CopyOut(cluster, LOG)) {
      Series series = Rounds.measure(control, subjects, extent);
      Comparison table = new Comparison("events in the log", control.name());
      subjects.forEach(subject -> table.add(Long.toString(extent.events()), series, subject.name(),
          subject instanceof LogReads ? "≥ 0.7" : ""));
      return table.lines();
    } finally {
      subjects.forEach(Subject::close);
    }
  }
}
