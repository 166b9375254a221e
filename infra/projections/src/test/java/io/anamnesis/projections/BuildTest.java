package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.eventstore.NewEvent;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows that are built anew by scans of the log. */
class BuildTest {
  private final House house = new House();
  private final Spending spending = new Spending("spending", 1);
  private final FirstChannel firstChannel = new FirstChannel();
  private final CountedScans counted = new CountedScans();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void one_scan_feeds_all_that_are_rebuilt_together() {
    // The rows from before are looked at when the last view is swapped.
    house.settings = house.settings.withWindow(House.LONG);
    append(5_000, 200);
    Spending second = new Spending("second", 1);
    ProjectionRunner runner = followCounted(spending, second, firstChannel);
    house.awaitLive(runner);
    assertThat(counted.scans).hasValue(1);
    assertThat(counted.events).hasValue(5_000);

    List<Generation> before = List.of(house.active("spending"), house.active("second"), house.active("first-channel"));
    runner.rebuild(List.of("spending", "second", "first-channel"));
    before.forEach(house::awaitSwap);
    assertThat(counted.scans).hasValue(2);
    assertThat(counted.events).hasValue(10_000);
    before.forEach(each -> assertThat(Contents.of(house, each.name())).isEqualTo(Contents.of(house, each)));
    confirm();
  }

  @Test
  void whoever_stands_still_in_the_middle_of_a_write_is_ended_and_readers_are_left_alone() throws SQLException {
    house.awaitLive(house.follow(spending));
    Generation generation = house.active("spending");
    try (Connection reader = house.database.getConnection(); Connection writer = house.database.getConnection()) {
      reader.setAutoCommit(false);
      writer.setAutoCommit(false);
      reader.createStatement().execute("select subject from views.spending_g1");
      writer.createStatement().execute("delete from views.spending_g1 where subject = 'nobody'");

      assertThat(new ViewsDatabase(house.database).<Integer>read(generation.tables()::evictWriters)).isEqualTo(1);
      assertThat(reader.isValid(1)).isTrue();
      assertThatThrownBy(() -> writer.createStatement().execute("select 1")).isInstanceOf(SQLException.class);
      house.database.evictConnection(writer);
    }
  }

  @Test
  void what_was_folded_live_and_what_is_rebuilt_are_equal_in_every_column() {
    ProjectionRunner runner = house.follow(spending, firstChannel);
    for (int round = 0; round < 40; round++) {
      append(50, 60);
    }
    house.awaitLive(runner);
    assertThatRebuildEquals(runner);
  }

  @Test
  void where_memory_does_not_suffice_the_log_is_scanned_again_for_the_rest() {
    append(6_000, 400);
    house.settings = house.settings.withMemory(100_000);
    ProjectionRunner runner = followCounted(spending, firstChannel);
    house.awaitLive(runner);

    assertThat(counted.scans.get()).as("seed %s", seed).isBetween(3L, 32L);
    confirm();
    assertThatRebuildEquals(runner);
  }

  @Test
  void where_not_even_one_segment_fits_the_log_is_followed_page_by_page() {
    append(3_000, 100);
    house.settings = house.settings.withMemory(1);
    ProjectionRunner runner = followCounted(spending, firstChannel);
    house.awaitLive(runner);

    confirm();
    assertThat(house.ask("select count(*) from views.spending_g1_line"))
        .isEqualTo(house.ask("select count(distinct (subject, position, ordinal)) from views.spending_g1_line"));
  }

  @Test
  void of_many_that_a_scan_feeds_three_are_written_at_a_time() {
    append(500, 40);
    WriterCount writers = new WriterCount(3);
    house.awaitLive(followCounted(IntStream.range(0, 8).mapToObj(i -> writers.view("spending-" + i))
        .toArray(Projection<?, ?>[]::new)));

    assertThat(counted.scans).hasValue(1);
    assertThat(writers.views()).isEqualTo(8);
    assertThat(writers.most()).isBetween(1, 3);
  }

