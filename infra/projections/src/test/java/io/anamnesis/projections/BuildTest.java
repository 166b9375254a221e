package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void where_memory_does_not_suffice_events_wait_in_a_file_and_the_log_is_read_once() {
    append(6_000, 400);
    house.settings = house.settings.withMemory(1);
    ProjectionRunner runner = followCounted(spending, firstChannel);
    house.awaitLive(runner);

    assertThat(counted.scans).hasValue(1);
    confirm();
    assertThatRebuildEquals(runner);
  }

  @Test
  void where_nothing_can_be_set_aside_builds_fail_and_say_so_until_it_can(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing");
    append(2_000, 60);
    house.settings = house.settings.withMemory(1).withFolder(missing);
    ProjectionRunner runner = house.follow(spending, firstChannel);
    await().atMost(House.LONG).untilAsserted(() -> assertThat(runner.status()).allSatisfy(
        status -> assertThat(status.lastError()).contains(NoSuchFileException.class.getName())));

    Files.createDirectory(missing);
    house.awaitLive(runner);
    confirm();
    assertThat(missing).isEmptyDirectory();
  }

  @Test
  void of_many_that_a_scan_feeds_no_more_are_folded_at_a_time_than_there_are_workers() {
    append(500, 40);
    WriterCount writers = new WriterCount(house.settings.workers());
    house.awaitLive(followCounted(IntStream.range(0, 8).mapToObj(i -> writers.view("spending-" + i))
        .toArray(Projection<?, ?>[]::new)));

    assertThat(counted.scans).hasValue(1);
    assertThat(writers.views()).isEqualTo(8);
    assertThat(writers.most()).isBetween(1, house.settings.workers());
  }

  @Test
  void one_who_waits_for_his_turn_to_make_keys_can_be_stopped() throws Exception {
    append(500, 40);
    ViewsDatabase views = new ViewsDatabase(house.database);
    ViewsSchema.migrate(house.database);
    Generation begun = new Generations(views).build("spending", 1);
    Build<Spending.Spent> build = build(views, begun);
    views.bulk().acquire(3);

    assertThatThrownBy(() -> build.fill(() -> build.phase() == ProjectionStatus.Phase.INDEXING))
        .isInstanceOf(InterruptedException.class);
    assertThat(house.ask("select min(position) from views.segment")).isEqualTo("500");
    assertThat(keys()).isEqualTo("spending_g1_cell_pkey");
    views.bulk().release(3);
    build.fill(() -> false);
    assertThat(views.bulk().availablePermits()).isEqualTo(3);
    assertThat(keys()).contains("spending_g1_pkey");
  }

  @Test
  void what_is_neither_begun_nor_folded_whole_is_begun_anew() throws Exception {
    append(500, 40);
    ViewsDatabase views = new ViewsDatabase(house.database);
    ViewsSchema.migrate(house.database);
    Generation begun = new Generations(views).build("spending", 1);
    house.execute("update views.segment set position = 300 where segment < 5");
    house.execute("insert into views.spending_g1 values ('C-1', 300, '{}')");
    house.execute("insert into views.parked (projection, generation, key, position, cause)"
        + " values ('spending', 1, 'C-2', 17, 'nothing any more')");

    build(views, begun).fill(() -> false);
    assertThat(house.list("select distinct position from views.segment")).containsExactly("500");
    assertThat(house.ask("select count(*) from views.parked")).isEqualTo("0");
    house.awaitLive(house.follow(spending));
    new Oracle(house).confirms(house, spending);
  }

  @Test
  void more_cells_than_one_statement_takes_are_all_written() {
    ViewsDatabase views = new ViewsDatabase(house.database);
    ViewsSchema.migrate(house.database);
    Generation begun = new Generations(views).build("spending", 1);
    Map<String, BigDecimal> cells = new HashMap<>();
    IntStream.rangeClosed(0, 12_000).forEach(i -> cells.put("cell-" + i, BigDecimal.valueOf(i)));
    GenerationRows rows = new GenerationRows(begun.tables());
    views.change(ViewsDatabase.Patience.WORKING, connection -> rows.addToCells(connection, cells));
    views.change(ViewsDatabase.Patience.WORKING, connection -> rows.addToCells(connection, cells));

    // Twice the sum of 1 to 12,000; what is 0 has no row.
    assertThat(house.ask("select count(*) || ' ' || sum(value) from views.spending_g1_cell"))
        .isEqualTo("12000 144012000");
  }

  @Test
  void where_a_fold_runs_out_of_memory_its_build_fails_and_no_other() {
    append(3_000, 400);
    Mortal mortal = new Mortal();
    ProjectionRunner runner = house.follow(mortal, firstChannel);
    await().atMost(House.LONG).untilAsserted(
        () -> assertThat(runner.status().getFirst().lastError()).contains(OutOfMemoryError.class.getName()));
    await().atMost(House.LONG).untilAsserted(
        () -> assertThat(runner.status().getLast().state()).isEqualTo(ProjectionStatus.State.LIVE));

    mortal.mend();
    house.awaitLive(runner);
    confirm();
    assertThatRebuildEquals(runner);
  }

  @Test
  void where_a_worker_dies_of_what_it_cannot_read_the_others_are_left_nothing_and_the_scan_hears_of_it() {
    append(1_000, 1);
    EventBytes format = new EventBytes();
    Partition unreadable = new Partition();
    house.log.read(0, 1_000).forEach(event -> unreadable.add(format.write(event), full -> () -> {
      throw new IllegalStateException("the disk is gone");
    }));
    Queue<Partition> left = new ConcurrentLinkedQueue<>(List.of(unreadable, new Partition()));
    try (Partitions partitions = new Partitions(1, 0, Path.of("missing"))) {
      ScanWorker worker = new ScanWorker(0, house.tail, partitions, left, List.of(), 1_000, events -> {});
      worker.start();

      assertThatThrownBy(worker::finish).hasRootCauseMessage("the disk is gone");
      assertThat(left).isEmpty();
    }
  }

  @Test
  void at_its_end_a_scan_has_passed_the_whole_log_though_little_of_it_was_folded() {
    append(1_000, 40);
    ViewsDatabase views = new ViewsDatabase(house.database);
    ViewsSchema.migrate(house.database);
    Generation begun = new Generations(views).build("first-channel", 1);
    Folding<?> folding = Folding.of(firstChannel, new NoPersonalData());
    Load<?> load = loading(views, begun, folding);

    new BulkScan(house.tail, house.settings, List.of(load)).run();
    assertThat(load.written()).isCompletedWithValue(1_000L);
    assertThat(load.isDivided()).isTrue();
    assertThat(load.passed()).isEqualTo(1_000);
    assertThat(house.log.read(0, 1_000).stream().filter(event -> folding.declared().test(event.type())).count())
        .isBetween(1L, 900L);
  }

  private <S> Load<S> loading(ViewsDatabase views, Generation begun, Folding<S> folding) {
    return new Load<>(folding, new BulkRows(views, begun), views.read(Segments.of(begun)::all),
        new Refold<>(house.tail, folding), new Pace());
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
    rows.send(views.read(Segments.of(begun)::all), life(rows, "C-1"));
    assertThat(lines()).isEqualTo("1");
    assertThat(rows()).isEqualTo("1");

    house.awaitLive(house.follow(spending));
    new Oracle(house).confirms(house, spending);
  }

  @Test
  void whoever_has_lost_its_claim_writes_and_clears_nothing() {
    ViewsDatabase views = new ViewsDatabase(house.database);
    ViewsSchema.migrate(house.database);
    Generation begun = new Generations(views).build("spending", 1);
    Share known = views.read(Segments.of(begun)::all);
    BulkRows rows = new BulkRows(views, begun);
    rows.send(known, life(rows, "C-1"));
    house.execute("update views.segment set epoch = epoch + 1 where segment = 3");

    assertThatThrownBy(() -> rows.send(known, life(rows, "C-2"))).isInstanceOf(TokenMoved.class);
    assertThatThrownBy(() -> rows.clear(known)).isInstanceOf(TokenMoved.class);
    assertThatThrownBy(() -> rows.finish(known, 100, List.of(life(rows, "C-2")))).isInstanceOf(TokenMoved.class);
    assertThat(lines()).isEqualTo("1");
    assertThat(rows()).isEqualTo("1");
    assertThat(house.ask("select count(*) from views.spending_g1_cell")).isEqualTo("0");
  }

  @Test
  void when_a_load_is_released_its_last_line_is_written() {
    ViewsDatabase views = new ViewsDatabase(house.database);
    ViewsSchema.migrate(house.database);
    Generation begun = new Generations(views).build("spending", 1);
    BulkRows rows = new BulkRows(views, begun);
    Share known = views.read(Segments.of(begun)::all);
    Folding<Spending.Spent> folding = Folding.of(spending, new NoPersonalData());
    Load<Spending.Spent> load = loading(views, begun, folding);
    house.execute("create function linger() returns trigger language plpgsql as"
        + " $$ begin perform pg_sleep(3); return null; end $$");
    house.execute("create trigger linger before insert on views.spending_g1_line execute function linger()");
    CompletableFuture<Void> worker =
        CompletableFuture.runAsync(() -> load.send(life(rows, "C-1")), Thread::startVirtualThread);
    await().until(() -> !house.list("select pid from pg_stat_activity where wait_event = 'PgSleep'"
        + " and datname = current_database()").isEmpty());

    load.release();
    assertThat(lines()).isEqualTo("1");
    worker.join();
    rows.clear(known);
    load.send(life(rows, "C-1"));
    assertThat(lines()).isEqualTo("0");
  }

  /** A row, a line and a figure, as they come of a fold. */
  private static OutcomePieces life(BulkRows rows, String subject) {
    OutcomePieces pieces = rows.pieces(1 << 20);
    Spending.Spent spent = new Spending.Spent(0, BigDecimal.ONE, new TreeMap<>());
    pieces.add(new SubjectOutcome<>(Optional.of(new SubjectChange<>(subject, new Held<>(spent, 1, true), "{}",
        List.of(new NewLine(subject, 1, 0, "{}")), Map.of("{}", BigDecimal.ONE), Optional.empty())), Optional.empty()));
    return pieces;
  }

  private String lines() {
    return house.ask("select count(*) from views.spending_g1_line");
  }

  private String rows() {
    return house.ask("select count(*) from views.spending_g1");
  }

  private Build<Spending.Spent> build(ViewsDatabase views, Generation begun) {
    Folding<Spending.Spent> folding = Folding.of(spending, new NoPersonalData());
    GenerationFeed<Spending.Spent> feed = new GenerationFeed<>(house.tail, views, folding, begun);
    feed.ensureKnown();
    return new Build<>(house.tail, views, folding, feed, new Gathering(house.tail, house.settings), house.settings);
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
