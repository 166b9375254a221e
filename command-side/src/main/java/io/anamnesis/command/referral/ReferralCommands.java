package io.anamnesis.command.referral;

import io.anamnesis.command.loyalty.policy.ReferralRewards;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.axon.AxonCommands;
import io.anamnesis.eventstore.personal.Binding;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.Policy;
import io.anamnesis.projections.Timetable;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/** Referrals on a log, and what sends them commands. Their streams are short: they are read anew for every decision. */
public final class ReferralCommands implements AutoCloseable {
  private final Configuration axon;
  private final Lives lives;
  private final Settlement settlement;

  private ReferralCommands(Configuration axon, Lives lives, Settlement settlement) {
    this.axon = axon;
    this.lives = lives;
    this.settlement = settlement;
  }

  /**
   * @param personal tells whether two phone numbers are the same
   * @param programmes whose terms hold
   * @param rewards posts points
   */
  public static ReferralCommands start(EventLog log, EventCatalogue catalogue, PersonalData personal,
      LogRegister<Programmes> programmes, ReferralRewards rewards) {
    Lives lives = new Lives(log, new EventDecoder(catalogue), personal);
    Configuration axon = AxonCommands.start(log, catalogue, new Binding(personal),
        configurer -> configure(configurer, lives, programmes));
    return new ReferralCommands(axon, lives, new Settlement(axon.commandBus(), lives, rewards));
  }

  private static void configure(Configurer configurer, Lives lives, LogRegister<Programmes> programmes) {
    configurer.registerComponent(Lives.class, configuration -> lives);
    configurer.registerComponent(Terms.class, configuration -> new Terms(programmes));
    configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(Referral.class)
        .configureCommandTargetResolver(configuration -> ReferralCommands::stream));
    configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(Referrer.class)
        .configureCommandTargetResolver(configuration -> ReferralCommands::stream));
  }

  private static VersionedAggregateIdentifier stream(CommandMessage<?> command) {
    if (command.getPayload() instanceof ReferralCommand addressed) {
      return new VersionedAggregateIdentifier(addressed.stream(), null);
    }
    throw new IllegalArgumentException(command.getPayloadType().getName() + " names no referral");
  }

  Lives lives() {
    return lives;
  }

  Settlement settlement() {
    return settlement;
  }

  public Policy policy() {
    return new ReferralPolicy(settlement, lives);
  }

  /** Pending periods that end. */
  Timetable clock() {
    return new ReferralClock(settlement, lives);
  }

  @Override
  public void close() {
    axon.shutdown();
  }
}
