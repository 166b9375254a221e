package io.anamnesis.query.insight.definition;

import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.projections.declared.DeclaredProjections;
import io.anamnesis.projections.declared.DefinitionCompiler;
import io.anamnesis.projections.declared.DryRun;
import io.anamnesis.projections.declared.ProjectionLog;
import io.anamnesis.projections.declared.SampleRun;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.web.AccessRule;
import io.anamnesis.web.Messages;

/** What analysts' own projections need. */
@Configuration(proxyBeanMethods = false)
@Import({DefinitionController.class, DryRunController.class, CandidateController.class})
public class DefinitionConfiguration {
  private static final String PROJECTIONS = "/api/v1/projections";

  @Bean
  AccessRule.Table definitionAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, PROJECTIONS, "analyst", "admin"),
        AccessRule.of(HttpMethod.GET, PROJECTIONS + "/{name}/definition", "analyst", "admin"),
        // It shows a customer's events, if only their codes and figures: nothing for an admin.
        AccessRule.of(HttpMethod.POST, PROJECTIONS + "/{name}/dry-run", "analyst"),
        AccessRule.of(HttpMethod.POST, PROJECTIONS + "/{name}/backfill", "analyst", "admin"),
        AccessRule.of(HttpMethod.GET, PROJECTIONS + "/{name}/comparison", "analyst", "admin"),
        AccessRule.of(HttpMethod.POST, PROJECTIONS + "/{name}/swap", "analyst", "admin"),
        AccessRule.of(HttpMethod.POST, PROJECTIONS + "/{name}/rollback", "analyst", "admin"));
  }

  /** Names of views that are built in are reserved. */
  @Bean
  DefinitionCompiler definitionCompiler(EventCatalogue catalogue, SiteZones zones, List<Projection<?, ?>> builtIn,
      LogRegister<EventSchemas> eventSchemas) {
    return new DefinitionCompiler(catalogue,
        site -> site == null ? zones.standard() : zones.bySite().getOrDefault(site, zones.standard()),
        builtIn.stream().map(Projection::name).collect(Collectors.toUnmodifiableSet()), eventSchemas);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  DeclaredProjections declaredProjections(EventLog log, LogTail tail, EventDecoder decoder,
      DefinitionCompiler compiler, ProjectionRunner runner) {
    return new DeclaredProjections(log, tail, decoder, compiler, runner::reserve, runner::offer);
  }

  @Bean
  ProjectionLog projectionLog(EventLog log, EventDecoder decoder, ObjectProvider<Clock> clocks) {
    return new ProjectionLog(log, decoder, clocks.getIfAvailable(Clock::systemUTC));
  }

  @Bean
  Definitions definitions(DefinitionCompiler compiler, DeclaredProjections declared, Messages messages) {
    return new Definitions(compiler, declared, new DefinitionProblems(messages));
  }

  @Bean
  DryRun dryRun(EventLog log, EventDecoder decoder) {
    return new DryRun(log, decoder);
  }

  @Bean
  SampleRun sampleRun(EventLog log, EventDecoder decoder) {
    return new SampleRun(log, decoder);
  }
}
