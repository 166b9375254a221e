package io.anamnesis.command.referral;

import io.anamnesis.command.loyalty.LoyaltyCommands;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.Policy;
import io.anamnesis.projections.TimetableRunner;
import io.anamnesis.web.AccessRule;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

/** Wires who brought whom. */
@Configuration(proxyBeanMethods = false)
@Import(CodeController.class)
public class ReferralConfiguration {

  @Bean(destroyMethod = "close")
  ReferralCommands referralCommands(EventLog log, EventCatalogue catalogue, PersonalData personal,
      LogRegister<Programmes> programmes, LoyaltyCommands loyalty) {
    return ReferralCommands.start(log, catalogue, personal, programmes, loyalty.referralRewards());
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  TimetableRunner referralClock(EventLog log, LogTail tail, DataSource database, ReferralCommands referrals,
      ObjectProvider<Clock> clocks) {
    return new TimetableRunner(log, tail, database, referrals.clock(), clocks.getIfAvailable(Clock::systemUTC));
  }

  @Bean
  Policy referralPolicy(ReferralCommands referrals) {
    return referrals.policy();
  }

  @Bean
  AccessRule.Table referralCodeAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.GET, CodeController.PATH, "app", "staff"));
  }
}
