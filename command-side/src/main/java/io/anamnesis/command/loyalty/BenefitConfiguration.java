package io.anamnesis.command.loyalty;

import io.anamnesis.command.loyalty.persons.BenefitController;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.projections.TimetableRunner;
import io.anamnesis.web.AccessRule;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

/** Wires what levels give so many times a year. */
@Configuration(proxyBeanMethods = false)
@Import(BenefitController.class)
public class BenefitConfiguration {

  @Bean(initMethod = "start", destroyMethod = "close")
  TimetableRunner benefitClock(EventLog log, LogTail tail, DataSource database, LoyaltyCommands commands,
      ObjectProvider<Clock> clocks) {
    return new TimetableRunner(log, tail, database, commands.benefitClock(), clocks.getIfAvailable(Clock::systemUTC));
  }

  @Bean
  AccessRule.Table benefitAccess() {
    return AccessRule.Table.of(
        AccessRule.of(HttpMethod.POST, BenefitController.PATH + BenefitController.USE, "app", "staff"),
        AccessRule.of(HttpMethod.POST, BenefitController.PATH + BenefitController.CANCEL, "staff"));
  }
}
