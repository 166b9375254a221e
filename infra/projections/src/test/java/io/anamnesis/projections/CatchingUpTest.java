package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.NewEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a follower believes that it has folded the whole log. */
class CatchingUpTest {
  private static final Spending SPENDING = new Spending("spending", 1);

  private House house;
  private Heartbeat heartbeat;
  private Claims claims;
  private GenerationFeed<Spending.Spent> feed;

  @BeforeEach
  void open() {
    house = new House();
    ViewsSchema.migrate(house.database);
    ViewsDatabase views = new ViewsDatabase(house.database);
    Generation built = new Generations(views).build("spending", 1);
    heartbeat = new Heartbeat(views, Lease.STANDARD);
    heartbeat.start();
    claims = new Claims(views, built.work(), heartbeat, Division.WHOLE);
    feed = new GenerationFeed<>(house.tail, views, Folding.of(SPENDING, new NoPersonalData()), built, claims);
  }

  @AfterEach
  void close() throws Exception {
    heartbeat.close();
    house.close();
  }

  @Test
  void a_page_made_short_by_large_events_is_not_taken_for_the_end_of_the_log() {
    String large = "{\"text\":\"" + "x".repeat(1 << 20) + "\"}";
    for (int i = 0; i < 30; i++) {
      Life.append(house.log, new NewEvent(UUID.randomUUID(), null, null, "C-1", "x.large", 1,
          Instant.parse("2026-03-01T02:15:00Z"), large, "{}"));
    }
    assertThat(positionsWhenCaughtUp()).first().isEqualTo(30L);
  }

  @Test
  void who_keeps_up_with_a_busy_log_has_caught_up_though_it_never_stands_still() {
    Thread writer = Thread.ofVirtual().start(() -> {
      while (!Thread.currentThread().isInterrupted()) {
        Life.append(house.log, Life.purchase("C-1", Instant.parse("2026-03-01T02:15:00Z"), "1.00", "app"));
      }
    });
    try {
      assertThat(positionsWhenCaughtUp()).isNotEmpty();
    } finally {
      writer.interrupt();
    }
  }

  private List<Long> positionsWhenCaughtUp() {
    ConcurrentLinkedQueue<Long> positions = new ConcurrentLinkedQueue<>();
    Follower.Owner owner = new Follower.Owner() {
      @Override
      public void caughtUp(Follower<?> follower) {
        positions.add(follower.feed().share().position());
        follower.stop();
      }

      @Override
      public void retired(Follower<?> follower) {
        throw new AssertionError("nobody took its place");
      }
    };
    try (Follower<Spending.Spent> follower =
        new Follower<>(house.tail, feed, claims, owner, pageByPage(), RetrySchedule.Pauses.STANDARD)) {
      follower.start();
      await().atMost(House.LONG).until(() -> !positions.isEmpty());
    }
    return List.copyOf(positions);
  }

  /** Leaves every log to the follower. */
  private Build<Spending.Spent> pageByPage() {
    BuildSettings settings = new BuildSettings(1 << 20, 1, Long.MAX_VALUE, Duration.ZERO);
    return new Build<>(house.tail, new ViewsDatabase(house.database), Folding.of(SPENDING, new NoPersonalData()), feed,
        new Gathering(house.tail, settings), settings);
  }
}
