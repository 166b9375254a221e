package io.anamnesis.command.loyalty;

import io.anamnesis.command.decision.ToldFacts;
import io.anamnesis.command.loyalty.account.AccountCommand;
import io.anamnesis.command.loyalty.account.Accounts;
import io.anamnesis.command.loyalty.account.BenefitClock;
import io.anamnesis.command.loyalty.account.Earning;
import io.anamnesis.command.loyalty.account.LevelClock;
import io.anamnesis.command.loyalty.account.LoyaltyClock;
import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.command.loyalty.family.Family;
import io.anamnesis.command.loyalty.family.FamilyPool;
import io.anamnesis.command.loyalty.family.FamilyPools;
import io.anamnesis.command.loyalty.family.PoolLog;
import io.anamnesis.command.loyalty.family.PooledRedemptions;
import io.anamnesis.command.loyalty.family.Pools;
import io.anamnesis.command.loyalty.family.Transfers;
import io.anamnesis.command.loyalty.happening.Routing;
import io.anamnesis.command.loyalty.happening.ToldPurchases;
import io.anamnesis.command.loyalty.ledger.RedemptionTerms;
import io.anamnesis.command.loyalty.policy.EarningPolicy;
import io.anamnesis.command.loyalty.policy.ReferralRewards;
import io.anamnesis.command.loyalty.programme.FollowedProgrammes;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.command.loyalty.reward.Reward;
import io.anamnesis.command.loyalty.reward.RewardCommand;
import io.anamnesis.command.loyalty.reward.Rewards;
import io.anamnesis.command.loyalty.voucher.UseVoucher;
import io.anamnesis.command.loyalty.voucher.Voucher;
import io.anamnesis.command.loyalty.voucher.VoucherCodes;
import io.anamnesis.command.loyalty.voucher.Vouchers;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.insight.SchemaEvent;
import io.anamnesis.events.loyalty.ProgrammeEvent;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.axon.AxonCommands;
import io.anamnesis.eventstore.axon.GrowthSnapshots;
import io.anamnesis.eventstore.axon.PostgresSnapshots;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.Policy;
import io.anamnesis.projections.Timetable;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.common.caching.Cache;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Accounts on a log, and the policy that sends them commands. */
public final class LoyaltyCommands implements AutoCloseable {
  /** A shorter stream has no snapshot: to read it through takes less time than most commands have. */
  private static final int EVENTS_PER_SNAPSHOT = 250;
  /** A snapshot of a reward costs the same at any length of its stream. */
  private static final int EVENTS_OF_A_REWARD = 100;

  private final Configuration axon;
  private final Policy earning;
  private final Timetable clock;
  private final Timetable levelClock;
  private final Timetable benefitClock;
  private final ReferralRewards referralRewards;

  private LoyaltyCommands(Configuration axon, Policy earning, EventLog log) {
    this.axon = axon;
    this.earning = earning;
    this.clock = new LoyaltyClock(axon.commandBus());
    this.levelClock = new LevelClock(axon.commandBus());
    this.benefitClock = new BenefitClock(axon.commandBus());
    this.referralRewards = new ReferralRewards(log, axon.commandBus());
  }

  /**
   * @param database where snapshots are
   * @param accounts keeps those decided on lately; none but {@code AggregateCache} is fit for more than a measurement
   */
  public static LoyaltyCommands start(EventLog log, EventCatalogue catalogue, DataSource database, Cache accounts) {
    EventDecoder decoder = new EventDecoder(catalogue);
    LogTail tail = new LogTail(log, decoder);
    return start(log, catalogue, database, accounts,
        new LogRegister<>(log, tail, decoder, Set.of(ProgrammeEvent.class), Programmes.standard(), Programmes::with),
        new LogRegister<>(log, tail, decoder, Set.of(SchemaEvent.class), EventSchemas.NONE, EventSchemas::with),
        RedemptionTerms.STANDARD, null, UnaryOperator.identity());
  }

  /**
   * @param programmes the versions that decide
   * @param schemas what is registered of types {@code x.…}, whose clear fields conditions see
   * @param terms of the points mall
   * @param codes null where no reward is handed out against codes
   * @param binding what becomes of a decision on its way into the log
   */
  public static LoyaltyCommands start(EventLog log, EventCatalogue catalogue, DataSource database, Cache accounts,
      LogRegister<Programmes> programmes, LogRegister<EventSchemas> schemas, RedemptionTerms terms,
      @Nullable VoucherCodes codes, UnaryOperator<NewEvent> binding) {
    ProgrammeVersions versions = new FollowedProgrammes(programmes, schemas);
    Earning earning = new Earning(versions);
    Configuration axon =
        AxonCommands.start(log, catalogue, new PostgresSnapshots(database, PointsAccount.class, Reward.class),
            binding, configurer -> {
              configure(configurer, earning, versions, accounts, terms);
              configure(configurer, versions, codes);
              ToldFacts families = new ToldFacts(log, new EventDecoder(catalogue), Family.TYPES);
              configure(configurer, families);
              configure(configurer, families, new PoolLog(log, new EventDecoder(catalogue)), terms);
            });
    return new LoyaltyCommands(axon, new EarningPolicy(axon.commandBus(),
        new Routing(new ToldPurchases(log, new EventDecoder(catalogue))), versions, catalogue), log);
  }

