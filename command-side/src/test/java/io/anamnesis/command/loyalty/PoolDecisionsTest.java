package io.anamnesis.command.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.decision.Decisions;
import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.command.loyalty.account.RedemptionCommand;
import io.anamnesis.command.loyalty.family.FamilyPool;
import io.anamnesis.command.loyalty.family.PoolCommand;
import io.anamnesis.command.loyalty.family.PoolLog;
import io.anamnesis.command.loyalty.family.Seats;
import io.anamnesis.command.loyalty.family.TransferPoints;
import io.anamnesis.command.loyalty.ledger.PooledCommand;
import io.anamnesis.command.loyalty.ledger.RedemptionTerms;
import io.anamnesis.command.loyalty.reward.OfferReward;
import io.anamnesis.command.loyalty.reward.Reward;
import io.anamnesis.command.loyalty.reward.Shelf;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.VisitId;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyUnlinked;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.Pooled.Share;
import io.anamnesis.events.loyalty.RewardTerms;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pool, its accounts and a reward in one append, decided by two processes on one log, each with a cache of its own. */
class PoolDecisionsTest {
  private static final Instant DAY = Instant.parse("2026-03-01T02:00:00Z");
  private static final Instant LATER = DAY.plus(RedemptionTerms.STANDARD.reservedFor());
  private static final CustomerId ANNA = new CustomerId("A-1");
  private static final CustomerId BERT = new CustomerId("B-1");
  private static final CustomerId CARA = new CustomerId("C-1");
  private static final RewardId REWARD = new RewardId("SPA");

  private final EventDecoder decoder = new EventDecoder(EventCatalogue.standard());
  private TwoProcesses processes;
  private PostgresEventLog log;
  private LoyaltyCommands one;
  private LoyaltyCommands other;
  private long causes;

  @BeforeEach
  void start() {
    processes = new TwoProcesses();
    log = processes.log;
    one = processes.one;
    other = processes.other;
    link(ANNA, BERT);
    link(ANNA, CARA);
  }

  @AfterEach
  void stop() {
    processes.close();
  }

  @Test
  void a_member_and_a_place_are_recorded_in_one_append_about_that_member_alone() {
    UUID pool = form(one, ANNA);
    invite(one, ANNA, BERT);
    long before = log.head();
    Recorded joined = join(other, BERT, pool);
    List<StoredEvent> append = log.read(before, 10);
    assertThat(append).extracting(StoredEvent::type, StoredEvent::subject, StoredEvent::stream)
        .containsExactlyInAnyOrder(tuple("loyalty.pool-joined", "B-1", "points-account:B-1"),
            tuple("loyalty.pool-seat-taken", "B-1", "family-pool:" + pool));
    assertThat(append).extracting(StoredEvent::recordedAt).containsOnly(joined.recordedAt());
    assertThat(append).allSatisfy(event -> assertThat(event.payload()).doesNotContain("A-1"));
  }

  @Test
  void without_an_invitation_by_its_keeper_nobody_joins() {
    UUID pool = form(one, ANNA);
    assertThat(refusal(() -> join(one, BERT, pool))).isEqualTo(ProblemType.NOT_INVITED);
    assertThat(refusal(() -> invite(one, BERT, CARA))).isEqualTo(ProblemType.NO_POOL);
    invite(one, ANNA, BERT);
    invite(one, ANNA, CARA);
    join(one, BERT, pool);
    assertThat(refusal(() -> invite(one, BERT, CARA))).isEqualTo(ProblemType.NOT_KEEPER);
    leave(other, ANNA);
    // Bert keeps it now, and has invited nobody.
    assertThat(refusal(() -> join(one, CARA, pool))).isEqualTo(ProblemType.NOT_INVITED);
    link(BERT, CARA);
    invite(one, BERT, CARA);
    join(one, CARA, pool);
  }

  @Test
  void a_tie_that_has_ended_since_the_invitation_admits_nobody() {
    UUID pool = form(one, ANNA);
    invite(one, ANNA, BERT);
    tell(BERT, "family.unlinked", new FamilyUnlinked(ANNA, null, null));
    assertThat(refusal(() -> join(one, BERT, pool))).isEqualTo(ProblemType.NOT_FAMILY);
    assertThat(refusal(() -> invite(one, ANNA, BERT))).isEqualTo(ProblemType.NOT_FAMILY);
  }

