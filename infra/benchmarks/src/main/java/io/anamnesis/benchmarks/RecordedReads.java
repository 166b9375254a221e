package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.personal.KeyStore;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.web.reads.Answer;
import io.anamnesis.web.reads.ReadLog;
import io.anamnesis.web.reads.Reader;
import io.anamnesis.web.reads.Showing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What every read of a customer's data costs beside its answer: it is in the log of reads, durable, before the answer leaves. */
final class RecordedReads implements Subject {
  private static final Answer ANSWER = new Answer("GET", "/api/v1/customers/{customer}/portrait", 200, null);

  private final String name;
  private final Reader reader;
  private final Cluster cluster;
  private final int callers;
  private final HikariDataSource pool;
  private final PostgresEventLog reads;
  private final ReadLog recorded;

  /**
   * @param log of the same database, which knows the customers
   * @param purpose stated, sealed under the key of the customer; null where none is
   */
  RecordedReads(String name, Cluster cluster, LogAppends log, int callers, @Nullable String purpose) {
    this.name = name;
    this.reader = new Reader("nurse-7", Set.of("auditor"), null, purpose);
    this.cluster = cluster;
    this.callers = callers;
    this.pool = cluster.pool(log.database(), 6);
    this.reads = PostgresEventLog.open(LogConfiguration.of(pool).withSchema(LogSchema.READS));
    TinkPersonalData personal = TinkPersonalData.open(KeyStore.of(pool, cluster.path(log.database() + ".kek")));
    this.recorded = new ReadLog(reads, log.log(), personal, Clock.systemUTC());
    if (purpose != null) {
      personal.prepare(IntStream.range(0, Facts.SUBJECTS).mapToObj(number -> "customer-" + number).toList());
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Measurement measure(Duration time) {
    return Callers.measure(cluster, callers, time,
        () -> recorded.record(reader, ANSWER, List.of(Facts.subject()), Showing.current()));
  }

  @Override
  public void close() {
    reads.close();
    pool.close();
  }
}
