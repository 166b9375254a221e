package io.anamnesis.query;

import io.anamnesis.query.loyalty.VouchersController;
import io.anamnesis.query.loyalty.VouchersProjection;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.util.unit.DataSize;

import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.projections.BuildSettings;
import io.anamnesis.projections.Freshness;
import io.anamnesis.projections.EventCensus;
import io.anamnesis.projections.PolicyRegister;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.projections.SqlViews;
import io.anamnesis.projections.ViewTables;
import io.anamnesis.query.audit.HistoryController;
import io.anamnesis.query.audit.ProofConfiguration;
import io.anamnesis.query.audit.ReplayController;
import io.anamnesis.query.audit.bundle.BundleController;
import io.anamnesis.query.audit.bundle.Bundles;
import io.anamnesis.query.audit.reads.ReadAuditController;
import io.anamnesis.query.audit.reads.WhoLookedController;
import io.anamnesis.query.audit.reconciliation.ReconciliationConfiguration;
import io.anamnesis.query.audit.chain.ChainController;
import io.anamnesis.query.audit.difference.DifferenceController;
import io.anamnesis.query.customer.PortraitController;
import io.anamnesis.query.customer.PortraitProjection;
import io.anamnesis.query.customer.SearchController;
import io.anamnesis.query.customer.Summaries;
import io.anamnesis.query.customer.TimelineController;
import io.anamnesis.query.customer.TimelineItems;
import io.anamnesis.query.customer.access.AccessController;
import io.anamnesis.query.customer.access.Everything;
import io.anamnesis.query.customer.live.StreamConfiguration;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.insight.KpiController;
import io.anamnesis.query.insight.LiabilityController;
import io.anamnesis.query.insight.LiabilityTally;
import io.anamnesis.query.insight.ParkedController;
import io.anamnesis.query.insight.ProjectionController;
import io.anamnesis.query.insight.RenewalController;
import io.anamnesis.query.insight.RenewalTally;
import io.anamnesis.query.insight.RewardCosts;
import io.anamnesis.query.insight.VolumesTally;
import io.anamnesis.query.insight.definition.DefinitionConfiguration;
import io.anamnesis.query.insight.catalogue.EventTypeController;
import io.anamnesis.query.insight.catalogue.LiveCatalogue;
import io.anamnesis.query.insight.export.ExportController;
import io.anamnesis.query.insight.export.Exports;
import io.anamnesis.query.insight.export.RowsController;
import io.anamnesis.query.insight.report.ReportConfiguration;
import io.anamnesis.query.loyalty.BenefitsController;
import io.anamnesis.query.loyalty.BenefitsProjection;
import io.anamnesis.query.loyalty.Explanations;
import io.anamnesis.query.loyalty.LedgerProjection;
import io.anamnesis.query.loyalty.LevelTerms;
import io.anamnesis.query.loyalty.LoyaltyController;
import io.anamnesis.query.loyalty.MembershipController;
import io.anamnesis.query.loyalty.MembershipsProjection;
import io.anamnesis.query.loyalty.PointsProjection;
import io.anamnesis.query.loyalty.FamilyPoolController;
import io.anamnesis.query.loyalty.PoolProjection;
import io.anamnesis.query.loyalty.PoolSeats;
import io.anamnesis.query.loyalty.ReviewsController;
import io.anamnesis.query.loyalty.ReviewsProjection;
import io.anamnesis.query.loyalty.TierProjection;
import io.anamnesis.query.purchase.TrajectoryController;
import io.anamnesis.query.purchase.TrajectoryProjection;
import io.anamnesis.query.reading.AnswerJson;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.RequestArguments;
import io.anamnesis.web.Waiting;
import io.anamnesis.query.referral.ReferralsController;
import io.anamnesis.query.referral.ReferralsProjection;
import io.anamnesis.web.AccessRule;
import io.anamnesis.web.MessageBundle;
import io.anamnesis.web.Messages;
import io.anamnesis.web.masking.Masking;

/** The query side without the log and the web, which it shares with the command side where both run in one process. */
@Configuration(proxyBeanMethods = false)
@Import({RequestArguments.class, LoyaltyController.class, TrajectoryController.class, PortraitController.class,
    TimelineController.class, StreamConfiguration.class, AccessController.class, SearchController.class,
    HistoryController.class,
    ReplayController.class,
    BundleController.class, ChainController.class, DifferenceController.class,
    ProjectionController.class, ParkedController.class, KpiController.class, RowsController.class,
    ExportController.class, EventTypeController.class, DefinitionConfiguration.class,
    ReportConfiguration.class, LiabilityController.class, MembershipController.class, RenewalController.class,
    ReferralsController.class, BenefitsController.class, FamilyPoolController.class,
    ReviewsController.class, VouchersController.class, ProofConfiguration.class,
    ReadAuditController.class, WhoLookedController.class, ReconciliationConfiguration.class})
