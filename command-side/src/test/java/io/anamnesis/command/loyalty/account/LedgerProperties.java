package io.anamnesis.command.loyalty.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.reward.Bill;
import io.anamnesis.command.loyalty.ledger.Clawback;
import io.anamnesis.command.loyalty.ledger.Expiring;
import io.anamnesis.command.loyalty.ledger.HeldLot;
import io.anamnesis.command.loyalty.ledger.Ledger;
import io.anamnesis.command.loyalty.ledger.LedgerOracle.Place;
import io.anamnesis.command.loyalty.ledger.LedgerOracle;
import io.anamnesis.command.loyalty.ledger.Redeeming;
import io.anamnesis.command.loyalty.ledger.Redemption;
import io.anamnesis.command.loyalty.ledger.RedemptionTerms;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.Money;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import io.anamnesis.events.loyalty.LedgerEvent.PointsExpired;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random lives of a ledger against the coins of {@link LedgerOracle}; jqwik prints the seed of a failure. */
public class LedgerProperties {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final RewardId REWARD = new RewardId("R");
  private static final RedemptionTerms TERMS = RedemptionTerms.STANDARD;
  private static final String RULE = "purchase";

  /** One life: commands at instants that go on, facts from any time before. */
  public static final class Life {
    final Random random;
    public final Ledger ledger = new Ledger();
    public final LedgerOracle oracle = new LedgerOracle();
    public final List<LoyaltyEvent> recorded = new ArrayList<>();
    final List<UUID> causes = new ArrayList<>();
    final List<UUID> redemptions = new ArrayList<>();
    final Set<UUID> priced = new HashSet<>();
    final RandomPersons persons;
    public Instant now = BEGIN;

    public Life(Random random) {
      this.random = random;
      this.persons = new RandomPersons(random, ledger, oracle, this::record);
    }

    public UUID id() {
      return new UUID(random.nextLong(), random.nextLong());
    }

    /** Whether it was decided: a refusal records nothing. */
    public boolean record(Supplier<List<LoyaltyEvent>> decision) {
      List<LoyaltyEvent> decided;
      try {
        decided = decision.get();
      } catch (Refused refused) {
        return false;
      }
      decided.forEach(ledger::evolve);
      decided.forEach(persons::heed);
      recorded.addAll(decided);
      return true;
    }

    public void step() {
      now = now.plus(Duration.ofMinutes(random.nextInt(5) == 0 ? random.nextInt(60 * 24 * 40) : random.nextInt(30)));
      switch (random.nextInt(14)) {
        case 0, 1, 2 -> credit();
        case 3, 4 -> clawBack();
        case 5, 6 -> reserve();
        case 7 -> confirm();
        case 8 -> cancel();
        case 9, 10, 11, 12 -> persons.act(now);
        default -> sweep();
      }
    }

    void credit() {
      Instant earned = now.minus(Duration.ofHours(random.nextInt(24 * 100)));
      Instant active = random.nextBoolean() ? earned : earned.plus(Duration.ofDays(7));
      Instant expires = earned.plus(Duration.ofDays(60 + random.nextInt(3) * 5));
      int points = 1 + random.nextInt(20);
      boolean more = !causes.isEmpty() && random.nextInt(4) == 0;
      UUID cause = more ? causes.get(random.nextInt(causes.size())) : id();
      if (!more) {
        causes.add(cause);
      }
      UUID lot = id();
      record(() -> ledger.credit(new PointsEarned(cause, "purchase.made", cause, 1, "default-1", RULE, points,
          BigDecimal.ONE, 1, new Lot(lot, points, earned, active, expires), List.of(), List.of(), null)));
      oracle.credit(lot, award(cause), points, earned, active, expires);
    }

    void clawBack() {
      List<UUID> worth = causes.stream().filter(cause -> left(cause) > 0).toList();
      if (worth.isEmpty()) {
        return;
      }
      UUID cause = worth.get(random.nextInt(worth.size()));
      int undone = 1 + random.nextInt(left(cause));
      Instant at = random.nextInt(3) == 0 ? now.minus(Duration.ofHours(random.nextInt(24 * 50))) : now;
      record(
          () -> ledger.clawBack(new Clawback(cause, "purchase.made", id(), Why.REFUND, "default-1", RULE, BEGIN, undone,
              List.of()), at));
      oracle.clawBack(award(cause), undone, at);
    }

    int left(UUID cause) {
      return oracle.earned(award(cause)) - oracle.undone(award(cause));
    }

    void reserve() {
      UUID redemption = id();
      Money toPay = random.nextInt(3) == 0 ? new Money(BigDecimal.TEN, Currency.getInstance("CNY")) : null;
      int points = 1 + random.nextInt(25);
      boolean reserved =
          record(() -> Redeeming.reserve(ledger, redemption, REWARD, 1, new Bill(points, toPay, null), now, TERMS));
      assertThat(reserved).isEqualTo(oracle.reserve(redemption, points, now));
      if (reserved) {
        redemptions.add(redemption);
        if (toPay != null) {
          priced.add(redemption);
        }
      }
    }

    void confirm() {
      if (!redemptions.isEmpty()) {
        UUID redemption = redemptions.get(random.nextInt(redemptions.size()));
        Sealed payment = random.nextInt(3) == 0 ? new Sealed("c.1") : null;
        boolean asItIsPriced = (payment != null) == priced.contains(redemption);
        assertThat(record(() -> Redeeming.confirm(ledger, redemption, List.of(), payment, now)))
            .isEqualTo(asItIsPriced && oracle.confirm(redemption, now));
      }
    }