  @Test
  void whoever_has_a_guardian_is_in_a_pool_by_that_ones_act() {
    UUID pool = form(one, ANNA);
    invite(one, ANNA, BERT);
    tell(BERT, "family.linked", new FamilyLinked(ANNA, null, true));
    assertThat(refusal(() -> join(one, BERT, pool))).isEqualTo(ProblemType.GUARDIAN_NEEDED);
    Asked asked = asked(BERT);
    assertThat(decide(one, asked, BERT, new PoolCommand.Join(BERT, pool, CARA, DAY)).problem())
        .isEqualTo(ProblemType.NOT_GUARDIAN);
    assertThat(decide(one, asked, BERT, new PoolCommand.Join(BERT, pool, ANNA, DAY)).event()).isNotNull();
    offer(5, 10);
    assertThat(refusal(() -> reserve(one, BERT, 1))).isEqualTo(ProblemType.GUARDIAN_NEEDED);
  }

  @Test
  void of_two_who_want_the_eighth_place_at_once_one_gets_it() throws Exception {
    for (int round = 0; round < 6; round++) {
      CustomerId keeper = new CustomerId("K-" + round);
      UUID pool = form(one, keeper);
      List<CustomerId> people = new ArrayList<>();
      for (int i = 1; i < Seats.MOST + 1; i++) {
        CustomerId person = new CustomerId("P-" + round + "-" + i);
        people.add(person);
        link(keeper, person);
        invite(one, keeper, person);
      }
      people.subList(0, Seats.MOST - 2).forEach(person -> join(one, person, pool));
      CustomerId seventh = people.get(Seats.MOST - 2);
      CustomerId eighth = people.get(Seats.MOST - 1);
      List<Tried> tried = atOnce(List.of(
          () -> decide(one, asked(seventh), seventh, new PoolCommand.Join(seventh, pool, null, DAY)),
          () -> decide(other, asked(eighth), eighth, new PoolCommand.Join(eighth, pool, null, DAY))));
      assertThat(tried).extracting(Tried::problem).containsExactlyInAnyOrder(null, ProblemType.POOL_FULL);
      assertThat(log.readStream(FamilyPool.stream(pool), 0, 100)).hasSize(Seats.MOST);
    }
  }

