package io.anamnesis.benchmarks;

import java.util.List;
import java.util.function.Function;

/**
 * What was measured of a log of one size.
 *
 * @param afterCheckpoint appends while most pages are touched for the first time since a checkpoint, and written to the
 *     write-ahead log whole
 * @param appends after that, as until the next checkpoint
 * @param withoutSubjects the same, of both tables without their index of subjects: the one that every append touches at random
 */
record GrownLog(long events, Series afterCheckpoint, Series appends, Series withoutSubjects, Series reads,
    Series readsOfCustomer,
    KnownIdentity identity, Weight weight) {

  /** Something that must not become slower as the log grows. */
  record Work(String name, String subject, Function<GrownLog, Series> series) {
    Work(String name, Function<GrownLog, Series> series) {
      this(name, LogAppends.NAME, series);
    }
  }

  static final List<Work> WORK = List.of(new Work("append, c = 32", GrownLog::appends),
      new Work("append, c = 32, ids ascending", LogAppends.NAME_ASCENDING, GrownLog::appends),
      new Work("append, c = 32, right after a checkpoint", GrownLog::afterCheckpoint),
      new Work("append, c = 32, right after a checkpoint, ids ascending", LogAppends.NAME_ASCENDING,
          GrownLog::afterCheckpoint),
      new Work("append, c = 32, no index of subjects", GrownLog::withoutSubjects),
      new Work("read all, decoded", GrownLog::reads),
      new Work("reads of one customer", GrownLog::readsOfCustomer));

  void addTo(Comparison comparison) {
    WORK.forEach(
        work -> comparison.add(work.name() + ", " + events, work.series().apply(this), work.subject(), ""));
  }

  double perSecond(Work work) {
    return work.series().apply(this).of(work.subject()).spread(Round::perSecond).median();
  }

  double ratio(Work work) {
    return work.series().apply(this).of(work.subject()).spread(Round::ratio).median();
  }
}
