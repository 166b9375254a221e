package io.anamnesis.command.loyalty.whatif;

import io.anamnesis.command.loyalty.programme.FollowedProgrammes;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.PolicyRunner;
import io.anamnesis.web.AccessRule;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

/** Wires what-if. */
@Configuration(proxyBeanMethods = false)
@Import(WhatIfController.class)
public class WhatIfConfiguration {

  @Bean
  AccessRule.Table whatIfAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.GET, WhatIfController.PATH + "/{id}", "admin"),
        AccessRule.of(HttpMethod.DELETE, WhatIfController.PATH + "/{id}", "admin"));
  }

  @Bean(destroyMethod = "close")
  WhatIfJobs whatIfJobs(EventLog log, EventDecoder decoder, EventCatalogue catalogue, PersonalData personalData,
      PolicyRunner policies, LogRegister<Programmes> programmes, LogRegister<EventSchemas> eventSchemas,
      ObjectProvider<Clock> clocks) {
    return new WhatIfJobs(
        new WhatIf(log, decoder, catalogue, personalData, policies, new FollowedProgrammes(programmes, eventSchemas)),
        clocks.getIfAvailable(Clock::systemUTC));
  }
}
