package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What {@link Awards} has decided, as the log tells it. */
final class Decisions {
  private final Awards policy;
  private final List<Recorded> recorded = new ArrayList<>();

  Decisions(House house) {
    this.policy = new Awards(house.log, cause -> {}, cause -> {});
    new Oracle(house).lives().values().forEach(recorded::addAll);
    recorded.sort(Comparator.comparingLong(Recorded::position));
  }

  /** Causes decided on, by account, in the order of the account's stream. */
  Map<String, List<UUID>> byAccount() {
    Map<String, List<UUID>> decided = new TreeMap<>();
    for (Recorded event : recorded) {
      if (event.event() instanceof PointsNotEarned nothing) {
        decided.computeIfAbsent(event.subject(), first -> new ArrayList<>()).add(nothing.cause());
      }
    }
    return decided;
  }

  void areOncePerCauseInOrder() {
    Map<String, List<UUID>> causes = new TreeMap<>();
    recorded.stream().filter(event -> event.event() instanceof PurchaseMade).forEach(cause -> causes
        .computeIfAbsent(policy.key(cause).orElseThrow(), first -> new ArrayList<>()).add(cause.eventId()));
    assertThat(byAccount()).isEqualTo(causes);
  }

  static void awaitDone(PolicyRunner runner) {
    await().atMost(House.LONG).pollInterval(Duration.ofMillis(10))
        .until(() -> runner.status().stream().allMatch(status -> status.lag() == 0));
  }

  static void awaitLatch(CountDownLatch latch) {
    try {
      if (!latch.await(House.LONG.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("what is waited for does not happen");
      }
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