public class QuerySideConfiguration {
  private static final String API = "/api/v1";

  @Bean
  AccessRule.Table queryAccess() {
    return AccessRule.Table.of(
        AccessRule.of(HttpMethod.GET, API + "/customers/{customer}/{*view}", "app", "staff", "auditor"),
        AccessRule.of(HttpMethod.GET, WhoLookedController.PATH, "app", "staff"),
        AccessRule.of(HttpMethod.POST, API + "/customers/search", "staff"),
        AccessRule.of(HttpMethod.GET, API + "/audit/{*read}", "auditor"),
        AccessRule.of(HttpMethod.GET, API + "/projections", "analyst", "admin"),
        AccessRule.of(HttpMethod.GET, API + "/projections/{name}", "analyst", "admin"),
        AccessRule.of(HttpMethod.POST, API + "/projections/rebuild", "analyst", "admin"),
        AccessRule.of(HttpMethod.POST, API + "/projections/{name}/rebuild", "analyst", "admin"),
        AccessRule.of(HttpMethod.POST, API + "/projections/{name}/cancel", "analyst", "admin"),
        AccessRule.of(HttpMethod.GET, API + "/projections/{name}/rows", "analyst", "admin"),
        AccessRule.of(HttpMethod.GET, API + "/event-types", "analyst", "admin"),
        AccessRule.of(HttpMethod.GET, API + "/event-types/{type}", "analyst", "admin"),
        AccessRule.of(HttpMethod.GET, API + "/export/events", "analyst"),
        AccessRule.of(HttpMethod.GET, API + "/export/models/{name}", "analyst"),
        AccessRule.of(HttpMethod.GET, API + "/projections/{name}/parked", "analyst", "admin"),
        AccessRule.of(HttpMethod.POST, API + "/projections/{name}/parked/retry", "admin"),
        AccessRule.of(HttpMethod.POST, API + "/projections/{name}/parked/skip", "admin"),
        AccessRule.of(HttpMethod.GET, API + "/kpis/{name}", "analyst"),
        AccessRule.of(HttpMethod.GET, ReviewsController.PATH, "staff"));
  }

  @Bean
  MessageBundle queryMessages() {
    return new MessageBundle("io/anamnesis/query/messages");
  }

