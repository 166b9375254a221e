package io.anamnesis.command.loyalty.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.reward.Bill;
import io.anamnesis.command.loyalty.account.LedgerProperties.Life;
import io.anamnesis.command.loyalty.ledger.HeldLot;
import io.anamnesis.command.loyalty.ledger.Ledger;
import io.anamnesis.command.loyalty.ledger.LedgerDraft;
import io.anamnesis.command.loyalty.ledger.PooledCommand;
import io.anamnesis.command.loyalty.ledger.PooledRedeeming;
import io.anamnesis.command.loyalty.ledger.Redeeming;
import io.anamnesis.command.loyalty.ledger.Redemption;
import io.anamnesis.command.loyalty.ledger.RedemptionTerms;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Money;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.Pooled;
import io.anamnesis.events.loyalty.Pooled.Share;
import io.anamnesis.events.loyalty.VoucherTerms;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Five who earn, redeem, get refunds, join and leave a pool and redeem with each other's points, against the coins of
 * {@link PoolOracle}; jqwik prints the seed of a failure.
 */
class PoolProperties {
  private static final UUID POOL = new UUID(8, 8);
  private static final RewardId REWARD = new RewardId("R");
  /** One for each of two. */
  private static final List<String> MARKS = List.of("M-1", "M-2");
  private static final RedemptionTerms TERMS = RedemptionTerms.STANDARD;

  /** Five lives on one clock. */
  private static final class Household {
    final Random random;
    final SortedMap<String, Life> lives = new TreeMap<>();
    final PoolOracle oracle;
    final SortedSet<String> pool = new TreeSet<>();
    /** Whose redemptions they are. */
    final Map<UUID, String> redemptions = new HashMap<>();
    final Set<UUID> priced = new HashSet<>();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    Household(long seed) {
      random = new Random(seed);
      for (int i = 0; i < 5; i++) {
        lives.put("C-" + i, new Life(random));
      }
      oracle = new PoolOracle(lives.entrySet().stream().collect(
          Collectors.toMap(Map.Entry::getKey, one -> one.getValue().oracle, (a, b) -> a, TreeMap::new)));
    }

    String anybody() {
      return "C-" + random.nextInt(5);
    }

    void step() {
      switch (random.nextInt(9)) {
        case 0 -> joinOrLeave();
        case 1, 2 -> reserve();
        case 3 -> confirm();
        case 4 -> cancel();
        case 5 -> timeOut();
        default -> lives.get(anybody()).step();
      }
      now = lives.values().stream().map(life -> life.now).max(Comparator.naturalOrder()).orElseThrow();
      lives.values().forEach(life -> life.now = now);
    }

    /** Whatever is reserved of them stays so: points lie with their owners. */
    void joinOrLeave() {
      String one = anybody();
      if (!pool.add(one)) {
        pool.remove(one);
      }
    }

    void reserve() {
      if (pool.isEmpty()) {
        return;
      }
      String redeemer = List.copyOf(pool).get(random.nextInt(pool.size()));
      UUID redemption = new UUID(random.nextLong(), random.nextLong());
      int points = 1 + random.nextInt(40);
      Money toPay = points % 4 == 0 ? new Money(BigDecimal.TEN, Currency.getInstance("CNY")) : null;
      PooledCommand.Reserve asked =
          new PooledCommand.Reserve(new CustomerId(redeemer), redemption, REWARD, 2, null, now);
      SortedMap<CustomerId, List<LoyaltyEvent>> decided =
          record(() -> PooledRedeeming.reserve(ledgers(pool), POOL, asked,
              new Bill(points, toPay, points % 5 == 0 ? new VoucherTerms(1, null) : null), TERMS));
      assertThat(decided != null).isEqualTo(oracle.reserve(redemption, redeemer, pool, points, now));
      if (decided != null) {
        redemptions.put(redemption, redeemer);
        if (toPay != null) {
          priced.add(redemption);
        }
        tellsEachNoMoreThanIsOwn(decided, redeemer, points);
      }
    }

