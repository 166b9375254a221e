package io.anamnesis.command.loyalty.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.happening.Change;
import io.anamnesis.command.loyalty.happening.Told;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.events.Original;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.RatingEvent.AwardRestated;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What facts are worth, in whatever order they come, against a naive reading of the rules. */
class RatingProperties {
  private static final Instant START = Instant.parse("2024-01-25T10:00:00Z");

  /** A fact so many minutes after the start. */
  record Event(long minute, Told told) {}

  @Provide
  Arbitrary<List<Event>> lives() {
    Arbitrary<Long> dense = Arbitraries.longs().between(0, 45 * 24 * 60L);
    Arbitrary<Long> wide = Arbitraries.longs().between(0, 900 * 24 * 60L);
    Arbitrary<Event> events = Combinators.combine(Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(4, dense),
        net.jqwik.api.Tuple.of(1, wide)), told()).as(Event::new);
    return events.list().ofMinSize(1).ofMaxSize(60);
  }

  /** Sign-ins of most days of a few weeks, with a few facts beside. */
  @Provide
  Arbitrary<List<Event>> signIns() {
    return Combinators.combine(Arbitraries.integers().between(0, 30).set().ofMinSize(10),
        Arbitraries.integers().between(0, 600)).as(
            (days, minute) -> days.stream().map(day -> new Event(day * 1_440L + minute, new Told.SignIn())).toList());
  }

  private static Arbitrary<Told> told() {
    Arbitrary<String> few = Arbitraries.of("1", "2", "3", "4", "5");
    Arbitrary<@Nullable String> visit = Arbitraries.of("V-1", "V-2").injectNull(0.5);
    Arbitrary<@Nullable String> kind = Arbitraries.of("rehabilitation", "rehabilitation", "chronic").injectNull(0.3);
    Arbitrary<String> currency = Arbitraries.of("CNY", "CNY", "CNY", "CNY", "USD");
    Arbitrary<List<Long>> lines = Arbitraries.longs().between(0, 400_000).list().ofMinSize(1).ofMaxSize(3);
    Arbitrary<Told> purchase = Combinators.combine(few, currency, lines, Arbitraries.integers().between(0, 3))
        .as((id, of, cents, quarter) -> new Told.Purchase(id, of, cents,
            cents.stream().mapToLong(Long::longValue).sum() * quarter / 4));
    Arbitrary<Told> refund = Combinators
        .combine(few, currency, Arbitraries.integers().between(0, 3), Arbitraries.longs().between(0, 200_000))
        .as(Told.Refund::new);
    return Arbitraries.oneOf(Arbitraries.just(new Told.SignIn()), Arbitraries.just(new Told.Visit()),
        few.map(Told.Share::new), few.map(Told.Share::new), few.map(Told.Like::new), few.map(Told.Activity::new),
        Combinators.combine(Arbitraries.of("S-1", "S-2"), visit).as(Told.Survey::new),
        Combinators.combine(Arbitraries.of("dianping", "weibo"), visit).as(Told.Review::new),
        Combinators.combine(few, kind).as(Told.Joined::new), Combinators.combine(few, kind).as(Told.StepDone::new),
        purchase, purchase, refund, refund);
  }

  @Property(tries = 200)
  void in_any_order_the_same_facts_are_worth_the_same(@ForAll("lives") List<Event> life, @ForAll long seed) {
    List<Told.At> facts = new ArrayList<>();
    for (Event event : life) {
      // No two at one instant: their order of recording is then no matter.
      facts.add(new Told.At(START.plus(event.minute(), ChronoUnit.MINUTES).plusSeconds(facts.size()),
          facts.size() + 1L, event.told()));
    }
    List<Told.At> arrival = new ArrayList<>(facts);
    Collections.shuffle(arrival, new Random(seed));
    holds(arrival);
  }

  @Property(tries = 200)
  void facts_of_one_instant_are_taken_in_the_order_of_recording(@ForAll("lives") List<Event> life) {
    List<Told.At> facts = new ArrayList<>();
    for (Event event : life) {
      facts.add(new Told.At(START.plus(event.minute() / 480 * 480, ChronoUnit.MINUTES), facts.size() + 1L,
          event.told()));
    }
    holds(facts);
  }

  /** What a source says later about one of the facts; without a content, that it did not happen. */
  record Statement(int fact, @Nullable Told now) {}

  @Provide
  Arbitrary<List<Statement>> statements() {
    return Combinators.combine(Arbitraries.integers().between(0, 59), told().injectNull(0.3)).as(Statement::new).list()
        .ofMinSize(1).ofMaxSize(15);
  }

  @Property(tries = 200)
  void a_corrected_or_withdrawn_fact_leaves_what_would_have_been_without_the_error(@ForAll("lives") List<Event> life,
      @ForAll("statements") List<Statement> statements, @ForAll long seed) {
    List<Told.At> facts = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    for (Event event : life) {
      Told.At fact = new Told.At(START.plus(event.minute(), ChronoUnit.MINUTES).plusSeconds(facts.size()),
          facts.size() + 1L, event.told());
      facts.add(fact);
      changes.add(Change.of(fact.recorded()));
    }
    Collections.shuffle(changes, new Random(seed));
    Map<UUID, Told.At> last = new HashMap<>();
    facts.forEach(fact -> last.put(fact.id(), fact));
    for (Statement statement : statements) {
      Told.At original = facts.get(statement.fact() % facts.size());
      long position = facts.size() + changes.size() + 1L;
      Recorded because = new Told.At(START.plus(2_000, ChronoUnit.DAYS), position, new Told.SignIn()).recorded();
      if (statement.now() == null) {
        last.remove(original.id());
        changes.add(Change.withdrawing(because, new Original(original.id(), original.recorded().type(), 1,
            original.position(), original.at(), original.at())));
      } else if (statement.now().getClass() == original.told().getClass()) {
        Told.At now = new Told.At(original.at(), original.position(), statement.now());
        last.put(original.id(), now);
        changes.add(new Change(because, List.of(now.recorded()), null));
      }
    }
    decided(changes, last.values());
  }

  @Property(tries = 100)
  void streaks_are_worth_the_same_in_any_order(@ForAll("signIns") List<Event> life, @ForAll long seed) {
    in_any_order_the_same_facts_are_worth_the_same(life, seed);
  }

  private static void holds(List<Told.At> arrival) {
    decided(arrival.stream().map(fact -> Change.of(fact.recorded())).toList(), arrival);
  }

  /** @param facts as they are in the end */
  private static void decided(List<Change> changes, Collection<Told.At> facts) {
    Earning earning = new Earning(ProgrammeVersions.standard());
    Account account = new Account();
    List<LoyaltyEvent> all = new ArrayList<>();
    Map<UUID, Map<String, Long>> worth = new HashMap<>();
    for (Change change : changes) {
      List<LoyaltyEvent> decided = earning.decide(account, change);
      assertThat(decided).as("from all events again").isEqualTo(earning.decide(replayed(all), change));
      for (LoyaltyEvent event : decided) {
        account.evolve(event);
        all.add(event);
        add(worth, event);
      }
      assertThat(earning.decide(account, change)).as("told again").isEmpty();
    }
    // What no rule names is no reason to look at what fell due.
    facts.stream().map(Told.At::at).max(Instant::compareTo)
        .ifPresent(end -> earning.due(account, end).forEach(account::evolve));
    RatingOracle oracle = new RatingOracle(facts);
    worth.values().forEach(rules -> rules.values().removeIf(points -> points == 0));
    worth.values().removeIf(Map::isEmpty);
    assertThat(worth).isEqualTo(oracle.worth());
    assertThat(all.stream().mapToLong(RatingProperties::awarded).sum()).as("awards of a lifetime")
        .isEqualTo(oracle.awarded());
    for (Told.At fact : facts) {
      assertThat(account.levelAt(fact.at())).as("level at %s", fact.at()).isEqualTo(oracle.levelAt(fact.at()));
    }
  }

  private static Account replayed(List<LoyaltyEvent> events) {
    Account account = new Account();
    events.forEach(account::evolve);
    return account;
  }

  /** As whoever reads the events adds up what was awarded before refunds. */
  private static long awarded(LoyaltyEvent event) {
    return switch (event) {
      case PointsEarned award -> award.points();
      case PointsClawedBack back -> back.why() == Why.REFUND ? 0 : -back.undone();
      case AwardRestated restated -> restated.by();
      default -> 0;
    };
  }

  /** Never is more undone of an award than was given. */
  private static void add(Map<UUID, Map<String, Long>> worth, LoyaltyEvent event) {
    if (event instanceof PointsEarned award) {
      assertThat(award.points()).isPositive();
      worth.computeIfAbsent(award.cause(), first -> new TreeMap<>()).merge(award.rule(), award.points(), Long::sum);
    } else if (event instanceof PointsClawedBack back) {
      assertThat(back.undone()).isPositive();
      assertThat(worth.computeIfAbsent(back.cause(), first -> new TreeMap<>()).merge(back.rule(), -back.undone(),
          Long::sum)).as("what is left of %s", back.rule()).isNotNegative();
    }
  }
}
