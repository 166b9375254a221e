package io.anamnesis.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What an event weighs on the disk, in bytes. */
record Weight(OfRows rows, OfWal afterCheckpoint, OfWal later) {

  static List<String> table(List<GrownLog> logs) {
    List<String> lines = new ArrayList<>(List.of(
        "| events in the log | payload and metadata, B/event | table, B/event | indexes, B/event "
            + "| WAL right after a checkpoint, B/append | of the control | WAL later, B/append | of the control |",
        "|---|---|---|---|---|---|---|---|"));
    logs.forEach(log -> lines.add(log.weight().row(log.events())));
    lines.add("");
    lines
        .add("WAL: of " + OfWal.APPENDS + " appends from 32 callers, with a full image of every page that they are the "
            + "first to change since the checkpoint; later: after the rounds of appends, without another checkpoint.");
    return lines;
  }

  private String row(long events) {
    return "| " + String.join(" | ", Long.toString(events), Long.toString(rows.text() / events),
        Long.toString(rows.table() / events), Long.toString(rows.indexes() / events),
        Long.toString(afterCheckpoint.log()), Long.toString(afterCheckpoint.control()), Long.toString(later.log()),
        Long.toString(later.control())) + " |";
  }

  /** All rows together. */
  record OfRows(long text, long table, long indexes) {
    private static final String TEXT =
        "select sum(octet_length(payload) + octet_length(metadata)) from log.event";

    static OfRows in(Cluster cluster, String database) {
      return new OfRows(number(cluster, database, TEXT),
          number(cluster, database, "select pg_table_size('log.event')"),
          number(cluster, database, "select pg_indexes_size('log.event')"));
    }
  }

  /** One append of one event. */
  record OfWal(long log, long control) {
    private static final int PER_CALLER = 160;
    private static final int APPENDS = 32 * PER_CALLER;

    static OfWal afterCheckpoint(Cluster cluster, LogAppends log, Pgbench control) {
      cluster.execute("postgres", "checkpoint");
      return now(cluster, log, control);
    }

    static OfWal now(Cluster cluster, LogAppends log, Pgbench control) {
      long start = written(cluster);
      log.append(PER_CALLER);
      long between = written(cluster);
      control.run(PER_CALLER);
      return new OfWal((between - start) / APPENDS, (written(cluster) - between) / APPENDS);
    }

    private static long written(Cluster cluster) {
      return number(cluster, "postgres", "select pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
    }
  }

  private static long number(Cluster cluster, String database, String sql) {
    return Long.parseLong(cluster.ask(database, sql));
  }
}