  /** {@code anamnesis.site-zones.<site>=<zone>}; a zone that does not exist refuses to start. */
  @Bean
  SiteZones siteZones(Environment environment) {
    Map<String, String> zones = Binder.get(environment)
        .bind("anamnesis.site-zones", Bindable.mapOf(String.class, String.class)).orElse(Map.of());
    return new SiteZones(zones.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, zone -> ZoneId.of(zone.getValue()))),
        SiteZones.standardOnly().standard());
  }

  @Bean
  PointsProjection pointsProjection() {
    return new PointsProjection();
  }

  @Bean
  LedgerProjection ledgerProjection() {
    return new LedgerProjection();
  }

  @Bean
  Explanations explanations(EventLog log, EventDecoder decoder, Messages messages) {
    return new Explanations(log, decoder, messages);
  }

  @Bean
  LevelTerms levelTerms(LogRegister<Programmes> programmes) {
    return LevelTerms.of(programmes);
  }

  @Bean
  TierProjection tierProjection(LevelTerms terms) {
    return new TierProjection(terms);
  }

  @Bean
  BenefitsProjection benefitsProjection(LevelTerms terms) {
    return new BenefitsProjection(terms);
  }

  /** {@code anamnesis.loyalty.membership-warning-days}: the largest is from when on a paid membership is due. */
  @Bean
  MembershipsProjection membershipsProjection(SiteZones zones,
      @Value("${anamnesis.loyalty.membership-warning-days:30,7}") List<Integer> days) {
    return new MembershipsProjection(zones.standard(), Collections.max(days));
  }

  @Bean
  RenewalTally renewalTally(SiteZones zones) {
    return new RenewalTally(zones);
  }

  @Bean
  TrajectoryProjection trajectoryProjection(SiteZones zones) {
    return new TrajectoryProjection(zones);
  }

  @Bean
  PortraitProjection portraitProjection(LevelTerms terms, SiteZones zones) {
    return new PortraitProjection(terms, zones);
  }

  @Bean
  VolumesTally volumesTally(SiteZones zones) {
    return new VolumesTally(zones);
  }

  @Bean
  LiabilityTally liabilityTally(SiteZones zones) {
    return new LiabilityTally(zones);
  }

  @Bean
  RewardCosts rewardCosts(EventLog log, LogTail tail, EventDecoder decoder) {
    return new RewardCosts(log, tail, decoder);
  }

  @Bean
  ReferralsProjection referralsProjection() {
    return new ReferralsProjection();
  }

  @Bean
  PoolProjection poolProjection() {
    return new PoolProjection();
  }

  @Bean
  PoolSeats poolSeats(EventLog log, EventDecoder decoder) {
    return new PoolSeats(log, decoder);
  }

  @Bean
  ReviewsProjection reviewsProjection() {
    return new ReviewsProjection();
  }

  @Bean
  VouchersProjection vouchersProjection() {
    return new VouchersProjection();
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  ProjectionRunner projectionRunner(EventLog log, LogTail tail, DataSource database, PersonalData personalData,
      List<Projection<?, ?>> views, BuildSettings settings) {
    return new ProjectionRunner(log, tail, database, personalData, views, settings);
  }

  /**
   * {@code anamnesis.rebuild.memory}, of one scan's events, as {@code 512MB}; {@code .folder}, for what does not fit in it;
   * {@code .rollback-window}, as {@code 24h}.
   */
  @Bean
  BuildSettings buildSettings(Environment environment) {
    BuildSettings standard = BuildSettings.standard();
    Binder binder = Binder.get(environment);
    DataSize memory =
        binder.bind("anamnesis.rebuild.memory", DataSize.class).orElse(DataSize.ofBytes(standard.memory()));
    Path folder = binder.bind("anamnesis.rebuild.folder", String.class).map(Path::of).orElse(standard.folder());
    Duration window = binder.bind("anamnesis.rebuild.rollback-window", Duration.class).orElse(standard.window());
    return standard.withMemory(memory.toBytes()).withFolder(folder).withWindow(window);
  }

  @Bean
  ReadModels readModels(EventLog log, EventDecoder decoder, DataSource database, PersonalData personalData,
      ProjectionRunner schemaFirst) {
    return new ReadModels(log, decoder, database, personalData);
  }

  @Bean
  ViewTables viewTables(DataSource database, PersonalData personalData, ProjectionRunner schemaFirst) {
    return new ViewTables(database, personalData);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  SqlViews sqlViews(DataSource database, ProjectionRunner runner) {
    return new SqlViews(database, runner::projections);
  }

  @Bean
  Exports exports(EventLog log, EventDecoder decoder, ViewTables tables, PersonalData personalData,
      EventCatalogue catalogue, LogRegister<EventSchemas> eventSchemas, SealedLog sealedLog) {
    return new Exports(log, decoder, tables, personalData, catalogue, eventSchemas, sealedLog);
  }

  @Bean
  Bundles bundles(EventLog log, EventDecoder decoder, SealedLog sealedLog, ReadModels models, ProjectionRunner runner,
      EventCatalogue catalogue, LogRegister<EventSchemas> eventSchemas, CustomerReads reads, AnswerJson json,
      Messages messages) {
    return new Bundles(log, decoder, sealedLog, models, runner, catalogue, eventSchemas, reads, json, messages);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  EventCensus eventCensus(EventLog log, LogTail tail, DataSource database, ProjectionRunner schemaFirst) {
    return new EventCensus(log, tail, database);
  }

  @Bean
  LiveCatalogue liveCatalogue(EventCatalogue catalogue, LogRegister<EventSchemas> eventSchemas, EventCensus census,
      ProjectionRunner runner, DataSource database, Messages messages) {
    return new LiveCatalogue(catalogue, eventSchemas, census, runner, new PolicyRegister(database), messages);
  }

  @Bean
  Waiting waiting(EventLog log, DataSource database, ProjectionRunner schemaFirst) {
    return new Waiting(new Freshness(log, database));
  }

  @Bean
  AnswerJson answerJson() {
    return new AnswerJson();
  }

  @Bean
  CustomerReads customerReads(EventLog log, ReadModels models, Waiting waiting, Masking masking,
      AnswerJson json, ObjectProvider<Clock> clocks) {
    return new CustomerReads(log, models, waiting, masking, json,
        clocks.getIfAvailable(Clock::systemUTC));
  }

  @Bean
  Summaries summaries(Messages messages) {
    return new Summaries(messages);
  }

  @Bean
  TimelineItems timelineItems(EventLog log, EventDecoder decoder, Summaries summaries) {
    return new TimelineItems(log, decoder, summaries);
  }

  @Bean
  Everything everything(EventLog log, LogTail tail, EventDecoder decoder, ReadModels models, ProjectionRunner runner,
      AnswerJson json, Messages messages, Summaries summaries) {
    return new Everything(log, tail, decoder, models, runner, json, messages, summaries);
  }
}
