package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.eventstore.NewEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** One fold, every use: whatever happened, however it is folded, the outcome is the same. */
class RebuildProperties {
  private static House house;
  private static ViewsDatabase views;
  private static int tries;

  @BeforeContainer
  static void open() {
    house = new House();
    views = new ViewsDatabase(house.database);
  }

  @AfterContainer
  static void close() throws Exception {
    house.close();
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF, afterFailure = AfterFailureMode.RANDOM_SEED)
  void live_rebuild_and_time_machine_agree_with_a_fold_by_brute_force(@ForAll Random random) throws Exception {
    tries++;
    Spending spending = new Spending("spending-" + tries, 1);
    FirstChannel firstChannel = new FirstChannel();
    GenerationFeed<Spending.Spent> live = feed(spending);
    Life.append(house.log, IntStream.range(0, random.nextInt(1, 60))
        .mapToObj(i -> Life.any(random, random.nextInt(1, 12))).toArray(NewEvent[]::new));
    // In pages of any size, one event at a time among them.
    Oracle oracle = new Oracle(house);
    while (live.step(Long.MAX_VALUE, random.nextInt(1, 20)) > 0) {
      assertThat(live.share().levels()).hasSize(1);
      if (random.nextInt(4) == 0) {
        timeMachineAgrees(spending, live, oracle.lives().keySet());
      }
    }
    GenerationFeed<Spending.Spent> rebuilt = rebuilt(spending, random);

    Contents expected = Contents.of(house, live.generation());
    assertThat(Contents.of(house, rebuilt.generation())).isEqualTo(expected);
    new Generations(views).level(rebuilt.generation());
    house.announceFollower(rebuilt.generation());
    new Swap(views, Duration.ZERO, Lease.STANDARD).activate(rebuilt.generation());
    oracle.confirms(house, spending);
    for (String subject : oracle.lives().keySet()) {
      assertThat(house.models.travel(spending, subject, TimeTravel.NONE))
          .isEqualTo(house.models.live(spending, subject).folded());
      assertThat(house.models.linesAt(spending, subject, TimeTravel.NONE, LineCursor.NEWEST, 10_000))
          .isEqualTo(house.models.lines(spending, subject, LineCursor.NEWEST, 10_000));
    }
    assertThat(figures(firstChannel, random)).isEqualTo(oracle.figures(firstChannel).toString());
  }

  /** At the position where the live rows are just now. */
  private static void timeMachineAgrees(Spending spending, GenerationFeed<Spending.Spent> live,
      Collection<String> subjects) {
    List<String> past = new ArrayList<>();
    for (String subject : subjects) {
      Replay<Spending.Spent> replay =
          house.models.replay(spending, subject, TimeTravel.NONE, live.share().position());
      while (replay.next().isPresent()) {
        // On to the end.
      }
      Folded<Spending.Spent> reached = replay.reached();
      if (reached.position() > 0) {
        past.add(subject + "|" + reached.position() + "|" + StateJson.write(reached.state()));
      }
    }
    assertThat(Contents.of(house, live.generation()).rows()).containsExactlyInAnyOrderElementsOf(past);
  }

  private static GenerationFeed<Spending.Spent> feed(Spending spending) {
    Generation scratch = new Generations(views).scratch(new Generation(spending.name(), 0, 1,
        Generation.State.LIVE, false, Segments.STANDARD));
    return new GenerationFeed<>(house.tail, views, Folding.of(spending, new NoPersonalData()), scratch);
  }

  /** With any number of workers, and any memory. */
  private static <S> GenerationFeed<S> rebuilt(Projection<S, ?> projection, Random random) throws Exception {
    Folding<S> folding = Folding.of(projection, new NoPersonalData());
    BuildSettings settings =
        new BuildSettings(random.nextInt(1, 60_000), random.nextInt(1, 5), 0, Duration.ofHours(1));
    GenerationFeed<S> feed =
        new GenerationFeed<>(house.tail, views, folding, new Generations(views).build(projection.name(), 1));
    feed.ensureKnown();
    new Build<>(house.tail, views, folding, feed, new Gathering(house.tail, settings), settings).fill(() -> false);
    while (feed.step(Long.MAX_VALUE, 1_000) > 0) {
      assertThat(feed.share().isWhole()).isTrue();
    }
    return feed;
  }

  private static String figures(FirstChannel tally, Random random) throws Exception {
    GenerationFeed<FirstChannel.First> built = rebuilt(tally, random);
    new Generations(views).level(built.generation());
    house.announceFollower(built.generation());
    new Swap(views, Duration.ZERO, Lease.STANDARD).activate(built.generation());
    return house.models.figures(tally).toString();
  }
}
