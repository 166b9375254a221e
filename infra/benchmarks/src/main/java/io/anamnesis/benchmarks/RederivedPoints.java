package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.loyalty.LoyaltyCommands;
import io.anamnesis.command.loyalty.check.Difference;
import io.anamnesis.command.loyalty.check.Rederivation;
import io.anamnesis.command.loyalty.check.RederivationOutcome;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.insight.SchemaEvent;
import io.anamnesis.events.loyalty.ProgrammeEvent;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.PolicyRunner;
import io.anamnesis.projections.PolicyStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * All postings worked out again from so many facts, that the product's own policy decided one by one: it must find nothing;
 * and then what was written past the rules, and nothing else.
 */
final class RederivedPoints implements Workload {
  private static final String LOG = "anamnesis_rederived";
  private static final int FACTS_A_CUSTOMER = 20;
  private static final long SEED = 20_261_126;
  private static final int CONNECTIONS = 24;
  private static final Duration PATIENCE = Duration.ofHours(2);

  private final Cluster cluster;
  private final Extent extent;

  RederivedPoints(Cluster cluster, Extent extent) {
    this.cluster = cluster;
    this.extent = extent;
  }

  @Override
  public List<String> run() {
    cluster.create(LOG);
    EventDecoder decoder = new EventDecoder(EventCatalogue.standard());
    try (HikariDataSource pool = cluster.pool(LOG, CONNECTIONS);
        PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(pool))) {
      say("telling " + extent.events() + " facts ...");
      new Interactions(log, Math.toIntExact(extent.events() / FACTS_A_CUSTOMER), SEED).tell(extent.events());
      LogTail tail = new LogTail(log, decoder);
      LogRegister<Programmes> programmes = new LogRegister<>(log, tail, decoder, Set.of(ProgrammeEvent.class),
          Programmes.standard(), Programmes::with);
      LogRegister<EventSchemas> schemas =
          new LogRegister<>(log, tail, decoder, Set.of(SchemaEvent.class), EventSchemas.NONE, EventSchemas::with);
      try (LoyaltyCommands commands =
          LoyaltyCommands.start(log, EventCatalogue.standard(), pool, new AggregateCache());
          PolicyRunner policies = new PolicyRunner(log, tail, pool, List.of(commands.earning()))) {
        policies.start();
        awaitDecided(policies);
        Rederivation rederivation = Rederivation.of(log, decoder, EventCatalogue.standard(), policies, programmes,
            schemas, Duration.ofMinutes(1));
        return measured(log, rederivation);
      }
    }
  }

  private List<String> measured(PostgresEventLog log, Rederivation rederivation) {
    List<String> lines = new ArrayList<>(List.of(
        "| the log | facts | events | accounts | postings | seconds | events read/s | heap, MB | differences |",
        "|---|---|---|---|---|---|---|---|---|"));
    say("checking what was decided ...");
    RederivationOutcome sound = check("as it was decided", rederivation, lines);
    say("checking what was planted ...");
    Set<String> planted = new TreeSet<>(new PlantedFaults(log).plant());
    RederivationOutcome spoiled = check("with five faults planted", rederivation, lines);
    Set<String> found = new TreeSet<>(spoiled.differences().stream().map(Difference::customer).toList());
    lines.add("");
    lines.add("Found on the accounts " + found + ": " + spoiled.kinds() + ".");
    if (sound.differing() > 0 || sound.undecided().facts() > 0 || sound.unreadable().customers() > 0
        || !found.equals(planted)) {
      throw new IllegalStateException("not what was expected: " + sound + "\n" + String.join("\n", lines));
    }
    return lines;
  }

  private RederivationOutcome check(String what, Rederivation rederivation, List<String> lines) {
    Rederivation.Run run = rederivation.prepare(null);
    long began = System.nanoTime();
    try (HeapWatch heap = HeapWatch.start()) {
      RederivationOutcome outcome = run.outcome();
      double seconds = (System.nanoTime() - began) / 1e9;
      lines.add(String.format(Locale.ROOT, "| %s | %d | %d | %d | %d | %.1f | %d | %d | %d |", what, extent.events(),
          outcome.position(), outcome.customers(), outcome.postings(), seconds, run.progress().rate(),
          heap.most() >> 20, outcome.differing()));
      return outcome;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  private static void awaitDecided(PolicyRunner policies) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long told = 0;
    PolicyStatus status = policies.status().getFirst();
    while (status.lag() > 0) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("the policy did not get there: " + status);
      }
      if (status.position() - told >= 50_000) {
        told = status.position();
        say("decided up to " + told + " ...");
      }
      LockSupport.parkNanos(100_000_000);
      status = policies.status().getFirst();
    }
  }

  private static void say(String what) {
    System.err.println(what);
  }
}
