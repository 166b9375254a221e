package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.UnknownRevision;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolicyRunnerTest {
  private static final Consumer<Recorded> NOTHING = cause -> {};

  private final House house = new House();

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void every_cause_is_decided_on_once_and_in_order_per_key() {
    Random random = new Random(1);
    PolicyRunner runner = house.react(house.database, new Awards(house.log, NOTHING, NOTHING));
    for (int round = 0; round < 20; round++) {
      Life.append(house.log, IntStream.range(0, 50).mapToObj(i -> Life.any(random, 12)).toArray(NewEvent[]::new));
    }
    Decisions.awaitDone(runner);
    new Decisions(house).areOncePerCauseInOrder();
  }

  @Test
  void a_crash_between_decision_and_token_decides_nothing_twice() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int life = 0; life < 20; life++) {
      MortalDatabase mortal = new MortalDatabase(house.database, random, 60);
      try (PolicyRunner runner = house.react(mortal.source(), new Awards(house.log, NOTHING, NOTHING))) {
        while (!mortal.isDead()) {
          Life.append(house.log, IntStream.range(0, 4).mapToObj(i -> Life.any(random, 5)).toArray(NewEvent[]::new));
        }
      } catch (RuntimeException diedAtStart) {
        assertThat(mortal.isDead()).as("seed %s", seed).isTrue();
      }
    }
    Decisions.awaitDone(house.react(house.database, new Awards(house.log, NOTHING, NOTHING)));
    new Decisions(house).areOncePerCauseInOrder();
  }

  @Test
  void what_a_policy_does_not_react_to_is_neither_taken_nor_read() {
    Aloof aloof = new Aloof(4);
    PolicyRunner runner = house.react(house.database, aloof);
    String review = "{\"platform\":\"dianping\",\"rating\":3}";
    String nobodyCanReadIt = "{\"platform\":{}}";
    Life.append(house.log, told("signin.made", "{}"), told("review.posted", nobodyCanReadIt),
        told("signin.made", "{\"channel\":{}}"), told("review.posted", review), told("review.posted", review));
    await().untilAsserted(() -> assertThat(runner.status()).allMatch(status -> status.position() == house.log.head()));

    assertThat(aloof.taken).containsExactly(4L, 5L);
    assertThat(runner.parked("aloof", 0, 10)).isEmpty();
  }

  private static NewEvent told(String type, String payload) {
    return new NewEvent(UUID.randomUUID(), null, null, "C-1", type, 1, DAY, payload,
        EventDecoder.encode(Metadata.NONE));
  }

  @Test
  void two_processes_decide_nothing_twice() {
    Random random = new Random(2);
    try (var secondPool = TestPostgres.pool(house.database.getJdbcUrl(), 8);
        PolicyRunner one = house.react(house.database, new Awards(house.log, NOTHING, NOTHING));
        PolicyRunner two = house.react(secondPool, new Awards(house.log, NOTHING, NOTHING))) {
      for (int round = 0; round < 60; round++) {
        Life.append(house.log, IntStream.range(0, 10).mapToObj(i -> Life.any(random, 6)).toArray(NewEvent[]::new));
      }
      Decisions.awaitDone(one);
      Decisions.awaitDone(two);
    }
    new Decisions(house).areOncePerCauseInOrder();
  }

  @Test
  void keys_are_taken_beside_each_other() {
    CountDownLatch bothAtWork = new CountDownLatch(2);
    PolicyRunner runner = house.react(house.database, new Awards(house.log, cause -> {
      bothAtWork.countDown();
      Decisions.awaitLatch(bothAtWork);
    }, NOTHING));
    house.log.append(List.of(
        new io.anamnesis.eventstore.Append(List.of(Life.purchase("C-1", DAY, "1.00", "app"),
            Life.purchase("C-2", DAY, "1.00", "app")))));
    Decisions.awaitDone(runner);
    new Decisions(house).areOncePerCauseInOrder();
  }

  @Test
  void a_cause_that_keeps_failing_parks_its_key_alone_and_a_retry_takes_all_that_waited_in_order() {
    AtomicBoolean mended = new AtomicBoolean();
    AtomicInteger tries = new AtomicInteger();
    PolicyRunner runner = house.react(house.database, new Awards(house.log, cause -> {
      if (isPoison(cause) && !mended.get()) {
        tries.incrementAndGet();
        throw new IllegalStateException("told by nobody");
      }
    }, NOTHING));
    // The account's key is the buyer's, whoever the purchase is about.
    Life.append(house.log, Life.purchase("C-1", DAY, "1.00", "app"), Life.poison("C-1", DAY),
        Life.boughtFor("C-1", "C-2", DAY), Life.purchase("C-2", DAY, "1.00", "app"));
    Decisions.awaitDone(runner);
    Life.append(house.log, Life.purchase("C-1", DAY, "3.00", "app"));
    Decisions.awaitDone(runner);

    assertThat(new Decisions(house).byAccount()).containsOnlyKeys("C-1", "C-2");
    assertThat(new Decisions(house).byAccount().get("C-1")).hasSize(1);
    assertThat(new Decisions(house).byAccount().get("C-2")).hasSize(1);
    assertThat(tries).hasValue(3);
    assertThat(runner.status().getFirst().parked()).isEqualTo(1);
    assertThat(house.ask("select cause from views.parked")).doesNotContain("told by nobody");
    assertThatThrownBy(() -> house.models.live(new Spending("spending", 1), "C-1"))
        .isInstanceOf(ParkedException.class);

    assertThat(runner.retryParked(Awards.NAME, "C-1")).isFalse();
    mended.set(true);
    assertThat(runner.retryParked(Awards.NAME, "C-1")).isTrue();
    assertThat(house.ask("select count(*) from views.parked_cause")).isEqualTo("0");
    new Decisions(house).areOncePerCauseInOrder();
    Spending mendedToo = new Spending("spending", 1);
    mendedToo.mend();
    assertThat(house.models.live(mendedToo, "C-1").folded().state().total()).isEqualByComparingTo("5.00");
  }

  @Test
  void a_parked_key_is_retried_at_the_start() {
    try (PolicyRunner runner = house.react(house.database, new Awards(house.log, cause -> {
      throw new IllegalStateException();
    }, NOTHING))) {
      Life.append(house.log, Life.purchase("C-1", DAY, "1.00", "app"), Life.purchase("C-1", DAY, "2.00", "app"));
      Decisions.awaitDone(runner);
      assertThat(runner.status().getFirst().parked()).isEqualTo(1);
    }
    PolicyRunner again = house.react(house.database, new Awards(house.log, NOTHING, NOTHING));
    await().untilAsserted(() -> assertThat(again.status().getFirst().parked()).isZero());
    new Decisions(house).areOncePerCauseInOrder();
  }

  @Test
  void a_parked_key_is_retried_while_the_policy_is_idle() {
    AtomicBoolean mended = new AtomicBoolean();
    house.retryEvery(Duration.ofMillis(50));
    PolicyRunner runner = house.react(house.database, new Awards(house.log, cause -> {
      if (!mended.get()) {
        throw new IllegalStateException();
      }
    }, NOTHING));
    Life.append(house.log, Life.purchase("C-1", DAY, "1.00", "app"), Life.purchase("C-1", DAY, "2.00", "app"));
    await().untilAsserted(() -> assertThat(runner.status().getFirst().parked()).isEqualTo(1));
    mended.set(true);

    await().untilAsserted(() -> assertThat(runner.status().getFirst().parked()).isZero());
    new Decisions(house).areOncePerCauseInOrder();
  }

  @Test
  void a_retry_that_throws_every_time_holds_up_nobody_else_and_comes_again() {
    try (PolicyRunner runner = house.react(house.database, new Awards(house.log, cause -> {
      throw new IllegalStateException();
    }, NOTHING))) {
      Life.append(house.log, Life.purchase("C-1", DAY, "1.00", "app"), Life.purchase("C-2", DAY, "1.00", "app"));
      Decisions.awaitDone(runner);
    }
    house.execute("update views.parked_cause set position = 1000 where key = 'C-1'");
    house.retryEvery(Duration.ofMillis(50));
    PolicyRunner runner = house.react(house.database, new Awards(house.log, NOTHING, NOTHING));

    assertThatThrownBy(() -> runner.retryParked(Awards.NAME, "C-1")).isInstanceOf(IllegalStateException.class);
    Life.append(house.log, Life.purchase("C-3", DAY, "1.00", "app"));
    Decisions.awaitDone(runner);
    await()
        .untilAsserted(() -> assertThat(house.ask("select string_agg(key, ',') from views.parked")).isEqualTo("C-1"));
    house.execute("update views.parked_cause set position = 1");
    await().untilAsserted(() -> assertThat(runner.status().getFirst().parked()).isZero());
    new Decisions(house).areOncePerCauseInOrder();
  }

  @Test
  void an_unknown_revision_stops_the_policy_even_when_wrapped() {
    PolicyRunner runner = house.react(house.database, new Awards(house.log, cause -> {
      throw new IllegalStateException(
          new IllegalArgumentException(new UnknownRevision("loyalty.points-earned", 99, 1)));
    }, NOTHING));
    Life.append(house.log, Life.purchase("C-1", DAY, "1.00", "app"));

    await().untilAsserted(
        () -> assertThat(runner.status().getFirst().state()).isEqualTo(ProjectionStatus.State.FAILED));
    assertThat(runner.status().getFirst().lastError()).contains("loyalty.points-earned", "99");
    assertThat(runner.status().getFirst().position()).isZero();
    assertThat(runner.status().getFirst().parked()).isZero();
  }

  @Test
  void what_passes_by_itself_is_tried_until_it_has_passed() {
    AtomicInteger tries = new AtomicInteger();
    PolicyRunner runner = house.react(house.database, new Awards(house.log, cause -> {
      if (tries.incrementAndGet() < 6) {
        throw new io.anamnesis.eventstore.LogOverloaded(1);
      }
    }, NOTHING));
    Life.append(house.log, Life.purchase("C-1", DAY, "1.00", "app"));
    Decisions.awaitDone(runner);

    assertThat(runner.status().getFirst().parked()).isZero();
    new Decisions(house).areOncePerCauseInOrder();
  }

  @Test
  void a_cause_that_cannot_be_decoded_parks_its_subject() {
    PolicyRunner runner = house.react(house.database, new Awards(house.log, NOTHING, NOTHING));
    Life.append(house.log, new NewEvent(UUID.randomUUID(), null, null, "C-1", "purchase.made", 1, DAY,
        "{\"purchaseId\":7}", EventDecoder.encode(Metadata.NONE)), Life.purchase("C-1", DAY, "1.00", "app"),
        Life.purchase("C-2", DAY, "1.00", "app"));
    Decisions.awaitDone(runner);

    assertThat(house.ask("select key || position from views.parked")).isEqualTo("C-11");
    assertThat(house.ask("select count(*) from views.parked_cause")).isEqualTo("2");
    assertThat(house.ask("select string_agg(subject, ',') from log.event where type = 'loyalty.points-not-earned'"))
        .isEqualTo("C-2");
  }

  @Test
  void a_rebuild_a_past_a_replay_and_a_restart_call_no_policy_and_append_nothing() throws Exception {
    AtomicInteger reactions = new AtomicInteger();
    Spending spending = new Spending("spending", 1);
    ProjectionRunner views = house.follow(spending);
    Random random = new Random(6);
    try (PolicyRunner runner = house.react(house.database,
        new Awards(house.log, cause -> reactions.incrementAndGet(), NOTHING))) {
      Life.append(house.log, IntStream.range(0, 60).mapToObj(i -> Life.any(random, 5)).toArray(NewEvent[]::new));
      Decisions.awaitDone(runner);
      int reacted = reactions.get();
      long head = house.log.head();

      views.rebuild("spending");
      house.awaitLive(views);
      assertThat(views.differences("spending")).isEmpty();
      house.models.travel(spending, "C-1", new TimeTravel(null, DAY.plusSeconds(1)));
      Replay<Spending.Spent> replay = house.models.replay(spending, "C-1", TimeTravel.NONE, Long.MAX_VALUE);
      while (replay.next().isPresent()) {
        assertThat(reactions).hasValue(reacted);
      }
      runner.close();
      Decisions.awaitDone(house.react(house.database,
          new Awards(house.log, cause -> reactions.incrementAndGet(), NOTHING)));

      assertThat(reactions).hasValue(reacted);
      assertThat(house.log.head()).isEqualTo(head);
    }
  }

  private static boolean isPoison(Recorded cause) {
    return ((PurchaseMade) cause.event()).campaign() != null;
  }
}