    void cancel() {
      if (!redemptions.isEmpty()) {
        UUID redemption = redemptions.get(random.nextInt(redemptions.size()));
        boolean byHospital = random.nextBoolean();
        boolean byStaff = random.nextBoolean();
        Canceller by = byHospital ? Canceller.HOSPITAL : Canceller.CUSTOMER;
        assertThat(record(() -> Redeeming.cancel(ledger, redemption, by, byStaff, now, TERMS)))
            .isEqualTo(oracle.cancel(redemption, byHospital, byStaff, now));
      }
    }

    public void sweep() {
      for (var due = Expiring.first(ledger, now, TERMS); due.isPresent();) {
        List<LoyaltyEvent> decided = due.get().decided();
        assertThat(decided).as("something, once").isNotEmpty();
        record(() -> decided);
        due = Expiring.first(ledger, now, TERMS);
      }
      oracle.sweep(now);
    }

    public void agrees() {
      assertThat(ledger.available(now)).as("available").isEqualTo(oracle.available(now));
      assertThat(ledger.pending(now)).as("pending").isEqualTo(oracle.pending(now));
      assertThat(ledger.reserved()).as("reserved").isEqualTo(oracle.count(coin -> coin.place == Place.RESERVED));
      assertThat(ledger.arrears()).as("arrears").isEqualTo(oracle.arrears).isNotNegative();
      Map<List<Object>, Long> free = new HashMap<>();
      ledger.lots().stream().filter(lot -> lot.free() > 0)
          .forEach(lot -> free.put(List.of(lot.lotId(), lot.expiresAt()), lot.free()));
      assertThat(free).isEqualTo(oracle.coins.stream().filter(coin -> coin.place == Place.FREE)
          .collect(Collectors.groupingBy(coin -> List.of(coin.lot, coin.expires), Collectors.counting())));
      for (UUID cause : causes) {
        assertThat(ledger.undone(award(cause)).taken()).as("taken").isEqualTo(oracle.taken(award(cause)))
            .isLessThanOrEqualTo(oracle.earned(award(cause)));
      }
    }
  }

  private static String award(UUID cause) {
    return cause + "/" + RULE;
  }

  private static Life life(long seed) {
    return new Life(new Random(seed));
  }

  @Property(tries = 400)
  void every_step_leaves_each_point_where_the_rules_put_it(@ForAll long seed) {
    Life life = life(seed);
    for (int i = 0; i < 80; i++) {
      life.step();
      life.agrees();
    }
  }

  @Property(tries = 100)
  void after_a_sweep_the_lots_are_what_is_available_pending_and_reserved(@ForAll long seed) {
    Life life = life(seed);
    for (int i = 0; i < 60; i++) {
      life.step();
    }
    life.sweep();
    long free = life.ledger.lots().stream().mapToLong(HeldLot::free).sum();
    assertThat(free + life.ledger.reserved())
        .isEqualTo(life.ledger.available(life.now) + life.ledger.pending(life.now) + life.ledger.reserved())
        .isEqualTo(life.oracle.count(coin -> coin.place == Place.FREE || coin.place == Place.RESERVED));
  }

  @Property(tries = 100)
  void what_is_replayed_is_what_was_live(@ForAll long seed) {
    Life life = life(seed);
    for (int i = 0; i < 60; i++) {
      life.step();
    }
    Ledger replayed = new Ledger();
    life.recorded.forEach(replayed::evolve);
    assertThat(replayed).usingRecursiveComparison().isEqualTo(life.ledger);
    life.persons.areReplayedAlike(life.recorded);
    assertThat(Ledger.copyOf(life.ledger)).usingRecursiveComparison().isEqualTo(life.ledger);
  }

  @Property(tries = 100)
  void no_point_expires_twice(@ForAll long seed) {
    Life life = life(seed);
    for (int i = 0; i < 60; i++) {
      life.step();
    }
    long expired = life.recorded.stream().mapToLong(event -> switch (event) {
      case PointsExpired swept -> swept.points();
      case RedemptionCancelled cancelled -> cancelled.lost().stream().mapToLong(Allocation::points).sum();
      default -> 0;
    }).sum();
    assertThat(expired).isEqualTo(life.oracle.count(coin -> coin.place == Place.EXPIRED));
  }

  @Property(tries = 100)
  void a_repeated_command_changes_nothing(@ForAll long seed) {
    Life life = life(seed);
    for (int i = 0; i < 60; i++) {
      life.step();
    }
    life.persons.whatIsDecidedIsNotDecidedAgain(life.now);
    for (UUID redemption : life.redemptions) {
      Redemption known = life.ledger.redemptions().get(redemption);
      if (known.state() != Redemption.State.RESERVED) {
        Reason expected = known.state() == Redemption.State.CONFIRMED
            ? Reason.REDEMPTION_CONFIRMED
            : Reason.REDEMPTION_CANCELLED;
        assertThat(refusal(() -> Redeeming.confirm(life.ledger, redemption, List.of(), null, life.now)))
            .isEqualTo(expected);
      }
    }
  }

  private static Reason refusal(Supplier<List<LoyaltyEvent>> decision) {
    try {
      throw new AssertionError("decided: " + decision.get());
    } catch (Refused refused) {
      return refused.reason();
    }
  }
}
