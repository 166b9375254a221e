package io.anamnesis.command.loyalty.policy;

import io.anamnesis.command.loyalty.account.AwardPoints;
import io.anamnesis.command.loyalty.happening.Change;
import io.anamnesis.events.CustomerId;
import io.anamnesis.eventstore.axon.AxonCommands;
import io.anamnesis.eventstore.axon.EventMetadata;
import java.util.Map;
import org.axonframework.commandhandling.CommandBus;

/**
 * Has an account decide on a cause, exactly once: the ids of the decision's events derive from policy and cause, so that the
 * log refuses a second try whole.
 */
final class Awarding {
  private final CommandBus commands;
  private final String policy;

  Awarding(CommandBus commands, String policy) {
    this.commands = commands;
    this.policy = policy;
  }

  void decide(CustomerId customer, Change change) {
    AxonCommands.sendOnce(commands, AwardPoints.to(customer, change), Map.of(EventMetadata.SUBJECT, customer.value(),
        EventMetadata.CAUSED_BY, change.because().eventId().toString(), EventMetadata.POLICY, policy));
  }
}
