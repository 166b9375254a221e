package io.anamnesis.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The limit: pgbench inserting and committing single rows. */
final class PgbenchInserts implements Subject {
  private static final Pattern RATE = Pattern.compile("(?m)^tps = ([0-9.]+) ");
  private static final Pattern TRANSACTIONS = Pattern.compile("(?m)^number of transactions actually processed: (\\d+)");
  private static final Pattern CONNECTING = Pattern.compile("(?m)^initial connection time = ([0-9.]+) ms");
  private static final String SCRIPT = """
      \\set subject random(0, %d)
      insert into log.event (position, event_id, stream, seq, subject, type, revision, occurred_at, recorded_at, \
      payload, metadata) \
      values (nextval('log.next_position'), gen_random_uuid(), null, null, 'customer-' || :subject::text, '%s', 1, \
      now(), now(), '%s', '%s');
      """.formatted(Facts.SUBJECTS - 1, Facts.TYPE, Facts.PAYLOAD, Facts.METADATA);
  private static final int STARTS = 3;

  private final Cluster cluster;
  private final String database;
  private final int callers;
  private final Path script;
  private final long cpuToStart;
  private final double secondsToConnect;

  PgbenchInserts(Cluster cluster, String database, int callers) {
    this.cluster = cluster;
    this.database = database;
    this.callers = callers;
    this.script = cluster.file("insert.sql", SCRIPT);
    List<Run> starts = IntStream.range(0, STARTS).mapToObj(i -> run("-t", "1")).toList();
    this.cpuToStart = (long) Spread.of(starts.stream().map(start -> (double) start.cpuMicros()).toList()).median();
    this.secondsToConnect =
        Spread.of(starts.stream().map(start -> number(CONNECTING, start.printed()) / 1e3).toList()).max();
  }

  @Override
  public String name() {
    return "pgbench";
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