  @Test
  void one_who_waits_for_his_turn_to_write_can_be_stopped() throws Exception {
    append(500, 40);
    ViewsDatabase views = new ViewsDatabase(house.database);
    ViewsSchema.migrate(house.database);
    Generation begun = new Generations(views).build("spending", 1);
    Folding<Spending.Spent> folding = Folding.of(spending, new NoPersonalData());
    GenerationFeed<Spending.Spent> feed = new GenerationFeed<>(house.tail, views, folding, begun);
    feed.ensureKnown();
    Build<Spending.Spent> build =
        new Build<>(house.tail, views, folding, feed, new Gathering(house.tail, house.settings), house.settings);
    views.bulk().acquire(3);

    assertThatThrownBy(() -> build.fill(() -> build.phase() == ProjectionStatus.Phase.WRITING))
        .isInstanceOf(InterruptedException.class);
    assertThat(house.ask("select count(*) from views.spending_g1")).isEqualTo("0");
    views.bulk().release(3);
    build.fill(() -> false);
    assertThat(views.bulk().availablePermits()).isEqualTo(3);
    assertThat(house.ask("select min(position) from views.segment")).isEqualTo("500");
  }

  @Test
  void more_cells_than_one_statement_takes_are_all_written() {
    ViewsDatabase views = new ViewsDatabase(house.database);
    ViewsSchema.migrate(house.database);
    Generation begun = new Generations(views).build("spending", 1);
    SortedMap<String, BigDecimal> cells = new TreeMap<>();
    IntStream.rangeClosed(0, 12_000).forEach(i -> cells.put("cell-" + i, BigDecimal.valueOf(i)));
    GenerationRows rows = new GenerationRows(begun.tables());
    views.change(ViewsDatabase.Patience.WORKING, connection -> rows.addToCells(connection, cells));
    views.change(ViewsDatabase.Patience.WORKING, connection -> rows.addToCells(connection, cells));

    // Twice the sum of 1 to 12,000; what is 0 has no row.
    assertThat(house.ask("select count(*) || ' ' || sum(value) from views.spending_g1_cell"))
        .isEqualTo("12000 144012000");
  }

  @Test
  void a_worker_that_dies_in_the_middle_of_the_log_ends_its_scan_and_not_the_later_ones() {
    append(20_000, 400);
    assertThatDeathIsSurvived();
  }

  @Test
  void what_a_worker_that_dies_at_the_end_of_the_log_had_not_sent_is_not_passed_over() {
    append(300, 60);
    assertThatDeathIsSurvived();
  }

  @Test
  void a_short_log_is_not_worth_a_scan() {
    append(300, 20);
    house.settings = new BuildSettings(64 << 20, 2, 300, Duration.ofMillis(200));
    house.awaitLive(followCounted(spending, firstChannel));

    assertThat(counted.scans).hasValue(0);
    confirm();
  }

  @Test
  void what_is_appended_during_the_scan_is_caught_up_with() {
    append(4_000, 50);
    ProjectionRunner runner = house.follow(spending, firstChannel);
    house.awaitLive(runner);
    Generation before = house.active("spending");
    runner.rebuild(List.of("spending", "first-channel"));
    while (house.active("spending").number() == before.number()) {
      append(100, 50);
    }
    await().until(() -> house.active("first-channel").number() == 2);
    house.awaitLive(runner);
    confirm();
  }

  @Test
  void a_poisoned_event_parks_its_key_as_it_does_live() {
    ProjectionRunner runner = house.follow(spending);
    Life.append(house.log, Life.purchase("C-1", DAY, "1.00", "app"), Life.poison("C-1", DAY), Life.signin("C-1", DAY),
        Life.poison("C-2", DAY), Life.purchase("C-3", DAY, "2.00", "app"));
    append(200, 20);
    house.awaitLive(runner);
    assertThat(runner.status().getFirst().parked()).isEqualTo(2);
    assertThatRebuildEquals(runner);

    spending.mend();
    assertThat(runner.retryParked("spending", "C-1")).isTrue();
    assertThat(runner.retryParked("spending", "C-2")).isTrue();
    new Oracle(house).confirms(house, spending);
  }

