package io.anamnesis.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The limit: pgbench running one statement a transaction, prepared. */
final class Pgbench implements Subject {
  static final String NAME = "pgbench";

  private static final Pattern RATE = Pattern.compile("(?m)^tps = ([0-9.]+) ");
  private static final Pattern TRANSACTIONS = Pattern.compile("(?m)^number of transactions actually processed: (\\d+)");

  private final Cluster cluster;
  private final String database;
  private final int callers;
  private final Path script;
  private final long cpuToConnect;

  private Pgbench(Cluster cluster, String database, int callers, Path script) {
    this.cluster = cluster;
    this.database = database;
    this.callers = callers;
    this.script = script;
    long cpu = cpu();
    pgbench("-t", "1");
    this.cpuToConnect = cpu() - cpu;
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

  @Override
  public String name() {
    return NAME;
  }

  /** Without the time to connect: everything else under test is connected already. */
  @Override
  public Measurement measure(Duration time) {
    long cpu = cpu();
    String printed = pgbench("-T", Long.toString(time.toSeconds()));
    long used = Math.max(0, cpu() - cpu - cpuToConnect);
    return new Measurement(number(RATE, printed), used / number(TRANSACTIONS, printed));
  }

  /** Each client so many times. */
  void run(int perClient) {
    pgbench("-t", Integer.toString(perClient));
  }

  @Override
  public void close() {}

  private String pgbench(String limit, String value) {
    return cluster.pgbench(database, List.of("-n", "-M", "prepared", "-c", Integer.toString(callers), "-j", "2", limit,
        value, "-f", script.toString()));
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
