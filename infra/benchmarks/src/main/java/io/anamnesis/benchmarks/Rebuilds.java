package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.projections.BuildSettings;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.query.customer.PortraitProjection;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.insight.LiabilityTally;
import io.anamnesis.query.insight.RenewalTally;
import io.anamnesis.query.insight.VolumesTally;
import io.anamnesis.query.loyalty.BenefitsProjection;
import io.anamnesis.query.loyalty.LevelTerms;
import io.anamnesis.query.loyalty.LedgerProjection;
import io.anamnesis.query.loyalty.MembershipsProjection;
import io.anamnesis.query.loyalty.PointsProjection;
import io.anamnesis.query.loyalty.ReviewsProjection;
import io.anamnesis.query.loyalty.TierProjection;
import io.anamnesis.query.loyalty.VouchersProjection;
import io.anamnesis.query.purchase.TrajectoryProjection;
import io.anamnesis.query.referral.ReferralsProjection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * All read models of the product, rebuilt beside those that answer by the product's own runner, with its usual settings and
 * pools: from the call until every view is answered by its new rows.
 */
final class Rebuilds implements Subject {
  static final String NAME = "Anamnesis";

  /** As the product's own pools, unless configured otherwise. */
  private static final int LOG_CONNECTIONS = 8;
  private static final int VIEW_CONNECTIONS = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  /** Seldom enough to weigh nothing beside what is measured, which takes seconds. */
  private static final Duration POLL = Duration.ofMillis(20);

  private final Cluster cluster;
  private final long events;
  private final HikariDataSource logPool;
  private final HikariDataSource viewPool;
  private final PostgresEventLog log;
  private final List<Projection<?, ?>> views = readModels();
  private final LiveViews live;
  private final ProjectionRunner runner;
  private final Map<String, Long> rows;

  /** Opens a log of so many events and waits for the first rows of all views. */
  Rebuilds(Cluster cluster, String database, long events) {
    this.cluster = cluster;
    this.events = events;
    this.logPool = cluster.pool(database, LOG_CONNECTIONS);
    this.viewPool = cluster.pool(database, VIEW_CONNECTIONS);
    this.log = PostgresEventLog.open(LogConfiguration.of(logPool));
    this.live = new LiveViews(viewPool);
    this.runner = new ProjectionRunner(log, new LogTail(log, new EventDecoder(EventCatalogue.standard())), viewPool,
        TinkPersonalData.open(viewPool, cluster.path(database + "-kek.json")), views,
        // Nothing of the former rows is kept: they must not weigh on what is measured next.
        BuildSettings.standard().withWindow(Duration.ZERO));
    runner.start();
    await("the first rows", () -> live.active().size() == views.size());
    this.rows = live.rows();
    refuseUnlessWhole();
  }

  /** As the query side makes them. */
  static List<Projection<?, ?>> readModels() {
    SiteZones zones = SiteZones.standardOnly();
    return List.of(new PointsProjection(), new LedgerProjection(),
        new TierProjection(LevelTerms.of(Programme.standard())),
        new TrajectoryProjection(zones), new PortraitProjection(LevelTerms.of(Programme.standard()), zones),
        new VolumesTally(zones), new LiabilityTally(zones), new MembershipsProjection(zones.standard(), 30),
        new RenewalTally(zones), new ReferralsProjection(),
        new BenefitsProjection(LevelTerms.of(Programme.standard())), new ReviewsProjection(),
        new VouchersProjection());
  }

  @Override
  public String name() {
    return NAME;
  }

  int views() {
    return views.size();
  }

  /** Of all views together. */
  long rows() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  /** One rebuild, however long; what counts is an event of the log, once for all views. */
  @Override
  public Measurement measure(Duration time) {
    Measurement measured = Callers.count(cluster, 1, Duration.ZERO, this::rebuild);
    await("the end of the former rows", () -> live.others() == 0);
    refuseUnlessWhole();
    cluster.execute("postgres", "checkpoint");
    return measured;
  }

  @Override
  public void close() {
    runner.close();
    log.close();
    viewPool.close();
    logPool.close();
  }

  private long rebuild() {
    Map<String, Integer> before = live.active();
    runner.rebuild(before.keySet());
    await("the swap of all views", () -> live.active().entrySet().stream()
        .allMatch(view -> !view.getValue().equals(before.get(view.getKey()))));
    return events;
  }

  /** What leaves out a customer is soon ready. */
  private void refuseUnlessWhole() {
    Map<String, Long> present = live.rows();
    boolean everyViewHasRows = Histories.SEEN_BY.stream().allMatch(view -> present.getOrDefault(view, 0L) > 0);
    if (!present.equals(rows) || !everyViewHasRows || live.parked() > 0) {
      throw new IllegalStateException(
          "rows at first " + rows + ", now " + present + ", and " + live.parked() + " keys are parked");
    }
  }

  private void await(String what, BooleanSupplier come) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!come.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "waited " + PATIENCE.toMinutes() + " minutes for " + what + ": " + runner.status());
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
