package io.anamnesis.command.loyalty.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.happening.Change;
import io.anamnesis.command.loyalty.happening.Told;
import io.anamnesis.command.loyalty.level.LevelOracle;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Original;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.Standing;
import java.time.Duration;
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

/**
 * The course of levels over some years, whatever comes late, is corrected or withdrawn, and whenever the clock comes by,
 * against a naive reading of the rules, midnight after midnight.
 */
class RetentionProperties {
  private static final Instant START = Instant.parse("2021-01-25T10:00:00Z");
  private static final int DAYS = 1_400;

  /** A fact so many minutes after the start. */
  record Event(long minute, Told told) {}

  /** What a source says later about one of the facts; without a content, that it did not happen. */
  record Statement(int fact, @Nullable Told now) {}

  @Provide
  Arbitrary<List<Event>> lives() {
    Arbitrary<Long> minutes = Arbitraries.longs().between(0, DAYS * 1_440L);
    return Combinators.combine(minutes, told()).as(Event::new).list().ofMinSize(5).ofMaxSize(45);
  }

  private static Arbitrary<Told> told() {
    Arbitrary<String> ids = Arbitraries.integers().between(1, 12).map(Object::toString);
    Arbitrary<String> few = Arbitraries.of("1", "2");
    Arbitrary<Told> purchase = Combinators.combine(ids, Arbitraries.longs().between(30_000, 600_000))
        .as((id, cents) -> new Told.Purchase(id, "CNY", List.of(cents), 0));
    Arbitrary<Told> refund = Combinators.combine(ids, Arbitraries.longs().between(1_000, 300_000))
        .as((id, cents) -> new Told.Refund(id, "CNY", 0, cents));
    Arbitrary<Told> stay = Arbitraries.oneOf(few.map(Told.Admitted::new), few.map(Told.Discharged::new));
    Arbitrary<Told> complaint = Arbitraries.oneOf(
        Combinators.combine(few, Arbitraries.of(false, false, true)).as(Told.Filed::new),
        few.map(Told.Resolved::new));
    return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(6, purchase), net.jqwik.api.Tuple.of(2, refund),
        net.jqwik.api.Tuple.of(2, stay), net.jqwik.api.Tuple.of(2, complaint),
        net.jqwik.api.Tuple.of(1, Arbitraries.just(new Told.SignIn())));
  }

  @Provide
  Arbitrary<List<Statement>> statements() {
    return Combinators.combine(Arbitraries.integers().between(0, 44), told().injectNull(0.3)).as(Statement::new).list()
        .ofMaxSize(8);
  }

  @Property(tries = 300)
  void levels_and_what_is_earned_by_them_follow_from_the_facts_in_whatever_order_they_come(
      @ForAll("lives") List<Event> life, @ForAll("statements") List<Statement> statements, @ForAll long seed) {
    Random random = new Random(seed);
    List<Told.At> facts = new ArrayList<>();
    for (Event event : life) {
      facts.add(new Told.At(START.plus(event.minute(), ChronoUnit.MINUTES).plusSeconds(facts.size()),
          facts.size() + 1L, event.told()));
    }
    Map<UUID, Told.At> last = new HashMap<>();
    facts.forEach(fact -> last.put(fact.id(), fact));
    List<Change> changes = new ArrayList<>(facts.stream().map(fact -> Change.of(fact.recorded())).toList());
    if (random.nextBoolean()) {
      Collections.shuffle(changes, random);
    }
    for (Statement statement : statements) {
      add(statement, facts, last, changes);
    }
    Life told = new Life(random);
    changes.forEach(told::happens);
    told.holds(last.values());
  }

  private static void add(Statement statement, List<Told.At> facts, Map<UUID, Told.At> last, List<Change> changes) {
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

  /** An account that is told facts, with a clock that comes by now and then, and people who give levels. */
  private static final class Life {
    private static final CustomerId CUSTOMER = new CustomerId("C-1");

    private final Random random;
    private final Earning earning = new Earning(ProgrammeVersions.standard());
    private final Account account = new Account();
    private final List<LoyaltyEvent> all = new ArrayList<>();
    private final List<RatingOracle.Lent> lent = new ArrayList<>();
    private final Appointments appointments = new Appointments();
    private Instant now = START;

    Life(Random random) {
      this.random = random;
    }

    void happens(Change change) {
      take(earning.decide(account, change));
      assertThat(earning.decide(account, change)).as("told again").isEmpty();
      now = now.plus(Duration.ofDays(random.nextInt(60)));
      if (random.nextInt(3) == 0) {
        clockComesBy();
      }
      if (random.nextInt(12) == 0) {
        give();
      }
    }

    /** At what has become due, and at nothing else. */
    private void clockComesBy() {
      while (appointments.keep(now)) {
        List<LoyaltyEvent> due = earning.due(account, now);
        while (!due.isEmpty()) {
          take(due);
          due = earning.due(account, now);
        }
      }
    }

    private void give() {
      UUID id = new UUID(7, all.size());
      RatingOracle.Lent before = lent.isEmpty() ? null : lent.getLast();
      if (before != null && before.from().isBefore(now) && before.until().isAfter(now) && random.nextBoolean()) {
        take(Overriding.withdraw(account,
            new LevelCommand.Withdraw(CUSTOMER, id, new Sealed("c.1"), new StaffId("S-1"), now), earning));
        lent.set(lent.size() - 1, new RatingOracle.Lent(before.level(), before.from(), now));
      } else if (before == null || before.from().isBefore(now)) {
        Instant until = now.plus(Duration.ofDays(1 + random.nextInt(400)));
        int level = 1 + random.nextInt(5);
        take(Overriding.give(account,
            new LevelCommand.Give(CUSTOMER, id, level, "default-1", until, new Sealed("c.1"), new StaffId("S-1"), now),
            earning));
        lent.add(new RatingOracle.Lent(level, now, until));
      }
    }

    private void take(List<LoyaltyEvent> decided) {
      decided.forEach(account::evolve);
      decided.forEach(event -> appointments.note(event, now));
      all.addAll(decided);
    }

    /** @param facts as they are in the end */
    void holds(Collection<Told.At> facts) {
      Instant later = START.plus(DAYS + random.nextInt(800), ChronoUnit.DAYS);
      now = later.isAfter(now) ? later : now;
      Instant end = now;
      clockComesBy();
      RatingOracle oracle = new RatingOracle(facts, lent);
      assertThat(worth()).isEqualTo(oracle.worth());
      LevelOracle.State state = oracle.lapsed(end);
      Standing held = account.rating().levels().held();
      if (account.rating().last() != null) {
        assertThat(held.level()).as("level").isEqualTo(state.level());
        assertThat(held.validUntil()).as("valid until").isEqualTo(state.validUntil());
        assertThat(held.graceUntil()).as("grace until").isEqualTo(state.graceUntil());
        assertThat(held.fallsAt()).as("falls at").isEqualTo(state.fallsAt());
      }
      for (int day = 0; START.plus(day, ChronoUnit.DAYS).isBefore(end); day += 3) {
        Instant at = START.plus(day, ChronoUnit.DAYS);
        assertThat(account.levelAt(at)).as("level at %s", at).isEqualTo(oracle.levelAt(at));
      }
      Account replayed = new Account();
      all.forEach(replayed::evolve);
      Instant then = end.plus(500, ChronoUnit.DAYS);
      assertThat(earning.due(replayed, then)).as("from all events again").isEqualTo(earning.due(account, then));
    }

    private Map<UUID, Map<String, Long>> worth() {
      Map<UUID, Map<String, Long>> worth = new HashMap<>();
      for (LoyaltyEvent event : all) {
        if (event instanceof PointsEarned award) {
          worth.computeIfAbsent(award.cause(), first -> new TreeMap<>()).merge(award.rule(), award.points(),
              Long::sum);
        } else if (event instanceof PointsClawedBack back) {
          worth.computeIfAbsent(back.cause(), first -> new TreeMap<>()).merge(back.rule(), -back.undone(), Long::sum);
        }
      }
      worth.values().forEach(rules -> rules.values().removeIf(points -> points == 0));
      worth.values().removeIf(Map::isEmpty);
      return worth;
    }
  }
}
