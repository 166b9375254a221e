package io.anamnesis.command.loyalty.account;

import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.eventstore.axon.AxonCommands;
import io.anamnesis.eventstore.axon.EventMetadata;
import java.util.Map;
import java.util.Objects;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.ConcurrencyException;

/** Has decided what has fallen due, again where others were faster. */
final class Wakes {
  private static final int TRIES = 20;

  private final CommandBus commands;
  private final String timetable;

  /** @param timetable whose decisions they are */
  Wakes(CommandBus commands, String timetable) {
    this.commands = commands;
    this.timetable = timetable;
  }

  void decide(String subject, Object command) {
    result(subject, command);
  }

  /** @return what is left to do */
  <T> T decide(String subject, Object command, Class<T> answer) {
    return answer.cast(Objects.requireNonNull(result(subject, command).getPayload()));
  }

  private CommandResultMessage<?> result(String subject, Object command) {
    MetaData metadata = MetaData.from(Map.of(EventMetadata.SUBJECT, subject, EventMetadata.POLICY, timetable));
    int conflicts = 0;
    while (true) {
      CommandResultMessage<?> result = AggregateCache.past(() -> AxonCommands.send(commands, command, metadata));
      if (!result.isExceptional()) {
        return result;
      }
      if (!(result.exceptionResult() instanceof ConcurrencyException) || ++conflicts == TRIES) {
        throw new IllegalStateException("what is due was not decided", result.exceptionResult());
      }
    }
  }
}
