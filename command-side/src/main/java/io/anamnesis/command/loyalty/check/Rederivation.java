package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.account.Earning;
import io.anamnesis.command.loyalty.check.RederivationTrial.Judgement;
import io.anamnesis.command.loyalty.history.HistoryRun;
import io.anamnesis.command.loyalty.policy.Decided;
import io.anamnesis.command.loyalty.programme.FollowedProgrammes;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.projections.HistoryScan;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.PolicyRunner;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All postings of points worked out again from the facts in the log and the published programmes, and held against what was
 * posted; what persons decided is held against who asked and who agreed, what passed between two against the other half.
 * Nothing is written.
 *
 * <p>
 * Facts that nobody has decided on yet are no differences. So it waits, for a while, until what was in the log at its begin
 * is decided; an account that differs and has undecided facts is told to be judged too early.
 */
public final class Rederivation {
  private static final Duration POLL = Duration.ofMillis(100);

  private final EventLog log;
  private final EventDecoder decoder;
  private final EventCatalogue catalogue;
  private final ProgrammeVersions versions;
  private final Supplier<Decided> decided;
  private final Duration patience;

  /** @param patience how long it waits for the policy */
  Rederivation(EventLog log, EventDecoder decoder, EventCatalogue catalogue, ProgrammeVersions versions,
      Supplier<Decided> decided, Duration patience) {
    this.log = log;
    this.decoder = decoder;
    this.catalogue = catalogue;
    this.versions = versions;
    this.decided = decided;
    this.patience = patience;
  }

  /** @param policies that decide, here or in another process */
  public static Rederivation of(EventLog log, EventDecoder decoder, EventCatalogue catalogue, PolicyRunner policies,
      LogRegister<Programmes> programmes, LogRegister<EventSchemas> schemas, Duration patience) {
    return new Rederivation(log, decoder, catalogue, new FollowedProgrammes(programmes, schemas),
        () -> Decided.soFar(policies), patience);
  }

  /** @param customer whose account alone is to be judged; null: all */
  public Run prepare(@Nullable CustomerId customer) {
    return new Run(customer);
  }

  /** A run, ready to begin. */
  public final class Run implements HistoryRun<RederivationOutcome> {
    private final @Nullable CustomerId customer;
    private final RederivationTally tally = new RederivationTally();
    private volatile @Nullable HistoryScan<AuditedAccount> scan;
    private volatile boolean cancelled;
    private volatile long begun;

    private Run(@Nullable CustomerId customer) {
      this.customer = customer;
    }

    @Nullable
    CustomerId customer() {
      return customer;
    }

    @Override
    public RederivationOutcome outcome() throws InterruptedException {
      Decided known = awaitDecided(log.head());
      // What was decided of these facts is in the log by now.
      long upTo = log.head();
      Earning earning = new Earning(versions);
      Set<String> rewarded = versions.types(upTo + 1);
      Elsewhere elsewhere = new ElsewhereInLog(log, decoder, earning, versions, known, upTo);
      HistoryScan<AuditedAccount> all = new HistoryScan<>(log, decoder, new RederivationTrial(earning, rewarded,
          catalogue, known, customer, account -> judge(account, elsewhere, known), tally), upTo);
      begun = System.nanoTime();
      scan = all;
      if (cancelled) {
        all.cancel();
      }
      all.run();
      return tally.outcome(upTo, known.upTo());
    }

    @Override
    public void cancel() {
      cancelled = true;
      HistoryScan<AuditedAccount> running = scan;
      if (running != null) {
        running.cancel();
      }
    }

    /** How far it has come; nothing is read while it waits for what is to be decided. */
    public RederivationProgress progress() {
      HistoryScan<AuditedAccount> running = scan;
      return running == null
          ? RederivationProgress.NONE
          : RederivationProgress.of(running.eventsRead(), running.eventsToRead(), System.nanoTime() - begun);
    }

    private Decided awaitDecided(long head) throws InterruptedException {
      long end = System.nanoTime() + patience.toNanos();
      Decided known = decided.get();
      while (!known.reaches(head) && System.nanoTime() < end) {
        if (cancelled) {
          throw new CancellationException("the check was cancelled");
        }
        Thread.sleep(POLL);
        known = decided.get();
      }
      return known;
    }
  }

  private Judgement judge(AuditedAccount account, Elsewhere elsewhere, Decided known) {
    List<Difference> differences = account.differences(elsewhere);
    return differences.isEmpty() || (account.undecided().isEmpty() && isDecided(account, known))
        ? new Judgement.Judged(differences)
        : new Judgement.TooEarly();
  }

  /** Whether all that led to decisions here was judged: what was told of another person may have come later. */
  private boolean isDecided(AuditedAccount account, Decided known) {
    return log.find(account.causes()).stream().map(decoder::decode).allMatch(known::covers);
  }
}
