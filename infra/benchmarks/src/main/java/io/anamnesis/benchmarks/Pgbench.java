package io.anamnesis.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The limit: pgbench running one statement a transaction, prepared. */
final class Pgbench implements Subject {
  static final String NAME = "pgbench";

  private static final Pattern RATE = Pattern.compile("(?m)^tps = ([0-9.]+) ");
  private static final Pattern TRANSACTIONS = Pattern.compile("(?m)^number of transactions actually processed: (\\d+)");
  private static final Pattern CONNECTING = Pattern.compile("(?m)^initial connection time = ([0-9.]+) ms");
  private static final int STARTS = 3;

  private final Cluster cluster;
  private final String database;
  private final int callers;
  private final Path script;
  private final long cpuToStart;
  private final double secondsToConnect;

  private Pgbench(Cluster cluster, String database, int callers, Path script) {
    this.cluster = cluster;
    this.database = database;
    this.callers = callers;
    this.script = script;
    List<Run> starts = IntStream.range(0, STARTS).mapToObj(i -> run("-t", "1")).toList();
    this.cpuToStart = (long) Spread.of(starts.stream().map(start -> (double) start.cpuMicros()).toList()).median();
    this.secondsToConnect =
        Spread.of(starts.stream().map(start -> number(CONNECTING, start.printed()) / 1e3).toList()).max();
  }

  /** Inserts and commits single rows, about one of so many customers. */
  static Pgbench inserts(Cluster cluster, String database, int callers, int customers) {
    return new Pgbench(cluster, database, callers, cluster.file("insert.sql", """
        \\set subject random(0, %d)
        insert into log.event (position, event_id, stream, seq, subject, type, revision, occurred_at, recorded_at, \
        payload, metadata) \
        values (nextval('log.next_position'), gen_random_uuid(), null, null, 'customer-' || :subject::text, '%s', 1, \
        now(), now(), '%s', '%s');
        """.formatted(customers - 1, Facts.TYPE, Facts.PAYLOAD, Facts.METADATA)));
  }

  /** Reads all rows about one of so many customers. */
  static Pgbench subjectReads(Cluster cluster, String database, int callers, int customers) {
    return new Pgbench(cluster, database, callers, cluster.file("select.sql", """
        \\set subject random(0, %d)
        select position, event_id, stream, seq, subject, type, revision, occurred_at, recorded_at, payload, metadata \
        from log.event where subject = 'customer-' || :subject::text order by position;
        """.formatted(customers - 1)));
  }

  /** Reads the row of one of so many customers. */
  static Pgbench rowReads(Cluster cluster, String database, int callers, int customers, String table) {
    return new Pgbench(cluster, database, callers, cluster.file("row.sql", """
        \\set subject random(0, %d)
        select position, state from %s where subject = 'customer-' || :subject::text;
        """.formatted(customers - 1, table)));
  }

  @Override
  public String name() {
    return NAME;
  }

  /**
   * Without the cost of connecting and of each connection's first insert: everything else under test is connected and
   * warm. So processor time is the difference of two runs over the difference of their lengths.
   */
  @Override
  public Measurement measure(Duration time) {
    // Its clock runs while it connects.
    Run run = run("-T", Long.toString(time.toSeconds() + (long) Math.ceil(secondsToConnect)));
    double more = number(TRANSACTIONS, run.printed()) - callers;
    return new Measurement(number(RATE, run.printed()), Math.max(0, run.cpuMicros() - cpuToStart) / more);
  }

  /** Each client so many times. */
  void run(int perClient) {
    run("-t", Integer.toString(perClient));
  }

  @Override
  public void close() {}

  private record Run(String printed, long cpuMicros) {}

  private Run run(String limit, String value) {
    int processes = cluster.processes();
    long cpu = cpu();
    String printed =
        cluster.pgbench(database, List.of("-n", "-M", "prepared", "-c", Integer.toString(callers), "-j", "2",
            limit, value, "-f", script.toString()));
    // Its backends outlive it by a moment, and some processor time of theirs would be missed here and counted elsewhere.
    cluster.awaitProcesses(processes);
    return new Run(printed, cpu() - cpu);
  }

  private long cpu() {
    return CpuTime.ofEndedChildren() + cluster.cpuMicros();
  }

  private static double number(Pattern pattern, String printed) {
    Matcher found = pattern.matcher(printed);
    if (!found.find()) {
      throw new IllegalStateException("pgbench printed no figures:\n" + printed);
    }
    return Double.parseDouble(found.group(1));
  }
}
