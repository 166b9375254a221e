package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RebuildTest {
  private final House house = new House();
  private final Spending spending = new Spending("spending", 1);
  private final FirstChannel firstChannel = new FirstChannel();
  private final Random random = new Random(3);

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void a_rebuild_equals_the_live_view_while_writes_go_on_and_no_reader_fails_or_goes_back() {
    appendSome(2_000);
    ProjectionRunner runner = house.follow(spending, firstChannel);
    house.awaitLive(runner);
    AtomicBoolean done = new AtomicBoolean();
    var writer = CompletableFuture.runAsync(() -> whileNot(done, () -> appendSome(20)), Thread::startVirtualThread);
    var reader = CompletableFuture.runAsync(() -> readMonotonically(done), Thread::startVirtualThread);

    for (int rebuild = 2; rebuild <= 4; rebuild++) {
      String generation = Integer.toString(rebuild);
      runner.rebuild("spending");
      runner.rebuild("first-channel");
      await().atMost(House.LONG).untilAsserted(() -> {
        assertThat(house.ask("select min(active) from views.projection")).isEqualTo(generation);
      });
    }
    done.set(true);
    writer.join();
    reader.join();
    house.awaitLive(runner);

    Oracle oracle = new Oracle(house);
    oracle.confirms(house, spending);
    oracle.confirms(house, firstChannel);
    assertThat(runner.differences("spending")).isEmpty();
    assertThat(runner.differences("first-channel")).isEmpty();
    await().untilAsserted(() -> assertThat(tables()).isEqualTo(8));
  }

  @Test
  void a_new_version_is_built_first_and_reads_are_folded_from_the_log_until_then() {
    appendSome(500);
    try (ProjectionRunner runner = house.follow(spending)) {
      house.awaitLive(runner);
    }
    Spending second = new Spending("spending", 2);
    Oracle oracle = new Oracle(house);
    // Nobody builds it yet: the old rows cannot be read by the new code.
    assertThat(house.models.live(second, "C-1").folded()).isEqualTo(oracle.state(second, "C-1", event -> true));
    assertThat(house.models.live(second, "C-1").viewPosition()).isEqualTo(house.log.head());

    house.awaitLive(house.follow(second));
    oracle.confirms(house, second);
    assertThat(house.ask("select active from views.projection")).isEqualTo("2");
    // Old code that still runs is not fooled by the new rows.
    assertThat(house.models.live(spending, "C-1").folded()).isEqualTo(oracle.state(spending, "C-1", event -> true));
  }

  @Test
  void figures_of_a_view_that_was_never_built_are_not_made_up() {
    assertThatThrownBy(() -> house.models.figures(firstChannel)).isInstanceOf(ViewNotReadyException.class);
  }

  @Test
  void a_build_that_was_cut_short_goes_on_where_it_stood() {
    appendSome(3_000);
    Generations generations = new Generations(new ViewsDatabase(house.database));
    Generation begun = generations.build("spending", 1);
    feed(begun).step(Long.MAX_VALUE, 1_000);

    house.awaitLive(house.follow(spending));
    assertThat(house.ask("select active from views.projection")).isEqualTo(Integer.toString(begun.number()));
    new Oracle(house).confirms(house, spending);
  }

  @Test
  void a_swap_waits_until_the_next_rows_are_level_with_those_that_answer() throws Exception {
    appendSome(300);
    try (ProjectionRunner runner = house.follow(spending)) {
      house.awaitLive(runner);
    }
    ViewsDatabase views = new ViewsDatabase(house.database);
    Generation begun = new Generations(views).build("spending", 1);
    GenerationFeed<Spending.Spent> behind = feed(begun);
    behind.step(Long.MAX_VALUE, 100);
    new Generations(views).level(begun);
    house.announceFollower(begun);
    assertThatThrownBy(() -> new Swap(views, House.LONG, new Lease(Duration.ofMillis(50))).activate(begun))
        .isInstanceOf(ProjectionRefused.class).extracting("reason").isEqualTo(ProjectionRefused.Reason.NOT_KEPT_LEVEL);
    assertThat(house.active("spending").number()).isEqualTo(1);

    var swapped = CompletableFuture.supplyAsync(() -> new Swap(views, House.LONG, Lease.STANDARD).activate(begun),
        Thread::startVirtualThread);
    behind.step(Long.MAX_VALUE, 1_000);
    assertThat(swapped.get(20, TimeUnit.SECONDS)).get().extracting(Generation::number).isEqualTo(1);
    assertThat(house.active("spending").number()).isEqualTo(begun.number());
    new Oracle(house).confirms(house, spending);
  }

  @Test
  void six_swaps_at_once_do_with_two_connections() throws Exception {
    appendSome(300);
    List<Spending> views = IntStream.range(0, 6).mapToObj(i -> new Spending("spending-" + i, 1)).toList();
    try (ProjectionRunner runner = house.follow(views.toArray(Spending[]::new))) {
      house.awaitLive(runner);
    }
    try (var pool = TestPostgres.pool(house.database.getJdbcUrl(), 2);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ViewsDatabase small = new ViewsDatabase(pool);
      List<Callable<Optional<Generation>>> swaps = views.stream().map(view -> swap(small, view)).toList();
      for (Future<Optional<Generation>> swap : threads.invokeAll(swaps, 20, TimeUnit.SECONDS)) {
        assertThat(swap.get()).isPresent();
      }
    }
    assertThat(house.ask("select string_agg(active::text, '') from views.projection")).isEqualTo("222222");
  }

  @Test
  void another_process_follows_the_rows_that_a_rebuild_has_put_in_place() {
    appendSome(200);
    ProjectionRunner one = house.follow(spending);
    house.awaitLive(one);
    try (var secondPool = TestPostgres.pool(house.database.getJdbcUrl(), 8)) {
      try (ProjectionRunner two = house.follow((DataSource) secondPool, spending)) {
        house.awaitLive(two);
        one.rebuild("spending");
        await().untilAsserted(() -> assertThat(house.ask("select active from views.projection")).isEqualTo("2"));
        one.close();
        appendSome(200);
        house.awaitLive(two);
      }
    }
    new Oracle(house).confirms(house, spending);
  }

  @Test
  void a_comparison_tells_rows_that_are_wrong() {
    appendSome(300);
    ProjectionRunner runner = house.follow(spending, firstChannel);
    house.awaitLive(runner);
    house.execute("delete from views.spending_g1 where subject = 'C-1'");
    house.execute("update views.spending_g1 set state = replace(state, 'signins', 'sighs') where subject = 'C-2'");
    house.execute("insert into views.spending_g1 values ('nobody', 1, '{}')");
    house.execute("delete from views.spending_g1_line where subject = 'C-3' and ordinal = 1");
    house.execute("update views.first_channel_g1_cell set value = value + 1 where cell like '%customers%app%'");

    assertThat(runner.differences("spending")).contains("missing row C-1", "different row C-2", "extra row nobody")
        .anyMatch(line -> line.startsWith("missing line C-3"));
    assertThat(runner.differences("first-channel")).singleElement().asString().startsWith("different cell");
    runner.rebuild("spending");
    await().untilAsserted(() -> assertThat(house.ask("select active from views.projection where name = 'spending'"))
        .isNotEqualTo("1"));
    house.awaitLive(runner);
    assertThat(runner.differences("spending")).isEmpty();
  }

  private Callable<Optional<Generation>> swap(ViewsDatabase views, Spending view) {
    Generation built = new Generations(views).build(view.name(), 1);
    new GenerationFeed<>(house.tail, views, Folding.of(view, new NoPersonalData()), built).step(Long.MAX_VALUE, 1_000);
    new Generations(views).level(built);
    house.announceFollower(built);
    return () -> new Swap(views, House.LONG, Lease.STANDARD).activate(built);
  }

  private void readMonotonically(AtomicBoolean done) {
    long[] seen = {0};
    whileNot(done, () -> {
      Live<Spending.Spent> live = house.models.live(spending, "C-1");
      assertThat(live.viewPosition()).isGreaterThanOrEqualTo(seen[0]);
      assertThat(live.folded().position()).isLessThanOrEqualTo(live.viewPosition());
      seen[0] = live.viewPosition();
      house.models.lines(spending, "C-1", LineCursor.NEWEST, 5);
      house.models.figures(firstChannel);
    });
  }

  private static void whileNot(AtomicBoolean done, Runnable work) {
    while (!done.get()) {
      work.run();
    }
  }

  private void appendSome(int events) {
    Life.append(house.log, IntStream.range(0, events).mapToObj(i -> Life.any(random, 30)).toArray(NewEvent[]::new));
  }

  private int tables() {
    return Integer.parseInt(
        house.ask("select count(*) from pg_tables where schemaname = 'views' and tablename ~ '_g[0-9]+'"));
  }

  private GenerationFeed<Spending.Spent> feed(Generation generation) {
    return new GenerationFeed<>(house.tail, new ViewsDatabase(house.database),
        Folding.of(spending, new NoPersonalData()), generation);
  }
}