  @Test
  void an_event_of_an_unknown_revision_ends_the_builds_that_declare_it_and_no_other() {
    Life.append(house.log, Life.signin("C-1", DAY), Life.ofRevision("signin.made", 99));
    append(500, 20);
    ProjectionRunner runner = followCounted(spending, firstChannel);

    await().untilAsserted(() -> assertThat(runner.status()).extracting(ProjectionStatus::state)
        .containsExactly(ProjectionStatus.State.FAILED, ProjectionStatus.State.LIVE));
    assertThat(runner.status().getFirst().lastError()).contains("signin.made", "99");
    assertThat(counted.scans).hasValue(1);
  }

  @Test
  void what_a_killed_scan_has_left_is_cleared_away() {
    append(2_000, 40);
    ViewsDatabase views = new ViewsDatabase(house.database);
    ViewsSchema.migrate(house.database);
    Generation begun = new Generations(views).build("spending", 1);
    BulkRows rows = new BulkRows(views, begun);
    CopyPiece left = rows.lines();
    left.row(4).text("C-1").int8(1).int4(0).text("{}");
    rows.addLines(views.read(Segments.of(begun)::all), left);
    assertThat(house.ask("select count(*) from views.spending_g1_line")).isEqualTo("1");

    house.awaitLive(house.follow(spending));
    new Oracle(house).confirms(house, spending);
  }

  @Test
  void whoever_has_lost_its_claim_writes_and_clears_nothing() {
    append(100, 10);
    ViewsDatabase views = new ViewsDatabase(house.database);
    ViewsSchema.migrate(house.database);
    Generation begun = new Generations(views).build("spending", 1);
    Share known = views.read(Segments.of(begun)::all);
    Folding<Spending.Spent> folding = Folding.of(spending, new NoPersonalData());
    BulkRows rows = new BulkRows(views, begun);
    Load<Spending.Spent> load = new Load<>(folding, rows, known, new Pace());
    scan(load, 100);
    CopyPiece line = rows.lines();
    rows.addLines(known, line.row(4).text("C-1").int8(1).int4(0).text("{}"));
    house.execute("update views.segment set epoch = epoch + 1 where segment = 3");

    assertThatThrownBy(() -> rows.addLines(known, line.row(4).text("C-1").int8(2).int4(0).text("{}")))
        .isInstanceOf(TokenMoved.class);
    assertThatThrownBy(() -> rows.clear(known)).isInstanceOf(TokenMoved.class);
    assertThatThrownBy(() -> rows.write(load, 100, new Refold<>(house.tail, load.folding())))
        .isInstanceOf(TokenMoved.class);
    assertThat(house.ask("select count(*) from views.spending_g1_line")).isEqualTo("1");
    assertThat(house.ask("select count(*) from views.spending_g1")).isEqualTo("0");
  }

  @Test
  void when_a_load_is_released_its_last_line_is_written() {
    append(300, 60);
    ViewsDatabase views = new ViewsDatabase(house.database);
    ViewsSchema.migrate(house.database);
    Generation begun = new Generations(views).build("spending", 1);
    BulkRows rows = new BulkRows(views, begun);
    Share known = views.read(Segments.of(begun)::all);
    Load<Spending.Spent> load = new Load<>(Folding.of(spending, new NoPersonalData()), rows, known, new Pace());
    scan(load, 300);
    house.execute("create function linger() returns trigger language plpgsql as"
        + " $$ begin perform pg_sleep(3); return null; end $$");
    house.execute("create trigger linger before insert on views.spending_g1_line execute function linger()");
    CompletableFuture<Void> worker = CompletableFuture.runAsync(load.part(0)::finish);
    await().until(() -> !house.list("select pid from pg_stat_activity where wait_event = 'PgSleep'"
        + " and datname = current_database()").isEmpty());

    load.release();
    assertThat(lines()).isNotEqualTo("0");
    worker.join();
    rows.clear(known);
    load.part(0).finish();
    assertThat(lines()).isEqualTo("0");
  }

