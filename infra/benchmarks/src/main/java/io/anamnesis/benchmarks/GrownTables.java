package io.anamnesis.benchmarks;

import java.util.List;

/** The log and the table of its control, both of one size, gone when closed. */
final class GrownTables implements AutoCloseable {
  private static final int CALLERS = 32;
  private static final long EVENTS_PER_CUSTOMER = 100;
  private static final long FEWEST_CUSTOMERS = 100;
  /** An index has some hundred entries a page: so many appends touch nearly all pages of one that is touched at random. */
  private static final long ENTRIES_PER_TOUCH = 33;
  private static final String CONTROL = "control";
  private static final String LOG = "anamnesis";

  private final Cluster cluster;
  private final long events;
  private final int customers;

  private GrownTables(Cluster cluster, long events) {
    this.cluster = cluster;
    this.events = events;
    this.customers = Math.toIntExact(Math.max(FEWEST_CUSTOMERS, events / EVENTS_PER_CUSTOMER));
  }

  static GrownTables fill(Cluster cluster, long events) {
    GrownTables tables = new GrownTables(cluster, events);
    EventTable.createLog(cluster, LOG);
    EventTable.fill(cluster, LOG, events, tables.customers);
    return tables;
  }

  /** Appends come last: they alone change the size, so that the control needs a table of its own. */
  GrownLog measure(Extent extent) {
    Weight.OfRows rows = Weight.OfRows.in(cluster, LOG);
    Series reads = reads(extent);
    Series ofCustomer = readsOfCustomer(extent);
    EventTable.copy(cluster, CONTROL, LOG, events);
    try (LogAppends appends = LogAppends.of(cluster, LOG, CALLERS, customers);
        LogAppends ascending = LogAppends.withAscendingIds(cluster, LOG, CALLERS, customers);
        Pgbench inserts = Pgbench.inserts(cluster, CONTROL, CALLERS, customers)) {
      KnownIdentity identity = appends.awaitIdentity();
      ascending.awaitIdentity();
      Weight.OfWal afterCheckpoint = Weight.OfWal.afterCheckpoint(cluster, appends, inserts);
      Series whilePagesAreWhole = Rounds.measure(inserts, List.of(appends, ascending), extent);
      int perCaller = Math.toIntExact(events / ENTRIES_PER_TOUCH / CALLERS);
      appends.append(perCaller);
      inserts.run(Math.max(1, perCaller));
      Series later = Rounds.measure(inserts, List.of(appends, ascending), extent);
      Weight weight = new Weight(rows, afterCheckpoint, Weight.OfWal.now(cluster, appends, inserts));
      EventTable.dropIndexOfSubjects(cluster, LOG);
      EventTable.dropIndexOfSubjects(cluster, CONTROL);
      Series withoutSubjects = Rounds.measure(inserts, List.of(appends), extent);
      return new GrownLog(events, whilePagesAreWhole, later, withoutSubjects, reads, ofCustomer, identity, weight);
    }
  }

  private Series reads(Extent extent) {
    try (Subject control = new CopyOut(cluster, LOG); Subject log = new LogReads(cluster, LOG)) {
      return Rounds.measure(control, List.of(log), extent);
    }
  }

  private Series readsOfCustomer(Extent extent) {
    try (Subject control = Pgbench.subjectReads(cluster, LOG, 1, customers);
        Subject log = new SubjectReads(cluster, LOG, customers)) {
      return Rounds.measure(control, List.of(log), extent);
    }
  }

  @Override
  public void close() {
    cluster.execute("postgres", "drop database if exists " + LOG);
    cluster.execute("postgres", "drop database if exists " + CONTROL);
  }
}
