package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import io.anamnesis.projections.SkipDecisions.NotParked;
import io.anamnesis.projections.SkipDecisions.NotStuck;
import io.anamnesis.projections.SkipDecisions.Skipped;
import io.anamnesis.projections.SkipDecisions.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An event that is given up is passed over by every fold alike, since all learn of it from the log. */
class SkippingTest {
  private static final String REASON = "the source never told what was bought";

  private final House house = new House();
  private final Spending spending = new Spending("spending", 1);
  private PersonalData personal;
  private SkipDecisions decisions;

  @BeforeEach
  void keys(@TempDir Path folder) {
    personal = TinkPersonalData.open(house.database, folder.resolve("kek"));
    decisions = new SkipDecisions(house.log, personal);
  }

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void live_rebuild_time_machine_and_replay_pass_over_the_same_event() {
    ProjectionRunner runner = house.follow(spending);
    Life.append(house.log, Life.purchase("C-1", DAY, "7.00", "app"), Life.poison("C-1", DAY),
        Life.purchase("C-1", DAY, "9.00", "app"), Life.signin("C-2", DAY));
    house.awaitLive(runner);
    Instant beforeTheDecision = house.log.read(2, 1).getFirst().recordedAt();

    Verdict verdict = skip(runner, 2);
    assertThat(verdict).isEqualTo(new Skipped(5, true));
    Life.append(house.log, Life.signin("C-1", DAY));
    house.awaitLive(runner);

    Oracle oracle = new Oracle(house);
    Folded<Spending.Spent> expected = oracle.state(spending, "C-1", event -> event.position() != 2);
    assertThat(expected.state().total()).isEqualByComparingTo("16.00");
    assertThat(house.models.live(spending, "C-1").folded()).isEqualTo(expected);
    assertThat(house.models.lines(spending, "C-1", LineCursor.NEWEST, 10))
        .isEqualTo(oracle.lines(spending, "C-1", event -> event.position() != 2));
    assertThat(house.models.travel(spending, "C-1", TimeTravel.NONE)).isEqualTo(expected);
    assertThat(house.models.travel(spending, "C-1", new TimeTravel(beforeTheDecision, null)))
        .isEqualTo(oracle.state(spending, "C-1", event -> event.position() == 1 || event.position() == 3));
    assertThat(runner.differences("spending")).isEmpty();
    Replay<Spending.Spent> replay = house.models.replay(spending, "C-1", TimeTravel.NONE, Long.MAX_VALUE);
    replay.next();
    assertThat(replay.next()).containsInstanceOf(Replay.Passed.class);

    runner.rebuild("spending");
    house.awaitLive(runner);
    assertThat(house.models.live(spending, "C-1").folded()).isEqualTo(expected);
    assertThat(runner.status().getFirst().parked()).isZero();
  }

  @Test
  void another_process_passes_over_it_though_it_could_fold_the_event() {
    Generation generation = new Generations(new ViewsDatabase(house.database)).build("other", 1);
    Spending stuck = new Spending("other", 1);
    Spending mended = new Spending("other", 1);
    mended.mend();
    Life.append(house.log, Life.poison("C-1", DAY), Life.signin("C-1", DAY));
    GenerationFeed<Spending.Spent> first = feed(stuck, generation);
    first.step(Long.MAX_VALUE, 10);
    skip(parking(first, stuck), 1);

    // The same version of the fold must give the same state, whatever build of it folds.
    assertThat(house.models.travel(mended, "C-1", TimeTravel.NONE).state().total()).isZero();
    assertThat(house.ask("select state from views.other_g1")).contains("\"signins\":1");
    GenerationFeed<Spending.Spent> anew =
        feed(mended, new Generations(new ViewsDatabase(house.database)).scratch(generation));
    anew.step(Long.MAX_VALUE, 10);
    assertThat(house.ask("select state from views.other_g2"))
        .isEqualTo(house.ask("select state from views.other_g1"));
  }

  @Test
  void rows_that_parked_the_key_by_themselves_are_mended_when_they_come_by_the_decision() {
    Generation generation = new Generations(new ViewsDatabase(house.database)).build("spending", 1);
    Life.append(house.log, Life.poison("C-1", DAY), Life.signin("C-1", DAY));
    GenerationFeed<Spending.Spent> one = feed(spending, generation);
    GenerationFeed<Spending.Spent> beside =
        feed(spending, new Generations(new ViewsDatabase(house.database)).scratch(generation));
    one.step(Long.MAX_VALUE, 10);
    beside.step(Long.MAX_VALUE, 10);
    skip(parking(one, spending), 1);
    assertThat(beside.parked()).containsExactly("C-1");

    beside.step(Long.MAX_VALUE, 10);
    assertThat(beside.parked()).isEmpty();
    assertThat(house.ask("select state from views.spending_g2"))
        .isEqualTo(house.ask("select state from views.spending_g1"));
  }

  @Test
  void a_new_version_meets_the_event_anew() {
    ProjectionRunner runner = house.follow(spending);
    Life.append(house.log, Life.poison("C-1", DAY), Life.signin("C-1", DAY));
    house.awaitLive(runner);
    skip(runner, 1);

    assertThat(house.models.travel(spending, "C-1", TimeTravel.NONE).state().signins()).isEqualTo(1);
    assertThatThrownBy(() -> house.models.travel(new Spending("spending", 2), "C-1", TimeTravel.NONE))
        .isInstanceOf(ParkedException.class);
    assertThatThrownBy(() -> house.models.travel(new Spending("another", 1), "C-1", TimeTravel.NONE))
        .isInstanceOf(ParkedException.class);
  }

