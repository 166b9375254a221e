package io.anamnesis.command.loyalty.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.account.BenefitOracle.Year;
import io.anamnesis.command.loyalty.happening.Change;
import io.anamnesis.command.loyalty.happening.Told;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Original;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitUsed;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitWithdrawn;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Benefits over some years of facts that come late, are corrected and withdrawn, of levels given, of uses and cancellations,
 * against a naive reading of the rules.
 */
class BenefitProperties {
  private static final CustomerId CUSTOMER = new CustomerId("C-1");
  private static final Sealed REASON = new Sealed("c.1");
  private static final StaffId STAFF = new StaffId("S-1");

  @Property(tries = 250)
  void what_is_granted_and_what_can_be_used_follow_from_the_facts_in_whatever_order_they_come(@ForAll long seed) {
    Life life = new Life(new Random(seed));
    for (int i = 0; i < 40; i++) {
      life.step();
    }
    life.holds();
  }

  /** What was used; oracle and account keep it apart. */
  private record Use(UUID id, String kind, Instant at) {}

  private static final class Life {
    private final Random random;
    private final Earning earning = new Earning(ProgrammeVersions.standard());
    private final Account account = new Account();
    private final List<LoyaltyEvent> all = new ArrayList<>();
    private final Map<UUID, Told.At> facts = new LinkedHashMap<>();
    private final List<RatingOracle.Lent> lent = new ArrayList<>();
    private final List<Use> uses = new ArrayList<>();
    private final Appointments appointments = new Appointments();
    private Instant now = Instant.parse("2021-01-25T10:00:00Z");
    private long position;

    Life(Random random) {
      this.random = random;
    }

    void step() {
      now = now.plus(Duration.ofMinutes(random.nextInt(60 * 24 * 60)));
      if (random.nextInt(3) > 0) {
        clockComesBy();
      }
      switch (random.nextInt(10)) {
        case 0 -> state();
        case 1 -> give();
        case 2, 3 -> use();
        case 4 -> {
          // Of a source whose clock is fast.
          tell(now.plus(Duration.ofMinutes(5)));
          use();
        }
        case 5 -> cancel();
        default -> tell();
      }
    }

    /** In time, late, or of a day to come. */
    private void tell() {
      int late = random.nextInt(4);
      Instant at = switch (late) {
        case 0 -> now.minus(Duration.ofMinutes(random.nextInt(500 * 24 * 60)));
        case 1 -> now.plus(Duration.ofMinutes(random.nextInt(20 * 60)));
        default -> now;
      };
      tell(at);
    }

    private void tell(Instant at) {
      Told.At fact = new Told.At(at.plusNanos(1_000 * ++position), position, told());
      facts.put(fact.id(), fact);
      take(earning.decide(account, Change.of(fact.recorded())));
      assertThat(earning.decide(account, Change.of(fact.recorded()))).as("told again").isEmpty();
    }

    private Told told() {
      String few = Integer.toString(1 + random.nextInt(2));
      return switch (random.nextInt(12)) {
        case 0 -> new Told.Admitted(few);
        case 1 -> new Told.Discharged(few);
        case 2 -> new Told.Filed(few, random.nextInt(4) == 0);
        case 3 -> new Told.Resolved(few);
        case 4, 5 -> new Told.Refund(Integer.toString(1 + random.nextInt(12)), "CNY", 0,
            1_000 + random.nextInt(400_000));
        case 6 -> new Told.SignIn();
        default -> new Told.Purchase(Integer.toString(1 + random.nextInt(12)), "CNY",
            List.of(30_000L + random.nextInt(random.nextInt(6) == 0 ? 6_000_000 : 600_000)), 0);
      };
    }

    /** What a source says later of a fact. */
    private void state() {
      if (facts.isEmpty()) {
        return;
      }
      Told.At fact = new ArrayList<>(facts.values()).get(random.nextInt(facts.size()));
      Recorded because = new Told.At(now, ++position, new Told.SignIn()).recorded();
      Told other = told();
      if (random.nextBoolean()) {
        facts.remove(fact.id());
        take(earning.decide(account, Change.withdrawing(because, new Original(fact.id(), fact.recorded().type(), 1,
            fact.position(), fact.at(), fact.at()))));
      } else if (other.getClass() == fact.told().getClass()) {
        Told.At corrected = new Told.At(fact.at(), fact.position(), other);
        facts.put(fact.id(), corrected);
        take(earning.decide(account, new Change(because, List.of(corrected.recorded()), null)));
      }
    }

