package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.projections.TimeTravel;
import io.anamnesis.query.customer.PortraitProjection;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.loyalty.LevelTerms;
import java.time.Duration;
import java.time.Instant;

/** The portrait of a customer picked at random, as known when the last event of the log was recorded. */
final class PastPortraits implements Subject {
  private final Cluster cluster;
  private final int customers;
  private final HikariDataSource pool;
  private final PostgresEventLog log;
  private final ReadModels models;
  private final PortraitProjection portrait =
      new PortraitProjection(LevelTerms.of(Programme.standard()), SiteZones.standardOnly());
  private final Instant last;

  PastPortraits(Cluster cluster, String database, int customers) {
    this.cluster = cluster;
    this.customers = customers;
    this.pool = cluster.pool(database, 4);
    this.log = PostgresEventLog.open(LogConfiguration.of(pool));
    this.models = new ReadModels(log, new EventDecoder(EventCatalogue.standard()), pool,
        TinkPersonalData.open(pool, cluster.path("kek.json")));
    this.last = log.read(log.head() - 1, 1).getFirst().recordedAt();
  }

  @Override
  public String name() {
    return "Anamnesis";
  }

  /** What counts is a portrait. */
  @Override
  public Measurement measure(Duration time) {
    return Callers.measure(cluster, 1, time, this::portray);
  }

  @Override
  public void close() {
    log.close();
    pool.close();
  }

  private void portray() {
    portrait.answer(models.travel(portrait, Facts.subject(customers), new TimeTravel(last, null)), last);
  }
}
