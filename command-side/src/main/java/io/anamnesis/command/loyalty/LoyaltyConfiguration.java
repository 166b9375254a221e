package io.anamnesis.command.loyalty;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.Policy;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the accounts and the policy that awards. */
@Configuration(proxyBeanMethods = false)
public class LoyaltyConfiguration {

  @Bean(destroyMethod = "close")
  LoyaltyCommands loyaltyCommands(EventLog log, EventCatalogue catalogue, DataSource database,
      LogRegister<Programmes> programmes) {
    return LoyaltyCommands.start(log, catalogue, database, new AggregateCache(), programmes);
  }

  @Bean
  Policy earningPolicy(LoyaltyCommands commands) {
    return commands.earning();
  }
}