    private void give() {
      UUID id = new UUID(7, all.size());
      RatingOracle.Lent before = lent.isEmpty() ? null : lent.getLast();
      if (before != null && before.until().isAfter(now) && random.nextBoolean()) {
        take(Overriding.withdraw(account, new LevelCommand.Withdraw(CUSTOMER, id, REASON, STAFF, now), earning));
        lent.set(lent.size() - 1, new RatingOracle.Lent(before.level(), before.from(), now));
      } else {
        Instant until = now.plus(Duration.ofDays(1 + random.nextInt(500)));
        int level = 1 + random.nextInt(5);
        take(Overriding.give(account,
            new LevelCommand.Give(CUSTOMER, id, level, "default-1", until, REASON, STAFF, now), earning));
        lent.add(new RatingOracle.Lent(level, now, until));
      }
    }

    private void use() {
      String kind = List.copyOf(BenefitOracle.KINDS.keySet()).get(random.nextInt(3));
      UUID id = new UUID(6, all.size());
      Reason expected = whyNot(kind);
      try {
        BenefitUsed used = UsingBenefits.use(account.benefits(), earning.entitled(account, now),
            new BenefitCommand.Use(CUSTOMER, id, kind, 1, null, null, now));
        assertThat(expected).as("%s is used at %s", kind, now).isNull();
        assertThat(used.from()).isEqualTo(oracle().yearOf(kind, now).from());
        take(List.of(used));
        uses.add(new Use(id, kind, now));
      } catch (Refused refused) {
        assertThat(refused.reason()).as("%s is refused at %s", kind, now).isEqualTo(expected);
      }
    }

    private @Nullable Reason whyNot(String kind) {
      int from = BenefitOracle.KINDS.get(kind);
      BenefitOracle oracle = oracle();
      if (oracle.levelAt(now) < from) {
        return Reason.BENEFIT_NOT_HELD;
      }
      if (oracle.levelIfNothingHeldIt(now) < from) {
        return Reason.BENEFIT_FROZEN;
      }
      Year year = oracle.yearOf(kind, now);
      return uses.stream().anyMatch(use -> use.kind().equals(kind) && year.holds(use.at()))
          ? Reason.BENEFIT_USED_UP
          : null;
    }

    private void cancel() {
      if (!uses.isEmpty()) {
        Use use = uses.remove(random.nextInt(uses.size()));
        take(List.of(UsingBenefits.cancel(account.benefits(),
            new BenefitCommand.Cancel(CUSTOMER, use.id(), use.kind(), REASON, STAFF, now))));
      }
    }

    private BenefitOracle oracle() {
      return new BenefitOracle(facts.values(), lent);
    }

    private void clockComesBy() {
      while (appointments.keep(now)) {
        List<LoyaltyEvent> due = earning.due(account, now);
        while (!due.isEmpty()) {
          take(due);
          due = earning.due(account, now);
        }
      }
    }

    private void take(List<LoyaltyEvent> decided) {
      decided.stream().filter(BenefitWithdrawn.class::isInstance).map(BenefitWithdrawn.class::cast)
          .forEach(this::keepsWhatWasUsed);
      decided.forEach(account::evolve);
      decided.forEach(event -> appointments.note(event, now));
      all.addAll(decided);
    }

    private void keepsWhatWasUsed(BenefitWithdrawn none) {
      Year year = new Year(none.kind(), 0, none.from(), none.until());
      boolean used = uses.stream().anyMatch(use -> use.kind().equals(none.kind()) && year.holds(use.at()));
      assertThat(none.kept()).as("kept of %s", none).isEqualTo(used ? 1 : 0);
      assertThat(none.quantity()).isEqualTo(used ? 0 : 1);
    }

    void holds() {
      now = now.plus(Duration.ofDays(1 + random.nextInt(800)));
      clockComesBy();
      assertThat(account.benefits().granted().stream()
          .map(one -> new Year(one.kind(), one.level(), one.from(), one.until())).toList())
          .containsExactlyInAnyOrderElementsOf(oracle().years(now));
      Account replayed = new Account();
      all.forEach(replayed::evolve);
      assertThat(replayed.benefits().granted()).isEqualTo(account.benefits().granted());
      Instant then = now.plus(Duration.ofDays(500));
      assertThat(earning.due(replayed, then)).as("from all events again").isEqualTo(earning.due(account, then));
    }
  }
}
