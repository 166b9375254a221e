package io.anamnesis.command.loyalty;

import io.anamnesis.command.decision.Decisions;
import io.anamnesis.command.loyalty.family.PoolController;
import io.anamnesis.command.loyalty.family.TransferController;
import io.anamnesis.command.loyalty.ledger.RedemptionTerms;
import io.anamnesis.command.loyalty.mall.RedemptionController;
import io.anamnesis.command.loyalty.mall.RewardCatalogue;
import io.anamnesis.command.loyalty.mall.RewardController;
import io.anamnesis.command.loyalty.persons.HeldAwardController;
import io.anamnesis.command.loyalty.persons.OverrideController;
import io.anamnesis.command.loyalty.policy.MembershipClock;
import io.anamnesis.command.loyalty.policy.MembershipDues;
import io.anamnesis.command.loyalty.voucher.VoucherCodes;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.Policy;
import io.anamnesis.projections.TimetableRunner;
import io.anamnesis.web.AccessRule;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import io.anamnesis.eventstore.personal.Binding;
import io.anamnesis.eventstore.personal.PersonalData;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

/** Wires the accounts, the policy that awards, and the points mall. */
@Configuration(proxyBeanMethods = false)
@Import({RewardController.class, RedemptionController.class, OverrideController.class, TransferController.class,
    PoolController.class, HeldAwardController.class})
public class LoyaltyConfiguration {

  @Bean(destroyMethod = "close")
  LoyaltyCommands loyaltyCommands(EventLog log, EventCatalogue catalogue, DataSource database,
      LogRegister<Programmes> programmes, LogRegister<EventSchemas> eventSchemas, VoucherCodes codes,
      PersonalData personal,
      @Value("${anamnesis.loyalty.reserved-for:PT15M}") Duration reservedFor) {
    return LoyaltyCommands.start(log, catalogue, database, new AggregateCache(), programmes, eventSchemas,
        new RedemptionTerms(reservedFor, RedemptionTerms.STANDARD.grace()), codes, new Binding(personal));
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  TimetableRunner loyaltyClock(EventLog log, LogTail tail, DataSource database, LoyaltyCommands commands,
      ObjectProvider<Clock> clocks) {
    return new TimetableRunner(log, tail, database, commands.clock(), clocks.getIfAvailable(Clock::systemUTC));
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  TimetableRunner levelClock(EventLog log, LogTail tail, DataSource database, LoyaltyCommands commands,
      ObjectProvider<Clock> clocks) {
    return new TimetableRunner(log, tail, database, commands.levelClock(), clocks.getIfAvailable(Clock::systemUTC));
  }

  /** {@code anamnesis.loyalty.membership-warning-days}: so many local days before a paid membership ends it is announced. */
  @Bean(initMethod = "start", destroyMethod = "close")
  TimetableRunner membershipClock(EventLog log, LogTail tail, DataSource database,
      @Value("${anamnesis.loyalty.membership-warning-days:30,7}") List<Integer> days, ObjectProvider<Clock> clocks) {
    MembershipDues dues = new MembershipDues(Programme.standard().zone(), days);
    return new TimetableRunner(log, tail, database, new MembershipClock(log, tail, dues),
        clocks.getIfAvailable(Clock::systemUTC));
  }

  @Bean
  Decisions loyaltyDecisions(LoyaltyCommands commands, EventLog log, EventDecoder decoder) {
    return new Decisions(commands.bus(), log, decoder);
  }

  @Bean
  RewardCatalogue rewardCatalogue(EventLog log, LogTail tail, EventDecoder decoder) {
    return new RewardCatalogue(log, tail, decoder);
  }

  @Bean
  AccessRule.Table mallAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, RewardController.PATH, "admin"),
        AccessRule.of(HttpMethod.GET, RewardController.PATH, "app", "staff", "admin"),
        AccessRule.of(HttpMethod.GET, RewardController.PATH + "/{reward}", "app", "staff", "admin"),
        AccessRule.of(HttpMethod.DELETE, RewardController.PATH + "/{reward}", "admin"),
        AccessRule.of(HttpMethod.POST, RedemptionController.PATH, "app", "staff"),
        AccessRule.of(HttpMethod.POST, RedemptionController.PATH + "/{redemptionId}/confirm", "app", "staff"),
        AccessRule.of(HttpMethod.POST, RedemptionController.PATH + "/{redemptionId}/cancel", "app", "staff"));
  }

  @Bean
  AccessRule.Table overrideAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, OverrideController.PATH, "staff"),
        AccessRule.of(HttpMethod.POST, OverrideController.PATH + "/withdraw", "staff"));
  }

  @Bean
  AccessRule.Table reviewAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, HeldAwardController.PATH + "/release", "staff"),
        AccessRule.of(HttpMethod.POST, HeldAwardController.PATH + "/refuse", "staff"));
  }

  @Bean
  AccessRule.Table transferAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, TransferController.PATH, "app", "staff"));
  }

  @Bean
  AccessRule.Table poolAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, PoolController.PATH + "/{*act}", "app", "staff"));
  }

  @Bean
  Policy earningPolicy(LoyaltyCommands commands) {
    return commands.earning();
  }
}
