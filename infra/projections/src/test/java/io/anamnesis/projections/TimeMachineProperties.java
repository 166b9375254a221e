package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.events.Recorded;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.Example;

class TimeMachineProperties {
  private static final Spending SPENDING = new Spending("spending", 1);
  private static House house;
  private static Oracle oracle;
  private static List<StoredEvent> events;

  @BeforeContainer
  static void fillALog() {
    house = new House();
    Random random = new Random(5);
    for (int append = 0; append < 120; append++) {
      Life.append(house.log, IntStream.range(0, 25).mapToObj(i -> Life.any(random, 3)).toArray(NewEvent[]::new));
    }
    oracle = new Oracle(house);
    events = new ArrayList<>(house.log.read(0, 5_000));
  }

  @AfterContainer
  static void close() throws Exception {
    house.close();
  }

  @Property(tries = 200)
  void the_past_on_either_clock_equals_a_brute_force_fold(@ForAll Random random) {
    String subject = "C-" + random.nextInt(4);
    Instant asOf = random.nextBoolean() ? some(random).recordedAt().plusNanos(random.nextInt(3_000) - 1_500) : null;
    Instant effectiveAt = random.nextBoolean() ? some(random).occurredAt().plusSeconds(random.nextInt(3) - 1) : null;
    TimeTravel travel = new TimeTravel(asOf, effectiveAt);
    Predicate<Recorded> seen = event -> (asOf == null || !event.recordedAt().isAfter(asOf))
        && (effectiveAt == null || !event.occurredAt().isAfter(effectiveAt));

    assertThat(house.models.travel(SPENDING, subject, travel)).isEqualTo(oracle.state(SPENDING, subject, seen));

    List<Line<Spending.Entry>> lines = oracle.lines(SPENDING, subject, seen);
    int from = random.nextInt(lines.size() + 1);
    int limit = random.nextInt(1, 50);
    LineCursor cursor = from == 0 ? LineCursor.NEWEST : lines.get(from - 1).cursor();
    assertThat(house.models.linesAt(SPENDING, subject, travel, cursor, limit))
        .isEqualTo(lines.subList(from, Math.min(lines.size(), from + limit)));
  }

  @Property(tries = 40)
  void a_replay_passes_through_every_state_of_a_brute_force_fold(@ForAll Random random) {
    String subject = "C-" + random.nextInt(4);
    Instant effectiveAt = random.nextBoolean() ? some(random).occurredAt().plusSeconds(random.nextInt(3) - 1) : null;
    long upTo = random.nextBoolean() ? Long.MAX_VALUE : some(random).position();
    List<Recorded> seen = oracle.lives().getOrDefault(subject, List.of()).stream()
        .filter(event -> event.position() <= upTo)
        .filter(event -> effectiveAt == null || !event.occurredAt().isAfter(effectiveAt)).toList();

    Replay<Spending.Spent> replay = house.models.replay(SPENDING, subject, new TimeTravel(null, effectiveAt), upTo);
    Folded<Spending.Spent> state = new Folded<>(subject, SPENDING.initial(), 0);
    for (Recorded event : seen) {
      Replay.Step<Spending.Spent> step = replay.next().orElseThrow();
      assertThat(step.event().position()).isEqualTo(event.position());
      assertThat(step.before()).isEqualTo(state);
      if (SPENDING.events().contains(event.event().getClass())) {
        state = new Folded<>(subject, SPENDING.fold(state.state(), event), event.position());
        assertThat(step).isInstanceOf(Replay.Taken.class);
      } else {
        assertThat(step).isInstanceOf(Replay.Passed.class);
      }
      assertThat(replay.reached()).isEqualTo(state);
    }
    assertThat(replay.next()).isEmpty();
    assertThat(replay.next()).isEmpty();
  }

  @Example
  void the_future_cannot_be_known() {
    Instant future = Instant.now().plus(Duration.ofHours(1));
    assertThatThrownBy(() -> house.models.travel(SPENDING, "C-1", new TimeTravel(future, null)))
        .isInstanceOf(FutureInstantException.class);
  }

  @Example
  void the_tests_own_projections_keep_the_contract() {
    oracle.lives().values().forEach(life -> {
      ProjectionContract.holds(SPENDING, life);
      ProjectionContract.holds(new FirstChannel(), life);
    });
  }

  @Example
  void the_contract_refuses_a_fold_that_depends_on_the_order_of_arrival() {
    assertThatThrownBy(() -> ProjectionContract.holds(new LastSeen(), oracle.lives().get("C-1")))
        .isInstanceOf(AssertionError.class).hasMessageContaining("occurredAt");
  }

  private static StoredEvent some(Random random) {
    return events.get(random.nextInt(events.size()));
  }
}
