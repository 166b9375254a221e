package io.anamnesis.projections;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.UnknownRevision;
import io.anamnesis.eventstore.LogOverloaded;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.personal.TokenUnavailable;
import io.anamnesis.eventstore.axon.AlreadyDecided;
import io.anamnesis.eventstore.axon.OutcomeUnknown;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Takes one cause until its decision is durable. What passes by itself (a conflict, an outcome not known, a database that is
 * away) is tried again for ever; anything else three times.
 */
final class Reaction {
  private static final int TRIES = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  /** Classes of SQL states: connection, rolled back, resources, operator, system. */
  private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

  private final Policy policy;
  private final SteadyThread thread;
  private final Claims claims;

  Reaction(Policy policy, SteadyThread thread, Claims claims) {
    this.policy = policy;
    this.thread = thread;
    this.claims = claims;
  }

  /**
   * @return why it could not be taken; empty if it was
   * @throws InterruptedException if the policy was stopped before
   * @throws TokenMoved if this process was still for so long that another one may have taken over meanwhile
   * @throws UnknownRevision if one was met, however deep in what the policy threw
   */
  Optional<Exception> take(Recorded cause) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    int failures = 0;
    while (true) {
      if (thread.isStopped()) {
        throw new InterruptedException();
      }
      if (!claims.holds()) {
        throw new TokenMoved();
      }
      try {
        policy.react(cause);
        return Optional.empty();
      } catch (InterruptedException interrupted) {
        throw interrupted;
      } catch (Exception failure) {
        Optional<UnknownRevision> unknown = causeOf(failure, UnknownRevision.class);
        if (unknown.isPresent()) {
          throw unknown.get();
        }
        if (isCausedBy(failure, AlreadyDecided.class)) {
          return Optional.empty();
        }
        if (!passes(failure) && ++failures == TRIES) {
          return Optional.of(failure);
        }
        thread.note(failure);
      }
      thread.pause(pause);
      pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }
  }

  private static boolean passes(Throwable failure) {
    return isCausedBy(failure, ConcurrencyException.class) || isCausedBy(failure, OutcomeUnknown.class)
        || isCausedBy(failure, LogOverloaded.class) || isCausedBy(failure, LogUnavailable.class)
        || isCausedBy(failure, TokenUnavailable.class)
        || isCausedBy(failure, SQLTransientException.class) || isCausedBy(failure, SQLRecoverableException.class)
        || hasPassingState(failure);
  }

  private static boolean hasPassingState(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; depth < 20 && at != null; depth++) {
      if (at instanceof SQLException sql && sql.getSQLState() != null && sql.getSQLState().length() == 5
          && PASSING.contains(sql.getSQLState().substring(0, 2))) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
    return causeOf(failure, type).isPresent();
  }

  private static <T extends Throwable> Optional<T> causeOf(Throwable failure, Class<T> type) {
    Throwable at = failure;
    for (int depth = 0; depth < 20 && at != null; depth++) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
      at = at.getCause();
    }
    return Optional.empty();
  }
}