  private static void configure(Configurer configurer, Earning earning, ProgrammeVersions versions, Cache accounts,
      RedemptionTerms terms) {
    configurer.registerComponent(Earning.class, configuration -> earning);
    configurer.registerComponent(ProgrammeVersions.class, configuration -> versions);
    configurer.registerComponent(RedemptionTerms.class, configuration -> terms);
    configurer.registerComponent(Rewards.class,
        configuration -> new Rewards(() -> configuration.repository(Reward.class)));
    configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(Reward.class)
        .configureCommandTargetResolver(configuration -> LoyaltyCommands::reward)
        .configureCache(configuration -> accounts)
        .configureSnapshotTrigger(configuration -> new EventCountSnapshotTriggerDefinition(
            configuration.snapshotter(), EVENTS_OF_A_REWARD)));
    configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(PointsAccount.class)
        .configureCommandTargetResolver(configuration -> LoyaltyCommands::account)
        .configureCache(configuration -> accounts)
        .configureSnapshotTrigger(configuration -> new GrowthSnapshots(
            configuration.snapshotter(), EVENTS_PER_SNAPSHOT)));
  }

  /** Vouchers are neither cached nor snapshot: each has two events at most. */
  private static void configure(Configurer configurer, ProgrammeVersions versions, @Nullable VoucherCodes codes) {
    configurer.registerComponent(Vouchers.class,
        configuration -> new Vouchers(codes, versions, () -> configuration.repository(Voucher.class)));
    configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(Voucher.class)
        .configureCommandTargetResolver(configuration -> LoyaltyCommands::voucher));
  }

  private static void configure(Configurer configurer, ToldFacts families) {
    configurer.registerCommandHandler(configuration -> new Transfers(
        new Accounts(() -> configuration.repository(PointsAccount.class)), families));
  }

  /** Pools are neither cached nor snapshot: they are small, and decided on seldom. */
  private static void configure(Configurer configurer, ToldFacts families, PoolLog log, RedemptionTerms terms) {
    configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(FamilyPool.class));
    configurer.registerCommandHandler(
        configuration -> new FamilyPools(new Pools(() -> configuration.repository(FamilyPool.class)),
            new Accounts(() -> configuration.repository(PointsAccount.class)), log, families));
    configurer.registerCommandHandler(
        configuration -> new PooledRedemptions(new Pools(() -> configuration.repository(FamilyPool.class)),
            new Accounts(() -> configuration.repository(PointsAccount.class)),
            configuration.getComponent(Rewards.class), configuration.getComponent(Vouchers.class), log, families, terms,
            configuration.getComponent(Earning.class)));
  }

  static VersionedAggregateIdentifier account(CommandMessage<?> command) {
    if (command.getPayload() instanceof AccountCommand addressed) {
      return new VersionedAggregateIdentifier(addressed.account(), null);
    }
    throw new IllegalArgumentException(
        command.getPayloadType().getName() + " names no account: it is no " + AccountCommand.class.getSimpleName());
  }

  private static VersionedAggregateIdentifier reward(CommandMessage<?> command) {
    if (command.getPayload() instanceof RewardCommand addressed) {
      return new VersionedAggregateIdentifier(addressed.stream(), null);
    }
    throw new IllegalArgumentException(command.getPayloadType().getName() + " names no reward");
  }

  private static VersionedAggregateIdentifier voucher(CommandMessage<?> command) {
    if (command.getPayload() instanceof UseVoucher addressed) {
      return new VersionedAggregateIdentifier(addressed.stream(), null);
    }
    throw new IllegalArgumentException(command.getPayloadType().getName() + " names no voucher");
  }

  public CommandBus bus() {
    return axon.commandBus();
  }

  /** Reservations that run out, lots that expire. */
  Timetable clock() {
    return clock;
  }

  /** Levels that are judged, fall, or are warned of. */
  public Timetable levelClock() {
    return levelClock;
  }

  /** Years of benefits that are over. */
  Timetable benefitClock() {
    return benefitClock;
  }

  public Policy earning() {
    return earning;
  }

  public ReferralRewards referralRewards() {
    return referralRewards;
  }

  @Override
  public void close() {
    axon.shutdown();
  }
}
