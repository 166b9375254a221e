package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.history.HistoryJobs;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.PolicyRunner;
import io.anamnesis.web.AccessRule;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

/** Wires the auditor's check of postings. It runs where the policies do. */
@Configuration(proxyBeanMethods = false)
@Import(RederivationController.class)
public class RederivationConfiguration {
  /** A policy that is further behind is behind for a reason: what it has not decided is told. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Bean
  AccessRule.Table rederivationAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, RederivationController.PATH, "auditor"),
        AccessRule.of(HttpMethod.GET, RederivationController.PATH + "/{id}", "auditor"),
        AccessRule.of(HttpMethod.DELETE, RederivationController.PATH + "/{id}", "auditor"));
  }

  @Bean
  Rederivation rederivation(EventLog log, EventDecoder decoder, EventCatalogue catalogue, PolicyRunner policies,
      LogRegister<Programmes> programmes, LogRegister<EventSchemas> eventSchemas) {
    return Rederivation.of(log, decoder, catalogue, policies, programmes, eventSchemas, PATIENCE);
  }

  @Bean(destroyMethod = "close")
  HistoryJobs<Rederivation.Run, RederivationOutcome> rederivationJobs(ObjectProvider<Clock> clocks) {
    return new HistoryJobs<>("rederivation", clocks.getIfAvailable(Clock::systemUTC));
  }
}
