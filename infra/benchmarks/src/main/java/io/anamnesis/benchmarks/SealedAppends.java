package io.anamnesis.benchmarks;

import io.anamnesis.command.audit.SealerRunner;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.eventstore.sealing.LogKeyFiles;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.eventstore.sealing.Sealer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** The log, called in process, while it is sealed in the same process. Nobody else reads it, so what the sealer reads costs whole. */
final class SealedAppends implements Subject {
  static final String NAME = "Anamnesis, sealed";

  private final LogAppends appends;
  private final SealedLog sealed;
  private final SealerRunner sealer;

  SealedAppends(Cluster cluster, String database, int callers) {
    this.appends = LogAppends.of(cluster, database, callers, Facts.SUBJECTS);
    this.sealed = new SealedLog(appends.pool());
    this.sealer = sealer(appends.log(), appends.pool(), cluster, database);
    sealer.start();
  }

  static SealerRunner sealer(PostgresEventLog log, DataSource pool, Cluster cluster, String database) {
    LogTail tail = new LogTail(log, new EventDecoder(EventCatalogue.standard()));
    return new SealerRunner(log,
        new Sealer(log, tail, pool, LogKeyFiles.open(cluster.path(database + ".skey"), new SealedLog(pool)),
            Clock.systemUTC()));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Measurement measure(Duration time) {
    Measurement measured = appends.measure(time);
    // The rest is sealed before anything else is measured.
    while (sealed.size() < appends.log().head()) {
      LockSupport.parkNanos(1_000_000);
    }
    return measured;
  }

  @Override
  public void close() {
    sealer.close();
    appends.close();
  }
}
