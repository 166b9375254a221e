package io.anamnesis.projections;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.projections.Holding.Retried;
import io.anamnesis.projections.KeysInParallel.Stuck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Feeds this process's share of one policy with the log: a page's causes by key, keys in parallel, the tokens after all of
 * them.
 *
 * <p>
 * <b>Once per cause, and in order per key, across take-over.</b> Two processes may be at the same segment for a while: one
 * was frozen and does not know yet that another has taken over. Nothing is decided twice, since the log refuses a
 * decision's ids whole when they are there. The order holds because each of the two, by itself, takes a key's next cause
 * only when the one before is durable or the key is parked: it begins at a token that passed only what was, and goes on
 * when {@code react} has returned, or has been told that the decision was there already. So whoever is the first to
 * record a key's n-th decision had seen the one before in the log. A frozen process's page ends without effect: its
 * compare-and-set fails, whatever it held as parked or passed is read anew. It stops before the next cause already, as
 * its own clock tells it that its claim has run out.
 */
final class PolicyFollower implements AutoCloseable {
  private static final int PAGE = 1_000;
  private static final Duration POLL = Duration.ofMillis(250);

  private final LogTail log;
  private final Policy policy;
  private final Claims claims;
  private final Holding holding;
  private final PolicyTokens tokens;
  private final Causes causes;
  private final SteadyThread thread;
  private final Reaction reaction;
  private final KeysInParallel keys;
  private final Retries retries;
  private final SkippedEvents skipped;
  private boolean begun;

  PolicyFollower(LogTail log, ViewsDatabase database, Policy policy, Heartbeat heartbeat,
      RetrySchedule.Pauses pauses) {
    this.log = log;
    this.policy = policy;
    Work work = Work.ofPolicy(GenerationTables.checked(policy.name()));
    this.claims = new Claims(database, work, heartbeat, Division.FAIR);
    this.holding = new Holding(database, work, claims);
    this.tokens = new PolicyTokens(database, policy.name());
    this.causes = new Causes(policy);
    this.retries = new Retries(pauses);
    this.skipped = new SkippedEvents(policy.name(), null);
    this.thread = new SteadyThread("policy-" + policy.name(), this::turn, this::end);
    this.reaction = new Reaction(policy, thread, claims);
    this.keys = new KeysInParallel(reaction);
  }

  void start() {
    tokens.register(policy.stage(), EventCatalogue.standard().declares(policy.events()));
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

  Set<Long> skipped() {
    skipped.refresh(log);
    return skipped.positions();
  }

  PolicyStatus status(long head) {
    long position = tokens.position();
    return new PolicyStatus(policy.name(), policy.stage(),
        thread.failed() ? ProjectionStatus.State.FAILED : ProjectionStatus.State.LIVE, position,
        Math.max(0, head - position), thread.lastError(), tokens.parked());
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
    if (!begun && !holding.share().isEmpty()) {
      retries.addAll(holding.parked());
      begun = true;
    }
    retries.serve(this::retryNow);
    ensureKnown();
    Share rear = holding.rear();
    List<LoggedEvent> page = rear.isEmpty() ? List.of() : log.read(rear.position(), holding.limit(PAGE));
    if (!page.isEmpty()) {
      take(rear, page);
    }
    retries.addDue(holding.parked());
    if (page.isEmpty() && retries.isEmpty()) {
      thread.sleep(POLL);
    }
    return true;
  }

  private void ensureKnown() {
    if (holding.isDue()) {
      holding.renew();
    }
  }

  private void take(Share rear, List<LoggedEvent> page) throws InterruptedException {
    Predicate<String> mine = rear.keys();
    Causes.Sorted sorted = causes.sort(page, mine, holding.parked());
    for (Stuck stuck : keys.take(sorted.byKey())) {
      sorted.park(stuck);
    }
    holding.advance(rear, page.getLast().position(), sorted.newlyParked(),
        connection -> tokens.addCauses(connection, sorted.waiting()));
  }

  private boolean retryNow(String key) throws InterruptedException {
    ensureKnown();
    holding.doubt();
    Retried done = takeAgain(key);
    holding.retried(key, done);
    return done.mended();
  }

  /**
   * Takes a parked key's causes in order, up to one that fails again, whoever holds its segment: causes that this one adds
   * meanwhile are taken too before the key is parked no longer. Those that an operator gave up are passed over.
   */
  private Retried takeAgain(String key) throws InterruptedException {
    Token before = tokens.token(key, holding.share().of());
    if (!tokens.isParked(key)) {
      return new Retried(before, before, true);
    }
    skipped.refresh(log);
    Token from = before;
    while (true) {
      long next = 0;
      for (long position : tokens.causes(key)) {
        Optional<Parked> stuck = skipped.contains(position) ? Optional.empty() : takeAlone(key, position);
        if (stuck.isPresent()) {
          return new Retried(before, tokens.stuck(from, stuck.get()).after(), false);
        }
        next = position + 1;
      }
      Retried done = tokens.caughtUp(from, key, next);
      if (done.mended()) {
        return new Retried(before, done.after(), true);
      }
      from = done.after();
    }
  }

  private Optional<Parked> takeAlone(String key, long position) throws InterruptedException {
    return causes.takeAlone(key, log.read(position - 1, 1).getFirst(), reaction);
  }

  private void end() {
    retries.refuse();
    claims.leave();
  }
}
