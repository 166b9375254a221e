package io.anamnesis.projections;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Subscription;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.projections.KeysInParallel.Stuck;
import io.anamnesis.projections.PolicyTokens.WaitingCause;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads a policy's causes out of the log's events, and tells whose turn each one is. */
final class Causes {
  private final Policy policy;
  private final Subscription declared;

  Causes(Policy policy) {
    this.policy = policy;
    this.declared = EventCatalogue.standard().declares(policy.events());
  }

  /** A declared event with its key, or why it has none. */
  private record Cause(Optional<String> key, Optional<Recorded> event, Optional<Parked> poison) {}

  /** A page by what is to be done: causes to take by key, keys to park, causes to wait behind a parked key. */
  static final class Sorted {
    private final Map<String, List<Recorded>> byKey = new LinkedHashMap<>();
    private final Map<String, Parked> newlyParked = new LinkedHashMap<>();
    private final List<WaitingCause> waiting = new ArrayList<>();

    Map<String, List<Recorded>> byKey() {
      return byKey;
    }

    Collection<Parked> newlyParked() {
      return newlyParked.values();
    }

    List<WaitingCause> waiting() {
      return waiting;
    }

    /** Parks a key where it got stuck, or where it already was before. */
    void park(Stuck stuck) {
      newlyParked.merge(stuck.parked().key(), stuck.parked(),
          (one, other) -> one.position() <= other.position() ? one : other);
      stuck.positions().forEach(position -> waiting.add(new WaitingCause(stuck.parked().key(), position)));
    }
  }

  /**
   * @param mine tells the keys that are taken here
   * @param parked of these
   */
  Sorted sort(List<LoggedEvent> page, Predicate<String> mine, Set<String> parked) {
    Sorted sorted = new Sorted();
    for (LoggedEvent event : page) {
      if (declared.test(event.type()) && policy.reactsTo(event.type(), event.position())) {
        Cause cause = cause(event);
        cause.key().filter(mine).ifPresent(key -> {
          cause.poison().filter(poison -> !parked.contains(key))
              .ifPresent(poison -> sorted.newlyParked.putIfAbsent(key, poison));
          if (parked.contains(key) || sorted.newlyParked.containsKey(key)) {
            sorted.waiting.add(new WaitingCause(key, event.position()));
          } else {
            cause.event()
                .ifPresent(recorded -> sorted.byKey.computeIfAbsent(key, first -> new ArrayList<>()).add(recorded));
          }
        });
      }
    }
    return sorted;
  }

  /** Takes a cause of a parked key; tells where it is parked now if it fails again. */
  Optional<Parked> takeAlone(String key, LoggedEvent event, Reaction reaction) throws InterruptedException {
    try {
      Recorded cause = event.recorded();
      Optional<Exception> failure = policy.key(cause).isPresent() ? reaction.take(cause) : Optional.empty();
      return failure.map(found -> new Parked(key, event.position(), FailureNote.of(found)));
    } catch (TokenMoved lapsed) {
      throw lapsed;
    } catch (RuntimeException | StackOverflowError | AssertionError failure) {
      return Optional.of(Poison.park(key, event.position(), failure));
    }
  }

  private Cause cause(LoggedEvent event) {
    try {
      Recorded recorded = event.recorded();
      return new Cause(policy.key(recorded), Optional.of(recorded), Optional.empty());
    } catch (RuntimeException | StackOverflowError | AssertionError failure) {
      // Whose turn it would be is not known: the subject's own, or nobody else's.
      String subject = event.subject();
      String key = subject == null ? "position-" + event.position() : subject;
      return new Cause(Optional.of(key), Optional.empty(), Optional.of(Poison.park(key, event.position(), failure)));
    }
  }
}
