package io.anamnesis.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The limit: pgbench inserting and committing single rows. */
final class PgbenchInserts implements Subject {
  private static final Pattern RATE = Pattern.compile("(?m)^tps = ([0-9.]+) ");
  private static final Pattern TRANSACTIONS = Pattern.compile("(?m)^number of transactions actually processed: (\\d+)");
  private static final String SCRIPT = """
      \\set subject random(0, %d)
      insert into log.event (position, event_id, stream, seq, subject, type, revision, occurred_at, recorded_at, \
      payload, metadata) \
      values (nextval('log.next_position'), gen_random_uuid(), null, null, 'customer-' || :subject::text, '%s', 1, \
      now(), now(), '%s', '%s');
      """.formatted(Facts.SUBJECTS - 1, Facts.TYPE, Facts.PAYLOAD, Facts.METADATA);

  private final Cluster cluster;
  private final String database;
  private final int callers;
  private final Path script;
  private final long cpuToConnect;

  PgbenchInserts(Cluster cluster, String database, int callers) {
    this.cluster = cluster;
    this.database = database;
    this.callers = callers;
    this.script = cluster.file("insert.sql", SCRIPT);
    long cpu = cpu();
    pgbench("-t", "1");
    this.cpuToConnect = cpu() - cpu;
  }

  @Override
  public String name() {
    return "pgbench";
  }

  /** Without the time to connect: everything else under test is connected already. */
  @Override
  public Measurement measure(Duration time) {
    long cpu = cpu();
    String printed = pgbench("-T", Long.toString(time.toSeconds()));
    long used = Math.max(0, cpu() - cpu - cpuToConnect);
    return new Measurement(number(RATE, printed), used / number(TRANSACTIONS, printed));
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
