package io.anamnesis.benchmarks;

import java.util.List;
import java.util.function.Function;

/** What was measured of a log of one size. */
record GrownLog(long events, Series appends, Series reads, Series readsOfCustomer, Weight weight) {
  static final String SUBJECT = "Anamnesis";

  /** Something that must not become slower as the log grows. */
  record Work(String name, Function<GrownLog, Series> series) {}

  static final List<Work> WORK = List.of(new Work("append, c = 32", GrownLog::appends),
      new Work("read all, decoded", GrownLog::reads),
      new Work("reads of one customer", GrownLog::readsOfCustomer));

  void addTo(Comparison comparison) {
    WORK.forEach(
        work -> comparison.add(work.name() + ", " + events, work.series().apply(this), SUBJECT, ""));
  }

  double perSecond(Work work) {
    return work.series().apply(this).of(SUBJECT).spread(Round::perSecond).median();
  }

  double ratio(Work work) {
    return work.series().apply(this).of(SUBJECT).spread(Round::ratio).median();
  }
}