  private String lines() {
    return house.ask("select count(*) from views.spending_g1_line");
  }

  @Test
  void what_was_given_up_after_the_last_look_is_not_written() {
    append(300, 60);
    ViewsDatabase views = new ViewsDatabase(house.database);
    ViewsSchema.migrate(house.database);
    Generation begun = new Generations(views).build("spending", 1);
    BulkRows rows = new BulkRows(views, begun);
    Load<Spending.Spent> load = new Load<>(Folding.of(spending, new NoPersonalData()), rows,
        views.read(Segments.of(begun)::all), new Pace());
    scan(load, 300);
    load.giveUpHalf();
    rows.write(load, 300, new Refold<>(house.tail, load.folding()));

    List<String> written = house.list("select subject from views.spending_g1");
    assertThat(written).isNotEmpty().allMatch(subject -> Share.segmentOf(subject, Segments.STANDARD) < 8);
    assertThat(house.list("select segment from views.segment where position = 300 order by segment"))
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
  }

  @Test
  void keys_and_indexes_are_there_in_the_end_and_not_before() {
    append(500, 20);
    ViewsDatabase views = new ViewsDatabase(house.database);
    ViewsSchema.migrate(house.database);
    Generation begun = new Generations(views).build("spending", 1);
    new BulkRows(views, begun).clear(views.read(Segments.of(begun)::all));
    assertThat(keys()).isEqualTo("spending_g1_cell_pkey");

    house.awaitLive(house.follow(spending));
    assertThat(keys()).isEqualTo("spending_g1_cell_pkey spending_g1_line_pkey spending_g1_lookup_pkey "
        + "spending_g1_lookup_token spending_g1_pkey");
  }

  /** All events by one worker, without an end. */
  private void scan(Load<?> load, int upTo) {
    load.begin(1, 0);
    Map<String, ScannedSubject> subjects = new HashMap<>();
    for (LoggedEvent event : house.tail.read(0, upTo)) {
      String name = String.valueOf(event.subject());
      if (load.part(0).wants(event, name)) {
        load.part(0).take(event, subjects.computeIfAbsent(name, first -> new ScannedSubject(first, 1)));
      }
    }
  }

  private void assertThatDeathIsSurvived() {
    Mortal mortal = new Mortal();
    house.settings = house.settings.withMemory(20_000);
    ProjectionRunner runner = house.follow(mortal, firstChannel);
    await().atMost(House.LONG).untilAsserted(
        () -> assertThat(runner.status().getFirst().lastError()).contains(OutOfMemoryError.class.getName()));

    mortal.mend();
    house.awaitLive(runner);
    confirm();
    assertThatRebuildEquals(runner);
  }

  private String keys() {
    return house.ask("""
        select string_agg(indexname, ' ' order by indexname) from pg_indexes
        where schemaname = 'views' and indexname like 'spending%'""");
  }

  private ProjectionRunner followCounted(Projection<?, ?>... projections) {
    return house.follow(new LogTail(counted.of(house.log), house.decoder), house.database, projections);
  }

  /** Nothing may be appended meanwhile. */
  private void assertThatRebuildEquals(ProjectionRunner runner) {
    List<Generation> before =
        runner.status().stream().map(status -> house.active(status.name())).toList();
    List<Contents> expected = before.stream().map(each -> Contents.of(house, each)).toList();
    runner.rebuild(before.stream().map(Generation::name).toList());
    before.forEach(house::awaitSwap);
    assertThat(before.stream().map(each -> Contents.of(house, each.name())).toList()).as("seed %s", seed)
        .isEqualTo(expected);
  }

  private void confirm() {
    Oracle oracle = new Oracle(house);
    assertThat(oracle.lives()).as("seed %s", seed).isNotEmpty();
    oracle.confirms(house, spending);
    oracle.confirms(house, firstChannel);
  }

  private void append(int events, int subjects) {
    Life.append(house.log,
        IntStream.range(0, events).mapToObj(i -> Life.any(random, subjects)).toArray(NewEvent[]::new));
  }
}
