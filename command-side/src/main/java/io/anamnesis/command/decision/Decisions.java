package io.anamnesis.command.decision;

import io.anamnesis.events.Recorded;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.eventstore.axon.AlreadyDecided;
import io.anamnesis.eventstore.axon.AxonCommands;
import io.anamnesis.eventstore.axon.EventMetadata;
import io.anamnesis.eventstore.axon.OutcomeUnknown;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a person's command to its aggregate and tells what was recorded for it, now or by an earlier try under the same key:
 * the ids of a command's events follow from its identity, so that the log itself refuses a repetition. Only a conflict is
 * tried again; a refusal leaves only when it was decided on what the log says now.
 */
public final class Decisions {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LONGEST_PAUSE_MILLIS = 20;

  private final CommandBus commands;
  private final EventLog log;
  private final EventDecoder decoder;

  public Decisions(CommandBus commands, EventLog log, EventDecoder decoder) {
    this.commands = commands;
    this.log = log;
    this.decoder = decoder;
  }

  /**
   * @param stream of the aggregate whose first event tells what was decided; or what its events are known by instead
   * @param command made only where nothing was recorded for it before: what it takes to ask for something need not hold any
   *     more when it is asked again
   * @param at the command's instant
   * @return that event; empty if there was nothing to decide
   * @throws io.anamnesis.web.ProblemException the refusal; {@code key-reused} for another body under the same key;
   *     {@code outcome-unknown}; {@code overloaded} if others were faster again and again
   */
  public Optional<Recorded> decide(Asked asked, String stream, Supplier<?> command, Instant at) {
    Optional<Recorded> before = before(asked, stream);
    return before.isPresent() ? before : send(asked, stream, command.get(), at);
  }

  /**
   * What was recorded for it before; for a command of which nothing may be read before its key is known.
   *
   * @param stream as in {@link #decide}
   * @throws io.anamnesis.web.ProblemException {@code key-reused} for another body under the same key
   */
  public Optional<Recorded> before(Asked asked, String stream) {
    return asked.isRepeatable() ? recorded(asked, stream).map(event -> told(asked, event)) : Optional.empty();
  }

  private Optional<Recorded> send(Asked asked, String stream, Object command, Instant at) {
    MetaData metadata = MetaData.from(metadata(asked, at));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean past = false;
    while (true) {
      Throwable failure = past
          ? AggregateCache.past(() -> dispatch(command, metadata))
          : dispatch(command, metadata);
      if (failure == null) {
        return recorded(asked, stream).map(decoder::decode);
      }
      Refusal refusal = AxonCommands.causeOf(failure, Refusal.class);
      if (refusal == null || past) {
        Optional<Recorded> done = settle(asked, stream, failure, refusal);
        if (done.isPresent()) {
          return done;
        }
        if (System.nanoTime() > deadline) {
          throw Problem.of(ProblemType.OVERLOADED).retryAfter(1).exception();
        }
        pause();
      }
      past = true;
    }
  }

  /** @return what an earlier or unnoticed try has recorded; empty to try again */
  private Optional<Recorded> settle(Asked asked, String stream, Throwable failure, @Nullable Refusal refusal) {
    if (AxonCommands.causeOf(failure, ConcurrencyException.class) != null) {
      return Optional.empty();
    }
    if (refusal != null || AxonCommands.causeOf(failure, AlreadyDecided.class) != null
        || AxonCommands.causeOf(failure, OutcomeUnknown.class) != null) {
      Optional<StoredEvent> existing = recorded(asked, stream);
      if (existing.isPresent()) {
        return Optional.of(told(asked, existing.get()));
      }
      if (refusal != null) {
        throw refusal.problem().exception();
      }
      throw Problem.of(ProblemType.OUTCOME_UNKNOWN).retryAfter(1).exception();
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    throw new IllegalStateException("a command failed", failure);
  }

  /** How far a reader must have got to see what was decided. */
  public ConsistencyToken token() {
    return new ConsistencyToken(log.head());
  }

  private Optional<StoredEvent> recorded(Asked asked, String stream) {
    return log.find(asked.firstEvent(stream));
  }

  private Recorded told(Asked asked, StoredEvent event) {
    Recorded recorded = decoder.decode(event);
    asked.checkSame(recorded.metadata().content());
    return recorded;
  }

  private @Nullable Throwable dispatch(Object command, MetaData metadata) {
    CommandResultMessage<?> result = AxonCommands.send(commands, command, metadata);
    return result.isExceptional() ? result.exceptionResult() : null;
  }

  private static Map<String, String> metadata(Asked asked, Instant at) {
    Map<String, String> metadata = new HashMap<>();
    metadata.put(EventMetadata.COMMAND, asked.command().toString());
    metadata.put(EventMetadata.ACTOR, asked.actor());
    metadata.put(EventMetadata.OCCURRED_AT, at.toString());
    if (!asked.subject().isEmpty()) {
      metadata.put(EventMetadata.SUBJECT, asked.subject());
    }
    if (asked.content() != null) {
      metadata.put(EventMetadata.CONTENT, asked.content());
    }
    return metadata;
  }

  private static void pause() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MILLIS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a command is tried again", interrupted);
    }
  }
}
