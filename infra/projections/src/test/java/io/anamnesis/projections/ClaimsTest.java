package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.NewEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private final House house = new House();
  private final Spending spending = new Spending("spending", 1);
  private final FirstChannel firstChannel = new FirstChannel();

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void two_processes_share_the_segments_equally_and_a_third_gets_its_part() {
    ProjectionRunner first = house.follow(spending);
    house.awaitLive(first);
    awaitShares("spending", "16");
    ProjectionRunner second = house.follow(spending);
    awaitShares("spending", "8,8");
    house.follow(spending);
    awaitShares("spending", "5,5,6");
    append(new Random(1), 500, 40);
    house.awaitLive(second);

    new Oracle(house).confirms(house, spending);
  }

  @Test
  void policies_are_shared_as_views_are() {
    Random random = new Random(2);
    PolicyRunner first = house.react(house.database, new Awards(house.log, cause -> {}, cause -> {}));
    house.react(house.database, new Awards(house.log, cause -> {}, cause -> {}));
    awaitShares(Awards.NAME, "8,8");
    append(random, 300, 12);

    Decisions.awaitDone(first);
    new Decisions(house).areOncePerCauseInOrder();
  }

  @Test
  void whoever_stops_in_order_leaves_its_share_at_once() {
    house.claimFor(Duration.ofMinutes(10));
    ProjectionRunner first = house.follow(spending);
    house.awaitLive(first);
    first.close();
    append(new Random(8), 50, 10);
    house.awaitLive(house.follow(spending));

    assertThat(house.ask("select count(*) from views.follower")).isEqualTo("1");
    new Oracle(house).confirms(house, spending);
  }

  @Test
  void a_follower_that_met_an_unknown_revision_leaves_its_share_to_a_build_that_knows_it() {
    house.claimFor(Duration.ofMinutes(10));
    ProjectionRunner runner = house.follow(spending);
    house.awaitLive(runner);
    Life.append(house.log, Life.ofRevision("signin.made", 99));

    await().until(() -> runner.status().getFirst().state() == ProjectionStatus.State.FAILED);
    await().untilAsserted(() -> assertThat(house.ask("""
        select count(*) from views.segment s join views.follower f using (name, generation, node)""")).isEqualTo("0"));
  }

  @Test
  void a_share_is_left_at_once_though_another_transaction_holds_one_of_its_segments() throws SQLException {
    house.claimFor(Duration.ofMinutes(10));
    ProjectionRunner first = house.follow(spending);
    house.awaitLive(first);
    try (Connection holder = house.database.getConnection(); Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("select segment from views.segment where segment = 3 for update");
      first.close();
      house.follow(spending);
      awaitShares("spending", "15");
      holder.rollback();
    }
    awaitShares("spending", "16");
  }

  @Test
  void a_rebuild_that_was_asked_of_one_process_is_taken_over_by_another() {
    append(new Random(9), 3_000, 30);
    Standstill still = new Standstill(house.database);
    AtomicBoolean stops = new AtomicBoolean();
    CountDownLatch stopped = new CountDownLatch(1);
    ProjectionRunner first = house.follow(still.source(), new Spending("spending", 1) {
      @Override
      public Spent fold(Spent state, io.anamnesis.events.Recorded event) {
        if (event.position() > 2_500 && stops.compareAndSet(true, false)) {
          still.freeze();
          stopped.countDown();
        }
        return super.fold(state, event);
      }
    });
    house.awaitLive(first);
    ProjectionRunner second = house.follow(spending);
    house.awaitLive(second);
    stops.set(true);
    first.rebuild("spending");
    Decisions.awaitLatch(stopped);

    await().atMost(House.LONG)
        .untilAsserted(() -> assertThat(house.ask("select active from views.projection")).isEqualTo("2"));
    still.goOn();
    house.awaitLive(first);
    house.awaitLive(second);
    awaitShares("spending", "8,8");
    new Oracle(house).confirms(house, spending);
  }

  @Test
  void the_builder_has_all_and_the_next_goes_on_where_it_stood_still() {
    append(new Random(3), 3_000, 30);
    Standstill still = new Standstill(house.database);
    AtomicBoolean reached = new AtomicBoolean();
    Spending stopping = new Spending("spending", 1) {
      @Override
      public Spent fold(Spent state, io.anamnesis.events.Recorded event) {
        if (event.position() > 2_500 && reached.compareAndSet(false, true)) {
          still.freeze();
        }
        return super.fold(state, event);
      }
    };
    ProjectionRunner first = house.follow(still.source(), stopping);
    await().untilTrue(reached);
    ProjectionRunner second = house.follow(spending);
    house.awaitLive(second);
    still.goOn();
    house.awaitLive(first);

    awaitShares("spending", "8,8");
    assertThat(house.ask("select active from views.projection")).isEqualTo("1");
    new Oracle(house).confirms(house, spending);
  }

  @Test
  void segments_that_lag_are_caught_up_with_before_all_go_on_together() {
    append(new Random(4), 300, 30);
    Generation generation = new Generations(new ViewsDatabase(house.database)).build("spending", 1);
    GenerationFeed<Spending.Spent> some = feed(generation, token -> token.segment() < 5);
    assertThat(some.step(Long.MAX_VALUE, 200)).isEqualTo(200);
    GenerationFeed<Spending.Spent> all = feed(generation);

    assertThat(all.step(Long.MAX_VALUE, 150)).isEqualTo(150);
    assertThat(all.share().levels()).containsExactly(150L, 200L);
    assertThat(all.step(Long.MAX_VALUE, 150)).isEqualTo(50);
    assertThat(all.share().levels()).containsExactly(200L);
    assertThat(all.step(Long.MAX_VALUE, 150)).isEqualTo(100);
    assertThat(all.step(Long.MAX_VALUE, 150)).isZero();
    swap(all);
    new Oracle(house).confirms(house, spending);
  }

  @Test
  void views_whose_segments_have_got_differently_far_are_compared_and_swapped_all_the_same() {
    append(new Random(5), 300, 30);
    try (ProjectionRunner runner = house.follow(spending)) {
      house.awaitLive(runner);
    }
    append(new Random(6), 300, 30);
    Generation live = new Generations(new ViewsDatabase(house.database)).active("spending").orElseThrow();
    GenerationFeed<Spending.Spent> some = feed(live, token -> token.segment() % 2 == 0);
    some.step(Long.MAX_VALUE, 200);

    ViewsDatabase views = new ViewsDatabase(house.database);
    Folding<Spending.Spent> folding = Folding.of(spending, new NoPersonalData());
    Comparisons comparisons =
        new Comparisons(house.tail, views, new Gathering(house.tail, house.settings), house.settings);
    assertThat(comparisons.withFresh(live, folding)).isEqualTo(Differences.NONE);
    house.execute("delete from views.spending_g1 where subject = 'C-1'");
    assertThat(comparisons.withFresh(live, folding).examples()).singleElement()
        .extracting(Differences.Example::part, Differences.Example::subject)
        .containsExactly(Differences.Part.ROW, "C-1");

    GenerationFeed<Spending.Spent> built = feed(new Generations(views).build("spending", 1));
    built.step(Long.MAX_VALUE, 500);
    swap(built);
    assertThatThrownBy(() -> comparisons.withFresh(live, folding)).isInstanceOf(ProjectionRefused.class)
        .extracting("reason").isEqualTo(ProjectionRefused.Reason.SWAPPED_MEANWHILE);
  }

  private void swap(GenerationFeed<?> built) {
    ViewsDatabase views = new ViewsDatabase(house.database);
    new Generations(views).level(built.generation());
    house.announceFollower(built.generation());
    new Swap(views, House.LONG, Lease.STANDARD).activate(built.generation());
  }

  @Test
  void a_parked_key_is_retried_by_any_process() {
    ProjectionRunner first = house.follow(spending);
    ProjectionRunner second = house.follow(spending);
    AtomicBoolean mended = new AtomicBoolean();
    List<PolicyRunner> policies = IntStream.range(0, 2)
        .mapToObj(i -> house.react(house.database, new Awards(house.log, cause -> {
          if (!mended.get()) {
            throw new IllegalStateException();
          }
        }, cause -> {}))).toList();
    awaitShares("spending", "8,8");
    awaitShares(Awards.NAME, "8,8");
    Life.append(house.log, Life.poison("C-1", DAY), Life.poison("C-2", DAY), Life.poison("C-3", DAY),
        Life.poison("C-4", DAY), Life.signin("C-1", DAY));
    house.awaitLive(second);
    policies.forEach(Decisions::awaitDone);
    spending.mend();
    mended.set(true);

    for (String key : List.of("C-1", "C-2", "C-3", "C-4")) {
      assertThat(first.retryParked("spending", key)).isTrue();
      assertThat(policies.getFirst().retryParked(Awards.NAME, key)).isTrue();
    }
    append(new Random(7), 100, 5);
    house.awaitLive(first);
    policies.forEach(Decisions::awaitDone);
    assertThat(house.ask("select count(*) from views.parked")).isEqualTo("0");
    new Oracle(house).confirms(house, spending);
    new Decisions(house).areOncePerCauseInOrder();
  }

  @Test
  void a_cause_that_comes_while_its_key_is_retried_elsewhere_is_not_left_behind() {
    AtomicBoolean mended = new AtomicBoolean();
    Set<String> told = ConcurrentHashMap.newKeySet();
    List<String> keys = IntStream.range(0, 8).mapToObj(i -> "C-" + i).toList();
    Awards policy = new Awards(house.log, cause -> {
      if (!mended.get()) {
        throw new IllegalStateException();
      }
      if (told.add(cause.subject())) {
        Life.append(house.log, Life.purchase(cause.subject(), DAY, "2.00", "app"));
        awaitSecondCause(cause.subject());
      }
    }, cause -> {});
    PolicyRunner first = house.react(house.database, policy);
    house.react(house.database, policy);
    awaitShares(Awards.NAME, "8,8");
    keys.forEach(key -> Life.append(house.log, Life.purchase(key, DAY, "1.00", "app")));
    Decisions.awaitDone(first);
    mended.set(true);

    keys.forEach(key -> assertThat(first.retryParked(Awards.NAME, key)).isTrue());
    Decisions.awaitDone(first);
    new Decisions(house).areOncePerCauseInOrder();
  }

  /** Half of the keys are held by the process that retries them: it cannot let the second one wait meanwhile. */
  private void awaitSecondCause(String key) {
    long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
    while (System.nanoTime() - end < 0
        && !"2".equals(house.ask("select count(*) from views.parked_cause where key = '" + key + "'"))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void a_process_that_stood_still_takes_no_further_cause() {
    Standstill still = new Standstill(house.database);
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger tries = new AtomicInteger();
    house.react(still.source(), new Awards(house.log, cause -> {
      tries.incrementAndGet();
      still.freeze();
      taken.countDown();
      Decisions.awaitLatch(goOn);
    }, cause -> {}));
    Life.append(house.log, Life.purchase("C-1", DAY, "1.00", "app"), Life.purchase("C-1", DAY, "2.00", "app"));
    Decisions.awaitLatch(taken);
    PolicyRunner second = house.react(house.database, new Awards(house.log, cause -> {}, cause -> {}));
    Decisions.awaitDone(second);
    goOn.countDown();
    still.goOn();

    awaitShares(Awards.NAME, "8,8");
    assertThat(tries).hasValue(1);
    new Decisions(house).areOncePerCauseInOrder();
  }

  @Test
  void whatever_claims_are_lost_rows_and_decisions_are_right() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Standstill> nodes = IntStream.range(0, 3).mapToObj(i -> new Standstill(house.database)).toList();
    nodes.forEach(node -> house.follow(node.source(), spending, firstChannel));
    nodes.forEach(node -> house.react(node.source(), new Awards(house.log, cause -> {}, cause -> {})));
    Set<Standstill> frozen = new HashSet<>();
    for (int round = 0; round < 40; round++) {
      Standstill node = nodes.get(random.nextInt(nodes.size()));
      if (random.nextInt(3) == 0) {
        node.freeze();
        frozen.add(node);
      } else {
        node.goOn();
        frozen.remove(node);
      }
      if (frozen.size() < nodes.size() && random.nextBoolean()) {
        awaitNodes(nodes.size() - frozen.size());
      }
      if (random.nextInt(10) == 0) {
        // Those that a process is just writing are left to it: several at once could wait for each other's for ever.
        house.execute("""
            update views.segment set node = null, epoch = epoch + 1
            where ctid in (select ctid from views.segment where random() < 0.3 for update skip locked)""");
      }
      append(random, 20, 12);
    }
    nodes.forEach(Standstill::goOn);
    house.awaitLive(house.follow(spending, firstChannel));
    Decisions.awaitDone(house.react(house.database, new Awards(house.log, cause -> {}, cause -> {})));

    Oracle oracle = new Oracle(house);
    assertThat(oracle.lives()).as("seed %s", seed).hasSize(12);
    oracle.confirms(house, spending);
    oracle.confirms(house, firstChannel);
    new Decisions(house).areOncePerCauseInOrder();
  }

  private void append(Random random, int events, int subjects) {
    Life.append(house.log,
        IntStream.range(0, events).mapToObj(i -> Life.any(random, subjects)).toArray(NewEvent[]::new));
  }

  /** @param shares segments held by each process that has some, ascending */
  private void awaitShares(String work, String shares) {
    await().atMost(House.LONG).untilAsserted(() -> assertThat(house.ask("""
        select string_agg(held::text, ',' order by held) from (
          select count(*) as held from views.segment s join views.follower f using (name, generation, node)
          where name = '%s' and f.alive_until > clock_timestamp() group by node) shares""".formatted(work)))
        .isEqualTo(shares));
  }

  /** Waits until all segments of the policy are held by so many processes that are alive. */
  private void awaitNodes(int nodes) {
    await().atMost(House.LONG).untilAsserted(() -> assertThat(house.ask("""
        select count(*) || ' by ' || count(distinct node)
        from views.segment s join views.follower f using (name, generation, node)
        where name = 'awards' and f.alive_until > clock_timestamp()""")).isEqualTo("16 by " + nodes));
  }

  private GenerationFeed<Spending.Spent> feed(Generation generation) {
    return feed(generation, token -> true);
  }

  private GenerationFeed<Spending.Spent> feed(Generation generation, Predicate<Token> wanted) {
    ViewsDatabase views = new ViewsDatabase(house.database);
    Holder all = Holder.ofAll(views, Segments.of(generation));
    Holder some = new Holder() {
      @Override
      public boolean isDue() {
        return all.isDue();
      }

      @Override
      public Share settle() {
        return all.settle().only(wanted);
      }
    };
    return new GenerationFeed<>(house.tail, views, Folding.of(spending, new NoPersonalData()), generation, some);
  }
}
