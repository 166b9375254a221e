package io.anamnesis.command.loyalty;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.eventstore.axon.AxonCommands;
import io.anamnesis.eventstore.axon.PostgresSnapshots;
import io.anamnesis.eventstore.axon.SnapshotStore;
import io.anamnesis.projections.Policy;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.common.caching.Cache;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the account, the rules and the policy that awards. */
@Configuration(proxyBeanMethods = false)
public class LoyaltyConfiguration {
  /** A longer stream is loaded from a snapshot and at most so many events. */
  private static final int EVENTS_PER_SNAPSHOT = 100;

  @Bean
  Earning earning() {
    return new Earning(Programme.standard());
  }

  /** @param caches another cache than ours, where one is given */
  @Bean(destroyMethod = "shutdown")
  org.axonframework.config.Configuration axon(EventLog log, EventCatalogue catalogue, DataSource database,
      Earning earning, ObjectProvider<Cache> caches) {
    SnapshotStore snapshots = new PostgresSnapshots(database, PointsAccount.class);
    return AxonCommands.start(log, catalogue, snapshots, configurer -> {
      configurer.registerComponent(Earning.class, configuration -> earning);
      configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(PointsAccount.class)
          .configureCommandTargetResolver(configuration -> LoyaltyConfiguration::account)
          .configureCache(configuration -> caches.getIfAvailable(AggregateCache::new))
          .configureSnapshotTrigger(configuration -> new EventCountSnapshotTriggerDefinition(
              configuration.snapshotter(), EVENTS_PER_SNAPSHOT)));
    });
  }

  private static VersionedAggregateIdentifier account(CommandMessage<?> command) {
    return new VersionedAggregateIdentifier(((AccountCommand) command.getPayload()).account(), null);
  }

  @Bean
  CommandBus commandBus(org.axonframework.config.Configuration axon) {
    return axon.commandBus();
  }

  @Bean
  Policy earningPolicy(CommandBus commands, Earning earning, EventCatalogue catalogue) {
    return new EarningPolicy(commands, earning, catalogue);
  }
}
