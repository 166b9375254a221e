package io.anamnesis.command.loyalty;

import io.anamnesis.events.CustomerId;
import io.anamnesis.eventstore.axon.AlreadyDecided;
import io.anamnesis.eventstore.axon.AxonCommands;
import io.anamnesis.eventstore.axon.EventMetadata;
import java.util.Map;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.messaging.MetaData;

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
    CommandResultMessage<?> result = AxonCommands.send(commands, AwardPoints.to(customer, change),
        MetaData.from(Map.of(EventMetadata.SUBJECT, customer.value(), EventMetadata.CAUSED_BY,
            change.because().eventId().toString(), EventMetadata.POLICY, policy)));
    if (result.isExceptional()) {
      throwUnlessDecided(result.exceptionResult());
    }
  }

  /** A retried cause must not fail: the first try already won. */
  private static void throwUnlessDecided(Throwable failure) {
    if (AxonCommands.causeOf(failure, AlreadyDecided.class) != null) {
      return;
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    throw new IllegalStateException("the award was not recorded", failure);
  }
}
