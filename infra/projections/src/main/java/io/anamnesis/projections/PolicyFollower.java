package io.anamnesis.projections;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Subscription;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.projections.PolicyTokens.Standing;
import io.anamnesis.projections.PolicyTokens.WaitingCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Feeds one policy with the log: a page's causes by key, keys in parallel, the token after all of them. */
final class PolicyFollower implements AutoCloseable {
  private static final int PAGE = 1_000;
  private static final Duration POLL = Duration.ofMillis(250);

  private final LogTail log;
  private final Policy policy;
  private final Subscription declared;
  private final PolicyTokens tokens;
  private final SteadyThread thread;
  private final Reaction reaction;
  private final KeysInParallel keys;
  private final Retries retries;
  private final Set<String> parked = new HashSet<>();
  private Token token = new Token(0, 0);
  private boolean known;
  private boolean begun;

  PolicyFollower(LogTail log, ViewsDatabase database, Policy policy,
      RetrySchedule.Pauses pauses) {
    this.log = log;
    this.policy = policy;
    this.declared = EventCatalogue.standard().declares(policy.events());
    this.tokens = new PolicyTokens(database, GenerationTables.checked(policy.name()));
    this.retries = new Retries(pauses);
    this.thread = new SteadyThread("policy-" + policy.name(), this::turn, retries::refuse);
    this.reaction = new Reaction(policy, thread);
    this.keys = new KeysInParallel(reaction);
  }

  void start() {
    tokens.register(policy.stage());
    thread.start();
  }

  void wake() {
    thread.wake();
  }

  CompletableFuture<Boolean> retry(String key) {
    CompletableFuture<Boolean> done = retries.add(key);
    thread.wake();
    return done;
  }

  PolicyStatus status(long head) {
    Standing standing = tokens.standing();
    long position = standing.token().position();
    return new PolicyStatus(policy.name(), policy.stage(),
        thread.failed() ? ProjectionStatus.State.FAILED : ProjectionStatus.State.LIVE, position,
        Math.max(0, head - position), thread.lastError(), standing.parked().size());
  }

  void stop() {
    thread.stop();
  }

  @Override
  public void close() {
    thread.close();
  }

  private boolean turn() throws InterruptedException {
    ensureKnown();
    if (!begun) {
      retries.addAll(parked);
      begun = true;
    }
    retries.serve(this::retryNow);
    List<LoggedEvent> page = log.read(token.position(), PAGE);
    if (!page.isEmpty()) {
      take(page);
    }
    if (page.size() < PAGE) {
      retries.addDue(parked);
    }
    if (page.isEmpty() && retries.isEmpty()) {
      thread.sleep(POLL);
    }
    return true;
  }

  private void ensureKnown() {
    if (known) {
      return;
    }
    Standing standing = tokens.standing();
    token = standing.token();
    parked.clear();
    parked.addAll(standing.parked());
    known = true;
  }

  private void take(List<LoggedEvent> page) throws InterruptedException {
    Map<String, List<Recorded>> byKey = new LinkedHashMap<>();
    Map<String, Parked> newlyParked = new LinkedHashMap<>();
    List<WaitingCause> waiting = new ArrayList<>();
    for (LoggedEvent event : page) {
      if (declared.test(event.type())) {
        Cause cause = cause(event);
        cause.poison().filter(poison -> !parked.contains(poison.key()))
            .ifPresent(poison -> newlyParked.putIfAbsent(poison.key(), poison));
        cause.key().ifPresent(key -> {
          if (parked.contains(key) || newlyParked.containsKey(key)) {
            waiting.add(new WaitingCause(key, event.position()));
          } else {
            cause.event().ifPresent(recorded -> byKey.computeIfAbsent(key, first -> new ArrayList<>()).add(recorded));
          }
        });
      }
    }
    for (KeysInParallel.Stuck stuck : keys.take(byKey)) {
      Parked earlier = newlyParked.get(stuck.parked().key());
      if (earlier == null || earlier.position() > stuck.parked().position()) {
        newlyParked.put(stuck.parked().key(), stuck.parked());
      }
      stuck.positions().forEach(position -> waiting.add(new WaitingCause(stuck.parked().key(), position)));
    }
    Token next = token.at(page.getLast().position());
    known = false;
    tokens.passed(token, next, newlyParked.values(), waiting);
    known = true;
    token = next;
    parked.addAll(newlyParked.keySet());
  }

  /** A declared event with its key, or why it has none. */
  private record Cause(Optional<String> key, Optional<Recorded> event, Optional<Parked> poison) {}

  private Cause cause(LoggedEvent event) {
    try {
      Recorded recorded = event.recorded();
      return new Cause(policy.key(recorded), Optional.of(recorded), Optional.empty());
    } catch (RuntimeException | StackOverflowError | AssertionError failure) {
      // Whose turn it would be is not known: the subject's own, or nobody else's.
      String subject = event.subject();
      String key = subject == null ? "position-" + event.position() : subject;
      return new Cause(Optional.of(key), Optional.empty(),
          Optional.of(Poison.park(key, event.position(), failure)));
    }
  }

  /** Takes a parked key's causes in order, up to one that fails again. */
  private boolean retryNow(String key) throws InterruptedException {
    ensureKnown();
    if (!parked.contains(key)) {
      return true;
    }
    Optional<Parked> stuck = takeAgain(key);
    Token next = token.nextEpoch();
    known = false;
    if (stuck.isPresent()) {
      tokens.stuck(token, next, stuck.get());
    } else {
      tokens.caughtUp(token, next, key);
      parked.remove(key);
    }
    known = true;
    token = next;
    return stuck.isEmpty();
  }

  private Optional<Parked> takeAgain(String key) throws InterruptedException {
    for (long position : tokens.causes(key)) {
      LoggedEvent event = log.read(position - 1, 1).getFirst();
      try {
        Recorded cause = event.recorded();
        Optional<Exception> failure = policy.key(cause).isPresent() ? reaction.take(cause) : Optional.empty();
        if (failure.isPresent()) {
          return Optional.of(new Parked(key, position, FailureNote.of(failure.get())));
        }
      } catch (RuntimeException | StackOverflowError | AssertionError failure) {
        return Optional.of(Poison.park(key, position, failure));
      }
    }
    return Optional.empty();
  }
}