    void confirm() {
      redemption().ifPresent(redemption -> {
        Sealed payment = random.nextInt(4) == 0 ? new Sealed("c.1") : null;
        PooledCommand.Confirm asked = new PooledCommand.Confirm(redeemer(redemption), redemption, payment, now);
        boolean asItIsPriced = (payment != null) == priced.contains(redemption);
        assertThat(record(() -> PooledRedeeming.confirm(parts(redemption), asked, MARKS)) != null)
            .isEqualTo(asItIsPriced && oracle.confirm(redemption, now));
      });
    }

    void cancel() {
      boolean byHospital = random.nextBoolean();
      boolean byStaff = random.nextBoolean();
      redemption().ifPresent(redemption -> {
        PooledCommand.Cancel asked = new PooledCommand.Cancel(redeemer(redemption), redemption,
            byHospital ? Canceller.HOSPITAL : Canceller.CUSTOMER, byStaff, now);
        assertThat(record(() -> PooledRedeeming.cancel(parts(redemption), asked, TERMS)) != null)
            .isEqualTo(oracle.cancel(redemption, byHospital, byStaff, now));
      });
    }

    /** Woken at anybody's account that has part in it. */
    void timeOut() {
      Optional<PooledCommand.TimeOut> due = PooledRedeeming.firstOverdue(lives.get(anybody()).ledger, now);
      due.ifPresent(asked -> {
        assertThat(oracle.isOverdue(asked.redemptionId(), now)).isTrue();
        assertThat(record(() -> PooledRedeeming.timeOut(parts(asked.redemptionId()), asked, TERMS))).isNotEmpty();
        oracle.timeOut(asked.redemptionId());
        assertThat(record(() -> PooledRedeeming.timeOut(parts(asked.redemptionId()), asked, TERMS)))
            .as("once").isEmpty();
      });
    }

    private Optional<UUID> redemption() {
      List<UUID> all = redemptions.keySet().stream().sorted().toList();
      return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    private CustomerId redeemer(UUID redemption) {
      return new CustomerId(redemptions.get(redemption));
    }

    /** Null where it is refused. */
    private @Nullable SortedMap<CustomerId, List<LoyaltyEvent>> record(
        Supplier<SortedMap<CustomerId, List<LoyaltyEvent>>> decision) {
      SortedMap<CustomerId, List<LoyaltyEvent>> decided;
      try {
        decided = decision.get();
      } catch (Refused refused) {
        return null;
      }
      decided.forEach((member, events) -> lives.get(member.value()).record(() -> events));
      return decided;
    }

    private SortedMap<CustomerId, Ledger> ledgers(Set<String> customers) {
      SortedMap<CustomerId, Ledger> ledgers = new TreeMap<>();
      customers.forEach(one -> ledgers.put(new CustomerId(one), lives.get(one).ledger));
      return ledgers;
    }

    SortedMap<CustomerId, Ledger> parts(UUID redemption) {
      return ledgers(lives.entrySet().stream()
          .filter(one -> one.getValue().ledger.redemptions().containsKey(redemption)).map(Map.Entry::getKey)
          .collect(Collectors.toSet()));
    }

    void agrees() {
      lives.values().forEach(Life::agrees);
      for (UUID redemption : redemptions.keySet()) {
        assertThat(
            parts(redemption).values().stream().map(part -> part.redemptions().get(redemption).state()).distinct())
            .as("one fate").hasSize(1);
      }
    }
  }

