package io.anamnesis.command.loyalty;

import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.eventstore.axon.AxonCommands;
import io.anamnesis.eventstore.axon.EventMetadata;
import java.util.Map;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.ConcurrencyException;

/** Has an account decide what has fallen due, again where others were faster, until there is no more. */
final class Wakes {
  private static final int TRIES = 20;

  private final CommandBus commands;
  private final String timetable;

  /** @param timetable whose decisions they are */
  Wakes(CommandBus commands, String timetable) {
    this.commands = commands;
    this.timetable = timetable;
  }

  /** @param sweep answers whether there may be more */
  void send(String subject, AccountCommand sweep) {
    MetaData metadata = MetaData.from(Map.of(EventMetadata.SUBJECT, subject, EventMetadata.POLICY, timetable));
    int conflicts = 0;
    boolean more = true;
    while (more) {
      CommandResultMessage<?> result = AggregateCache.past(() -> AxonCommands.send(commands, sweep, metadata));
      if (!result.isExceptional()) {
        more = Boolean.TRUE.equals(result.getPayload());
      } else if (!(result.exceptionResult() instanceof ConcurrencyException) || ++conflicts == TRIES) {
        throw new IllegalStateException("what is due was not decided", result.exceptionResult());
      }
    }
  }
}