  @Test
  void a_key_that_is_stuck_at_a_later_event_stays_parked_there() {
    ProjectionRunner runner = house.follow(spending);
    Life.append(house.log, Life.poison("C-1", DAY), Life.signin("C-1", DAY), Life.poison("C-1", DAY));
    house.awaitLive(runner);

    assertThat(skip(runner, 1)).isEqualTo(new Skipped(4, false));
    assertThat(runner.parked("spending", 0, 10)).extracting(ParkedKey::position).containsExactly(3L);
    assertThat(skip(runner, 3)).isEqualTo(new Skipped(5, true));
    assertThat(runner.parked("spending", 0, 10)).isEmpty();
  }

  @Test
  void only_what_a_key_is_stuck_at_is_given_up() {
    ProjectionRunner runner = house.follow(spending);
    Life.append(house.log, Life.signin("C-1", DAY), Life.poison("C-1", DAY), Life.signin("C-1", DAY));
    house.awaitLive(runner);
    assertThat(skip(runner, 1)).isEqualTo(new NotParked());
    assertThat(skip(runner, 3)).isEqualTo(new NotParked());
    spending.mend();
    assertThat(skip(runner, 2)).isEqualTo(new NotStuck());
    assertThat(house.log.head()).isEqualTo(3);
    assertThat(runner.retryParked("spending", "C-1")).isTrue();
    assertThat(skip(runner, 2)).isEqualTo(new NotParked());
  }

  @Test
  void the_decision_is_about_the_person_and_its_reason_is_sealed() {
    ProjectionRunner runner = house.follow(spending);
    Life.append(house.log, Life.poison("C-1", DAY));
    house.awaitLive(runner);
    skip(runner, 1);
    StoredEvent decision = house.log.read(1, 1).getFirst();

    assertThat(decision.type()).isEqualTo("insight.key-skipped");
    assertThat(decision.stream()).isEqualTo("projection-spending");
    assertThat(decision.subject()).isEqualTo("C-1");
    assertThat(decision.payload()).doesNotContain("bought");
    JsonNode clear = personal.unseal("C-1", EventCodec.mapper().readTree(decision.payload()));
    assertThat(clear.get("reason").stringValue()).isEqualTo(REASON);
    assertThat(clear.get("version").intValue()).isEqualTo(1);
    assertThat(house.decoder.metadata(decision).actor()).isEqualTo("operator");
    assertThat(house.decoder.metadata(decision).causedBy()).isEqualTo(house.log.read(0, 1).getFirst().eventId());
  }

  @Test
  void a_policy_never_takes_a_cause_that_was_given_up_and_takes_all_that_waited_behind_it() {
    AtomicInteger tries = new AtomicInteger();
    PolicyRunner runner = house.react(house.database, new Awards(house.log, cause -> {
      if (isPoison(cause)) {
        tries.incrementAndGet();
        throw new IllegalStateException();
      }
    }, cause -> {}));
    Life.append(house.log, Life.purchase("C-1", DAY, "1.00", "app"), Life.poison("C-1", DAY),
        Life.purchase("C-1", DAY, "3.00", "app"));
    Decisions.awaitDone(runner);
    assertThat(runner.parked(Awards.NAME, 0, 10)).extracting(ParkedKey::position).containsExactly(2L);

    assertThat(decisions.skip(runner, Awards.NAME, 2, REASON, "operator", DAY)).isInstanceOf(Skipped.class);
    Decisions.awaitDone(runner);
    List<StoredEvent> log = house.log.read(0, 10);
    assertThat(new Decisions(house).byAccount().get("C-1"))
        .containsExactly(log.get(0).eventId(), log.get(2).eventId());
    assertThat(runner.parked(Awards.NAME, 0, 10)).isEmpty();
    assertThat(runner.skipped(Awards.NAME)).isEqualTo(Set.of(2L));
    int before = tries.get();
    assertThat(runner.retryParked(Awards.NAME, "C-1")).isTrue();
    assertThat(tries).hasValue(before);
  }

  private Verdict skip(Parking parking, long position) {
    String name = parking instanceof OneFeed feed ? feed.view().name() : spending.name();
    return decisions.skip(parking, name, position, REASON, "operator", DAY);
  }

  private static boolean isPoison(Recorded cause) {
    return ((PurchaseMade) cause.event()).campaign() != null;
  }

  private GenerationFeed<Spending.Spent> feed(Spending view, Generation generation) {
    return new GenerationFeed<>(house.tail, new ViewsDatabase(house.database),
        Folding.of(view, new NoPersonalData()), generation);
  }

  private Parking parking(GenerationFeed<Spending.Spent> feed, Spending view) {
    return new OneFeed(house, feed, view);
  }

  /** The parked keys of rows that no runner follows. */
  private record OneFeed(House house, GenerationFeed<Spending.Spent> feed, Spending view) implements Parking {
    private ParkedKeys keys() {
      return new ParkedKeys(feed.generation().work());
    }

    @Override
    public List<ParkedKey> parked(String name, long after, int limit) {
      return new ViewsDatabase(house.database).read(connection -> keys().list(connection, after, limit));
    }

    @Override
    public Optional<ParkedKey> parkedAt(String name, long position) {
      return new ViewsDatabase(house.database).read(connection -> keys().at(connection, position));
    }

    @Override
    public boolean retryParked(String name, String key) {
      return feed.retry(key);
    }

    @Override
    public boolean isStuckAt(String name, @Nullable Integer version, String key, long position) {
      return true;
    }

    @Override
    public Integer versionOf(String name) {
      return view.version();
    }
  }
}