  @Test
  void who_joins_two_pools_at_once_is_in_one() throws Exception {
    for (int round = 0; round < 6; round++) {
      CustomerId person = new CustomerId("P-" + round);
      List<UUID> pools = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        CustomerId keeper = new CustomerId("K-" + round + "-" + i);
        link(person, keeper);
        pools.add(form(one, keeper));
        invite(one, keeper, person);
      }
      List<Tried> tried = atOnce(List.of(
          () -> decide(one, asked(person), person, new PoolCommand.Join(person, pools.get(0), null, DAY)),
          () -> decide(other, asked(person), person, new PoolCommand.Join(person, pools.get(1), null, DAY))));
      assertThat(tried).extracting(Tried::problem).containsExactlyInAnyOrder(null, ProblemType.IN_POOL);
      assertThat(pools.stream().mapToInt(pool -> log.readStream(FamilyPool.stream(pool), 0, 10).size()).sum())
          .isEqualTo(3);
    }
  }

  @Test
  void all_parts_of_a_redemption_and_the_stock_are_one_append_each_about_its_own_customer() throws Exception {
    pool();
    offer(30, 5);
    visit(ANNA, 3);
    visit(BERT, 2);
    long before = log.head();
    Recorded whole = reserve(one, CARA, 1);
    List<StoredEvent> append = log.read(before, 10);
    assertThat(append).extracting(StoredEvent::type, StoredEvent::subject, StoredEvent::stream)
        .containsExactlyInAnyOrder(tuple("loyalty.points-reserved", "A-1", "points-account:A-1"),
            tuple("loyalty.points-reserved", "B-1", "points-account:B-1"),
            tuple("loyalty.points-reserved", "C-1", "points-account:C-1"),
            tuple("loyalty.stock-reserved", null, "reward:SPA"));
    assertThat(append).extracting(StoredEvent::recordedAt).containsOnly(whole.recordedAt());
    PointsReserved own = (PointsReserved) whole.event();
    assertThat(own.points()).as("has none").isZero();
    // Earned in the same month all expire together: what was earned earlier goes first.
    assertThat(own.pool().shares()).containsExactly(new Share(ANNA, 20), new Share(BERT, 10));
    assertThat(append).filteredOn(event -> "B-1".equals(event.subject()))
        .allSatisfy(event -> assertThat(event.payload()).doesNotContain("A-1"));
  }

  @Test
  void confirmed_is_spent_in_all_accounts_and_only_the_redeemer_can() throws Exception {
    pool();
    offer(30, 5);
    visit(ANNA, 3);
    visit(BERT, 2);
    UUID redemption = ((PointsReserved) reserve(one, CARA, 1).event()).redemptionId();
    for (CustomerId payer : List.of(ANNA, BERT)) {
      assertThat(
          decide(one, asked(payer), payer, new RedemptionCommand.Confirm(payer, redemption, null, DAY)).problem())
          .isEqualTo(ProblemType.UNKNOWN_REDEMPTION);
      assertThat(decide(one, asked(payer), payer, new PooledCommand.Confirm(payer, redemption, null, DAY)).problem())
          .isEqualTo(ProblemType.UNKNOWN_REDEMPTION);
    }
    assertThat(decide(other, asked(CARA), CARA, new PooledCommand.Confirm(CARA, redemption, null, DAY)).event())
        .isNotNull();
    assertThat(types(ANNA)).endsWith("loyalty.points-reserved", "loyalty.redemption-confirmed");
    assertThat(types(BERT)).endsWith("loyalty.points-reserved", "loyalty.redemption-confirmed");
    assertThat(stock()).endsWith("loyalty.stock-reserved", "loyalty.stock-taken");
    assertThat(decide(one, asked(CARA), CARA, new PooledCommand.Confirm(CARA, redemption, null, DAY)).problem())
        .isEqualTo(ProblemType.REDEMPTION_CONFIRMED);
  }

  @Test
  void who_leaves_takes_what_is_unspent_and_gets_back_what_was_set_aside() throws Exception {
    UUID pool = pool();
    offer(30, 5);
    visit(ANNA, 3);
    visit(BERT, 2);
    UUID redemption = ((PointsReserved) reserve(one, CARA, 1).event()).redemptionId();
    leave(other, BERT);
    assertThat(refusal(() -> reserve(one, CARA, 1))).as("his other points have gone").isEqualTo(
        ProblemType.NOT_ENOUGH_POINTS);
    PooledCommand.Cancel cancel = new PooledCommand.Cancel(CARA, redemption, Canceller.CUSTOMER, false, DAY);
    assertThat(decide(one, asked(CARA), CARA, cancel).event()).isNotNull();
    assertThat(types(BERT)).endsWith("loyalty.pool-left", "loyalty.redemption-cancelled");
    assertThat(log.readStream(FamilyPool.stream(pool), 0, 10)).extracting(StoredEvent::type)
        .endsWith("loyalty.pool-seat-freed");
    offer("MASSAGE", 20, 5);
    assertThat(decide(one, asked(BERT), BERT,
        new RedemptionCommand.Reserve(BERT, UUID.randomUUID(), new RewardId("MASSAGE"), 1, DAY)).problem())
        .as("they are his alone now").isNull();
  }

  @Test
  void what_nobody_confirms_comes_back_to_all_at_once_whoever_is_woken_first() throws Exception {
    pool();
    offer(30, 5);
    visit(ANNA, 3);
    visit(BERT, 2);
    reserve(one, CARA, 1);
    for (CustomerId woken : List.of(ANNA, BERT, CARA)) {
      one.clock().wake(woken.value(), LATER.minusMillis(1));
    }
    assertThat(stock()).hasSize(2);
    long before = log.head();
    List<Callable<Object>> wakes = new ArrayList<>();
    for (LoyaltyCommands process : List.of(one, other)) {
      for (CustomerId woken : List.of(ANNA, BERT, CARA)) {
        wakes.add(() -> {
          process.clock().wake(woken.value(), LATER);
          return woken;
        });
      }
    }
    atOnce(wakes);
    List<StoredEvent> append = log.read(before, 20);
    assertThat(append).extracting(StoredEvent::type, StoredEvent::subject, StoredEvent::occurredAt)
        .containsExactlyInAnyOrder(tuple("loyalty.redemption-cancelled", "A-1", LATER),
            tuple("loyalty.redemption-cancelled", "B-1", LATER), tuple("loyalty.redemption-cancelled", "C-1", LATER),
            tuple("loyalty.stock-returned", null, LATER));
    assertThat(append).extracting(StoredEvent::recordedAt).containsOnly(append.getFirst().recordedAt());
    assertThat(reserve(one, CARA, 1)).as("all is there again").isNotNull();
  }

  @Test
  void every_account_that_has_part_in_it_wakes_when_the_time_is_up() throws Exception {
    pool();
    offer(30, 5);
    visit(ANNA, 3);
    visit(BERT, 2);
    reserve(one, CARA, 1);
    for (CustomerId part : List.of(ANNA, BERT, CARA)) {
      Recorded reserved = decoder.decode(log.readStream(PointsAccount.stream(part), 0, 50).getLast());
      assertThat(one.clock().dues(reserved)).as(part.value()).containsExactly(LATER);
    }
  }

  @Test
  void a_process_that_has_not_heard_of_anothers_points_still_spends_those_that_expire_first() throws Exception {
    pool();
    offer(20, 9);
    visit(ANNA, 3);
    visit(BERT, 2);
    visit(CARA, 2);
    // Now the other process has all three in its cache, and does not hear of Cara's visit of a month before.
    reserve(other, ANNA, 1);
    visit(CARA, 40);
    // Nothing is decided in Cara's account but by who knows of it: by Bert's points there would be no conflict.
    PointsReserved next = (PointsReserved) reserve(other, ANNA, 1).event();
    assertThat(next.pool().shares()).containsExactly(new Share(CARA, 20));
  }

  @Test
  void of_many_who_ask_for_the_last_points_at_once_one_gets_them() throws Exception {
    pool();
    offer(40, 100);
    visit(ANNA, 3);
    visit(BERT, 2);
    List<Callable<Tried>> calls = IntStream.range(0, 24).<Callable<Tried>>mapToObj(i -> () -> {
      CustomerId redeemer = List.of(ANNA, BERT, CARA).get(i % 3);
      Asked asked = asked(redeemer);
      return decide(i % 2 == 0 ? one : other, asked, redeemer,
          new PooledCommand.Reserve(redeemer, asked.command(), REWARD, 1, null, DAY));
    }).toList();
    List<Tried> tried = atOnce(calls);
    assertThat(tried).filteredOn(one -> one.event() != null).hasSize(1);
    assertThat(tried).filteredOn(one -> one.event() == null).extracting(Tried::problem)
        .containsOnly(ProblemType.NOT_ENOUGH_POINTS);
    assertThat(stock()).containsExactly("loyalty.reward-offered", "loyalty.stock-reserved");
  }

  @Test
  void who_gives_redeems_alone_and_with_the_pool_at_once_never_waits_for_ever_and_nothing_is_spent_twice()
      throws Exception {
    pool();
    offer(1, 1_000);
    visit(ANNA, 3);
    visit(BERT, 2);
    List<Callable<Integer>> calls = new ArrayList<>();
    for (LoyaltyCommands process : List.of(one, other)) {
      calls.add(() -> often(() -> reserve(process, BERT, 1)));
      calls.add(() -> often(() -> reserve(process, CARA, 2)));
      calls.add(() -> often(() -> alone(process, ANNA)));
      calls.add(() -> often(() -> give(process, ANNA, BERT)));
      calls.add(() -> often(() -> give(process, BERT, ANNA)));
    }
    atOnce(calls);
    long left = Math.subtractExact(40, reservedOf(ANNA, BERT, CARA));
    assertThat(left).isNotNegative();
    assertThat(reservedOf(ANNA, BERT, CARA)).isEqualTo(stockReserved());
  }

  @Test
  void a_command_that_is_repeated_is_decided_once() throws Exception {
    UUID pool = pool();
    offer(10, 5);
    visit(ANNA, 3);
    Asked asked = asked(CARA);
    PooledCommand.Reserve command = new PooledCommand.Reserve(CARA, asked.command(), REWARD, 1, null, DAY);
    Recorded first = decide(one, asked, CARA, command).event();
    // As if it had looked before the first one was there.
    Asked blind = new Asked(asked.command(), asked.subject(), null, asked.actor());
    assertThat(decide(other, blind, CARA, command).event()).isEqualTo(first);
    assertThat(stock()).hasSize(2);
    Asked leaving = asked(CARA);
    PoolCommand.Leave leave = new PoolCommand.Leave(CARA, null, DAY);
    Recorded left = decide(one, leaving, CARA, leave).event();
    assertThat(decide(other, new Asked(leaving.command(), leaving.subject(), null, leaving.actor()), CARA, leave)
        .event()).isEqualTo(left);
    assertThat(log.readStream(FamilyPool.stream(pool), 0, 10)).hasSize(4);
  }

  @Test
  void what_came_back_to_all_is_told_to_the_redeemer() throws Exception {
    pool();
    offer(30, 5);
    visit(ANNA, 3);
    visit(BERT, 2);
    UUID redemption = ((PointsReserved) reserve(one, CARA, 1).event()).redemptionId();
    Asked asked = asked(CARA);
    Recorded cancelled = decide(one, asked, CARA,
        new PooledCommand.Cancel(CARA, redemption, Canceller.CUSTOMER, false, DAY)).event();
    RedemptionCancelled own = (RedemptionCancelled) cancelled.event();
    assertThat(own.returned()).isEmpty();
    assertThat(new PoolLog(log, decoder).returned(asked, own.pool())).isEqualTo(30);
  }

  @Test
  void a_pool_that_its_keeper_ends_is_over_for_all() {
    UUID pool = pool();
    assertThat(decide(one, asked(BERT), BERT, new PoolCommand.Dissolve(BERT, null, DAY)).problem())
        .isEqualTo(ProblemType.NOT_KEEPER);
    assertThat(decide(one, asked(ANNA), ANNA, new PoolCommand.Dissolve(ANNA, null, DAY)).event()).isNotNull();
    for (CustomerId member : List.of(ANNA, BERT, CARA)) {
      assertThat(types(member)).endsWith("loyalty.pool-left");
      assertThat(refusal(() -> leave(other, member))).isEqualTo(ProblemType.NO_POOL);
    }
    assertThat(refusal(() -> join(one, BERT, pool))).isEqualTo(ProblemType.NOT_INVITED);
    form(one, BERT);
  }

  private long reservedOf(CustomerId... payers) {
    return List.of(payers).stream().flatMap(payer -> log.readStream(PointsAccount.stream(payer), 0, 1_000).stream())
        .filter(event -> event.type().equals("loyalty.points-reserved"))
        .mapToLong(event -> EventCodec.mapper().readTree(event.payload()).path("points").asLong()).sum();
  }

  private long stockReserved() {
    return log.readStream("reward:SPA", 0, 1_000).stream()
        .filter(event -> event.type().equals("loyalty.stock-reserved"))
        .mapToLong(event -> EventCodec.mapper().readTree(event.payload()).path("quantity").asLong()).sum();
  }

  private static int often(Runnable call) {
    int done = 0;
    for (int i = 0; i < 8; i++) {
      try {
        call.run();
        done++;
      } catch (ProblemException refused) {
        // Ten at once may be faster than one for ten seconds: who is told so has done nothing.
        assertThat(refused.problem().type()).isIn(ProblemType.NOT_ENOUGH_POINTS, ProblemType.OVERLOADED);
      }
    }
    return done;
  }

  /** What became of a call. */
  private record Tried(@Nullable Recorded event, @Nullable ProblemType problem) {}

  private Tried decide(LoyaltyCommands process, Asked asked, CustomerId account, Object command) {
    try {
      Optional<Recorded> decided = new Decisions(process.bus(), log, decoder).decide(asked,
          PointsAccount.stream(account), () -> command, DAY);
      return new Tried(decided.orElseThrow(), null);
    } catch (ProblemException refused) {
      return new Tried(null, refused.problem().type());
    }
  }

  private Recorded decided(LoyaltyCommands process, Asked asked, CustomerId account, Object command) {
    return new Decisions(process.bus(), log, decoder).decide(asked, PointsAccount.stream(account), () -> command, DAY)
        .orElseThrow();
  }

  private static ProblemType refusal(Runnable call) {
    ProblemType[] why = new ProblemType[1];
    assertThatThrownBy(call::run).isInstanceOfSatisfying(ProblemException.class,
        refused -> why[0] = refused.problem().type());
    return why[0];
  }

  private static Asked asked(CustomerId who) {
    return new Asked(UUID.randomUUID(), who.value(), "content", "app");
  }

  /** Anna keeps it; Bert and Cara are in it. */
  private UUID pool() {
    UUID pool = form(one, ANNA);
    for (CustomerId member : List.of(BERT, CARA)) {
      invite(one, ANNA, member);
      join(one, member, pool);
    }
    return pool;
  }

  private UUID form(LoyaltyCommands process, CustomerId who) {
    Asked asked = asked(who);
    decided(process, asked, who, new PoolCommand.Form(who, asked.command(), null, DAY));
    return asked.command();
  }

  private void invite(LoyaltyCommands process, CustomerId keeper, CustomerId member) {
    decided(process, asked(keeper), member, new PoolCommand.Invite(keeper, member, null, DAY));
  }

  private Recorded join(LoyaltyCommands process, CustomerId who, UUID pool) {
    return decided(process, asked(who), who, new PoolCommand.Join(who, pool, null, DAY));
  }

  private void leave(LoyaltyCommands process, CustomerId who) {
    decided(process, asked(who), who, new PoolCommand.Leave(who, null, DAY));
  }

  private Recorded reserve(LoyaltyCommands process, CustomerId who, long quantity) {
    Asked asked = asked(who);
    return decided(process, asked, who,
        new PooledCommand.Reserve(who, asked.command(), REWARD, quantity, null, DAY));
  }

  private void alone(LoyaltyCommands process, CustomerId who) {
    Asked asked = asked(who);
    decided(process, asked, who, new RedemptionCommand.Reserve(who, asked.command(), REWARD, 1, DAY));
  }

  private void give(LoyaltyCommands process, CustomerId from, CustomerId to) {
    Asked asked = asked(from);
    decided(process, asked, from, new TransferPoints(from, to, asked.command(), null, 1, DAY));
  }

  private List<String> types(CustomerId of) {
    return log.readStream(PointsAccount.stream(of), 0, 100).stream().map(StoredEvent::type).toList();
  }

  private List<String> stock() {
    return log.readStream("reward:SPA", 0, 100).stream().map(StoredEvent::type).toList();
  }

  private void offer(long points, long stock) {
    offer(REWARD.value(), points, stock);
  }

  private void offer(String reward, long points, long stock) {
    OfferReward offer =
        new OfferReward(new RewardId(reward), new Shelf.Terms("spa", points, stock, RewardTerms.NONE), null);
    Asked asked = new Asked(UUID.randomUUID(), "", null, "admin");
    assertThat(new Decisions(one.bus(), log, decoder).decide(asked, Reward.OFFER, () -> offer, DAY)).isPresent();
  }

  private void link(CustomerId one, CustomerId other) {
    tell(one, "family.linked", new FamilyLinked(other, null, null));
  }

  private void tell(CustomerId of, String type, CustomerEvent fact) {
    causes++;
    Outcome outcome = log.append(new Append(List.of(new NewEvent(new UUID(8, causes), null, null, of.value(), type, 1,
        DAY.minusSeconds(3_600).plusSeconds(causes), new EventCodec(EventCatalogue.standard()).encode(fact),
        EventDecoder.encode(Metadata.NONE)))));
    assertThat(outcome).isInstanceOf(Outcome.Appended.class);
  }

  /** 20 points. */
  private void visit(CustomerId customer, int daysAgo) throws Exception {
    Instant at = DAY.minusSeconds(86_400L * daysAgo);
    one.earning().react(new Recorded(++causes, new UUID(7, causes), null, null, customer.value(), "visit.completed", 1,
        at, at, Metadata.NONE,
        new VisitCompleted(new VisitId("V-" + causes), null, null, null, null, null, null)));
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
      List<T> results = new ArrayList<>();
      for (Future<T> call : threads.invokeAll(calls, 120, TimeUnit.SECONDS)) {
        results.add(call.get());
      }
      return results;
    }
  }
}
