package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.projections.Freshness.Fresh;
import io.anamnesis.projections.Freshness.Stale;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FreshnessTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  private final House house = new House();
  private final Freshness freshness = new Freshness(house.log, house.database);
  private final Decided decided = new Decided();

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void a_fresh_view_holds_what_policies_derived_from_the_write() {
    Random random = new Random();
    house.awaitLive(house.follow(decided));
    house.react(house.database, new Awards(house.log, cause -> {}, cause -> {}));
    for (int i = 1; i <= 100; i++) {
      long token = Life.append(house.log, Life.purchase("C-1", DAY, "1.00", "app"));
      if (random.nextBoolean()) {
        Life.append(house.log, Life.signin("C-2", DAY));
      }
      assertThat(freshness.await(decided, token, House.LONG)).isEqualTo(new Fresh());
      assertThat(house.models.live(decided, "C-1").folded().state().decisions()).isEqualTo(i);
    }
  }

  @Test
  void a_policy_at_work_makes_every_view_stale_and_says_by_how_much() {
    CountDownLatch let = new CountDownLatch(1);
    house.awaitLive(house.follow(decided));
    house.react(house.database, new Awards(house.log, cause -> awaitLatch(let), cause -> {}));
    long token = Life.append(house.log, Life.purchase("C-1", DAY, "1.00", "app"), Life.signin("C-1", DAY));

    assertThat(freshness.await(decided, token, SHORT)).isEqualTo(new Stale(Awards.NAME, 2));
    assertThat(freshness.awaitPolicies(token, SHORT)).isEqualTo(new Stale(Awards.NAME, 2));
    let.countDown();
    assertThat(freshness.await(decided, token, House.LONG)).isEqualTo(new Fresh());
    assertThat(house.models.live(decided, "C-1").folded().state().decisions()).isEqualTo(1);
  }

  @Test
  void a_view_that_is_behind_is_stale() {
    try (ProjectionRunner runner = house.follow(decided)) {
      house.awaitLive(runner);
    }
    long token = Life.append(house.log, Life.signin("C-1", DAY), Life.signin("C-1", DAY));

    assertThat(freshness.await(decided, token, SHORT)).isEqualTo(new Stale("decided", 2));
    assertThat(freshness.awaitPolicies(token, SHORT)).isEqualTo(new Fresh());
  }

  @Test
  void a_view_or_policy_is_as_fresh_as_the_last_of_its_segments() {
    try (ProjectionRunner runner = house.follow(decided);
        PolicyRunner policies = house.react(house.database, new Awards(house.log, cause -> {}, cause -> {}))) {
      house.awaitLive(runner);
    }
    long token = Life.append(house.log, Life.signin("C-1", DAY), Life.signin("C-1", DAY));
    house.execute("update views.segment set position = 2 where segment <> 11 or name = 'decided'");
    assertThat(freshness.await(decided, token, SHORT)).isEqualTo(new Stale(Awards.NAME, 2));
    house.execute("update views.segment set position = case when name = 'decided' and segment = 3 then 1 else 2 end");
    assertThat(freshness.await(decided, token, SHORT)).isEqualTo(new Stale("decided", 1));
    house.execute("update views.segment set position = 2");
    assertThat(freshness.await(decided, token, SHORT)).isEqualTo(new Fresh());
  }

  @Test
  void a_view_that_is_read_from_the_log_waits_for_policies_alone() {
    long token = Life.append(house.log, Life.signin("C-1", DAY));
    assertThat(freshness.await(decided, token, SHORT)).isEqualTo(new Fresh());
  }

  @Test
  void a_token_of_the_future_is_stale() {
    house.awaitLive(house.follow(decided));
    assertThat(freshness.await(decided, 1_000_000, SHORT)).isEqualTo(new Stale("decided", 1_000_000));
  }

  @Test
  void any_number_of_processes_may_migrate_at_once() {
    try (var fresh = io.anamnesis.eventstore.TestPostgres.shared().freshDatabase()) {
      CompletableFuture<?>[] all = new CompletableFuture<?>[6];
      for (int i = 0; i < all.length; i++) {
        all[i] = CompletableFuture.runAsync(() -> ViewsSchema.migrate(fresh), thread -> new Thread(thread).start());
      }
      CompletableFuture.allOf(all).join();
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Counts decisions. */
  private static final class Decided implements Projection<Decided.Count, Integer> {
    record Count(int decisions) {}

    @Override
    public String name() {
      return "decided";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public Set<Class<? extends CustomerEvent>> events() {
      return Set.of(PointsNotEarned.class);
    }

    @Override
    public Class<Count> stateType() {
      return Count.class;
    }

    @Override
    public Count initial() {
      return new Count(0);
    }

    @Override
    public Count fold(Count state, Recorded event) {
      return new Count(state.decisions + 1);
    }

    @Override
    public Integer answer(Folded<Count> folded, Instant at) {
      return folded.state().decisions();
    }
  }
}