  private static void tellsEachNoMoreThanIsOwn(SortedMap<CustomerId, List<LoyaltyEvent>> decided, String redeemer,
      int points) {
    Map<CustomerId, Long> paid = new TreeMap<>();
    decided.forEach((member, events) -> {
      PointsReserved part = (PointsReserved) events.getFirst();
      assertThat(LedgerDraft.sum(part.from())).isEqualTo(part.points());
      if (!member.value().equals(redeemer)) {
        assertThat(part.points()).isPositive();
        assertThat(part.pool()).isEqualTo(new Pooled(POOL, new CustomerId(redeemer), List.of()));
        assertThat(part.toPay()).isNull();
        assertThat(part.voucher()).isNull();
      }
      if (part.points() > 0) {
        paid.put(member, part.points());
      }
    });
    Pooled whole = ((PointsReserved) decided.get(new CustomerId(redeemer)).getFirst()).pool();
    assertThat(whole.shares().stream().collect(Collectors.toMap(Share::customer, Share::points))).isEqualTo(paid);
    assertThat(whole.total()).isEqualTo(points);
  }

  @Property(tries = 250)
  void every_step_leaves_each_point_of_each_member_where_the_rules_put_it(@ForAll long seed) {
    Household household = new Household(seed);
    for (int i = 0; i < 120; i++) {
      household.step();
      household.agrees();
    }
  }

  @Property(tries = 100)
  void a_pool_makes_no_point_and_loses_none(@ForAll long seed) {
    Household household = new Household(seed);
    for (int i = 0; i < 80; i++) {
      household.step();
      household.lives.values().forEach(Life::sweep);
      long before = worth(household);
      household.reserve();
      assertThat(worth(household)).isEqualTo(before);
    }
  }

  private static long worth(Household household) {
    return household.lives.values().stream().mapToLong(
        life -> life.ledger.available(household.now) + life.ledger.pending(household.now) + life.ledger.reserved())
        .sum();
  }

  @Property(tries = 100)
  void after_a_sweep_the_lots_of_each_are_what_is_available_pending_and_reserved(@ForAll long seed) {
    Household household = new Household(seed);
    for (int i = 0; i < 80; i++) {
      household.step();
    }
    household.lives.values().forEach(life -> {
      life.sweep();
      long free = life.ledger.lots().stream().mapToLong(HeldLot::free).sum();
      assertThat(free).isEqualTo(life.ledger.available(life.now) + life.ledger.pending(life.now));
      long held = life.ledger.lots().stream().mapToLong(HeldLot::redeemed).sum();
      long open = life.ledger.redemptions().values().stream()
          .filter(one -> one.state() != Redemption.State.CANCELLED).mapToLong(Redemption::points).sum();
      assertThat(held).isEqualTo(open);
    });
  }

  @Property(tries = 80)
  void what_is_replayed_is_what_was_live(@ForAll long seed) {
    Household household = new Household(seed);
    for (int i = 0; i < 80; i++) {
      household.step();
    }
    for (Life life : household.lives.values()) {
      Ledger replayed = new Ledger();
      life.recorded.forEach(replayed::evolve);
      assertThat(replayed).usingRecursiveComparison().isEqualTo(life.ledger);
    }
  }

  @Property(tries = 80)
  void what_a_pool_pays_for_is_nobodys_alone_to_decide_on(@ForAll long seed) {
    Household household = new Household(seed);
    for (int i = 0; i < 80; i++) {
      household.step();
    }
    for (UUID redemption : household.redemptions.keySet()) {
      household.parts(redemption).values().forEach(part -> {
        List<Supplier<List<LoyaltyEvent>>> alone = List.of(
            () -> Redeeming.confirm(part, redemption, List.of(), null, household.now),
            () -> Redeeming.cancel(part, redemption, Canceller.HOSPITAL, true, household.now, TERMS));
        alone.forEach(decision -> assertThat(refusal(decision)).isEqualTo(Refused.Reason.UNKNOWN_REDEMPTION));
      });
    }
  }

  private static Refused.Reason refusal(Supplier<List<LoyaltyEvent>> decision) {
    try {
      throw new AssertionError("decided: " + new ArrayList<>(decision.get()));
    } catch (Refused refused) {
      return refused.reason();
    }
  }
}
