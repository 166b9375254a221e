package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.audit.SealerRunner;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.eventstore.proof.Consistency;
import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.proof.Inclusion;
import io.anamnesis.eventstore.proof.Leaf;
import io.anamnesis.eventstore.sealing.SealedLog;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** How long proofs take on a long log: to be made, of tiles in the database, and to be checked, of nothing else. */
final class Proofs {
  private static final String LOG = "proved";
  private static final int WARM_UP = 2_000;
  private static final int PROOFS = 2_000;

  private final Latencies inclusionMade = new Latencies();
  private final Latencies inclusionChecked = new Latencies();
  private final Latencies consistencyMade = new Latencies();
  private final Latencies consistencyChecked = new Latencies();

  /** @return tables in Markdown */
  static List<String> measure(Cluster cluster, long events) {
    EventTable.createLog(cluster, LOG);
    EventTable.fill(cluster, LOG, events, Facts.SUBJECTS);
    try (HikariDataSource pool = cluster.pool(LOG, 6);
        PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(pool))) {
      SealedLog sealed = new SealedLog(pool);
      Duration sealing = seal(log, pool, cluster, sealed, events);
      new Proofs().prove(log, sealed, events, WARM_UP);
      Proofs proofs = new Proofs();
      proofs.prove(log, sealed, events, PROOFS);
      return proofs.table(events, sealing);
    }
  }

  private static Duration seal(PostgresEventLog log, HikariDataSource pool, Cluster cluster, SealedLog sealed,
      long events) {
    long begun = System.nanoTime();
    try (SealerRunner sealer = SealedAppends.sealer(log, pool, cluster, LOG)) {
      sealer.start();
      while (sealed.size() < events) {
        LockSupport.parkNanos(1_000_000);
      }
      return Duration.ofNanos(System.nanoTime() - begun);
    }
  }

  private void prove(PostgresEventLog log, SealedLog sealed, long events, int times) {
    Hash root = sealed.last().orElseThrow().checkpoint().root();
    for (int i = 0; i < times; i++) {
      long position = ThreadLocalRandom.current().nextLong(1, events + 1);
      Hash leaf = Leaf.hashOf(log.read(position - 1, 1).getFirst());
      inclusion(sealed, leaf, position - 1, events, root);
      consistency(sealed, position, events);
    }
  }

  private void inclusion(SealedLog sealed, Hash leaf, long index, long size, Hash root) {
    long begun = System.nanoTime();
    List<Hash> path = sealed.inclusion(index, size);
    long made = System.nanoTime();
    boolean holds = Inclusion.verify(leaf, index, size, path, root);
    long checked = System.nanoTime();
    require(holds);
    inclusionMade.add(made - begun);
    inclusionChecked.add(checked - made);
  }

  private void consistency(SealedLog sealed, long from, long to) {
    Hash older = sealed.root(from);
    Hash newer = sealed.root(to);
    long begun = System.nanoTime();
    List<Hash> path = sealed.consistency(from, to);
    long made = System.nanoTime();
    boolean holds = Consistency.verify(from, older, to, newer, path);
    long checked = System.nanoTime();
    require(holds);
    consistencyMade.add(made - begun);
    consistencyChecked.add(checked - made);
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("a proof does not hold");
    }
  }

  private List<String> table(long events, Duration sealing) {
    return List.of("| proof, " + events + " events | made, ms, median | 99 % | checked, µs, median | 99 % |",
        "|---|---|---|---|---|", row("inclusion", inclusionMade, inclusionChecked),
        row("consistency", consistencyMade, consistencyChecked), "",
        String.format(Locale.ROOT, "Sealing all %d events at once took %.1f s.", events, sealing.toMillis() / 1_000.0));
  }

  private static String row(String kind, Latencies made, Latencies checked) {
    return "| " + String.join(" | ", kind, made.percentile(50), made.percentile(99), checked.percentileMicros(50),
        checked.percentileMicros(99)) + " |";
  }
}
