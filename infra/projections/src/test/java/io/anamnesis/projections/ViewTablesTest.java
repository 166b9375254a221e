package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.personal.Place;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class ViewTablesTest {
  private final House house = new House();
  private final Random random = new Random(5);

  @TempDir
  private Path keys;

  private PersonalData personal;
  private ViewTables tables;

  @BeforeEach
  void open() {
    personal = TinkPersonalData.open(house.database, keys.resolve("kek"));
    tables = new ViewTables(house.database, personal);
  }

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void a_tally_is_a_row_per_set_of_dimensions_with_a_column_per_measure() {
    FirstChannel tally = new FirstChannel();
    follow(800, tally);

    Sheet sheet = read(tally);

    assertThat(sheet.table.columns()).extracting(Column::name).containsExactly("channel", "customers", "spent");
    assertThat(sheet.table.position()).isEqualTo(house.log.head());
    Map<String, List<Object>> expected = new TreeMap<>();
    new Oracle(house).figures(tally).forEach((cell, value) -> expected
        .computeIfAbsent(cell.dimensions().get("channel"), channel -> new ArrayList<>()).add(value));
    assertThat(sheet.rows).hasSameSizeAs(expected.keySet()).allSatisfy(row -> {
      List<Object> figures = expected.get(row.get(0));
      assertThat(BigDecimal.valueOf((Long) row.get(1))).isEqualByComparingTo((BigDecimal) figures.get(0));
      assertThat((BigDecimal) row.get(2)).isEqualByComparingTo((BigDecimal) figures.get(1));
    });
  }

  @Test
  void a_figure_that_came_back_to_zero_is_no_figure() {
    FirstChannel tally = new FirstChannel();
    follow(0, tally);
    house.execute("insert into views.first_channel_g1_cell (cell, value) values "
        + "('{\"measure\":\"customers\",\"dimensions\":{}}', 3), ('{\"measure\":\"spent\",\"dimensions\":{}}', 0.00)");

    assertThat(read(tally).rows).containsExactly(Arrays.asList(null, 3L, null));
  }

  @Test
  void a_journal_is_a_row_per_line() {
    Spending spending = new Spending("spending", 1);
    follow(600, spending);
    Oracle oracle = new Oracle(house);

    List<List<Object>> rows = read(spending).rows;

    List<List<Object>> expected = new ArrayList<>();
    for (String subject : oracle.lives().keySet()) {
      for (Line<Spending.Entry> line : oracle.lines(spending, subject, event -> true).reversed()) {
        expected.add(List.of(personal.pseudonym(subject), line.position(), (long) line.ordinal(),
            EventCodec.mapper().valueToTree(line.entry())));
      }
    }
    assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void a_view_that_says_so_lays_out_its_rows_itself() {
    Channels channels = new Channels();
    follow(600, channels);
    Oracle oracle = new Oracle(house);

    Sheet sheet = read(channels);

    assertThat(sheet.table.columns()).extracting(Column::name).containsExactly("subject", "channel", "spent", "many");
    Map<List<Object>, Object> expected = new HashMap<>();
    oracle.lives().keySet().forEach(subject -> oracle.state(channels, subject, event -> true).state().byChannel()
        .forEach((channel, spent) -> expected.put(List.of(personal.pseudonym(subject), channel), spent)));
    assertThat(sheet.rows).hasSameSizeAs(expected.keySet())
        .allSatisfy(row -> assertThat(row.get(2)).isEqualTo(expected.get(row.subList(0, 2))));
  }

  @Test
  void any_other_view_is_a_row_per_subject_and_shows_no_sealed_value() {
    Contacts contacts = new Contacts();
    try (ProjectionRunner runner = runner(contacts)) {
      tell("C-1", "13800000001");
      tell("C-2", "13800000002");
      house.awaitLive(runner);
    }

    List<List<Object>> rows = read(contacts).rows;

    assertThat(rows).extracting(row -> row.get(0)).containsExactly(personal.pseudonym("C-1"),
        personal.pseudonym("C-2"));
    assertThat(rows.getFirst().get(1)).isEqualTo(1L);
    assertThat(rows.getFirst().get(2)).hasToString(
        "{\"phone\":null,\"position\":1,\"at\":\"2026-03-01T00:00:00Z\"}");
  }

  @Test
  void customers_numbers_within_a_state_give_way_to_pseudonyms() {
    Gifts gifts = new Gifts();
    try (ProjectionRunner runner = runner(gifts)) {
      Life.append(house.log, Life.boughtFor("C-9", "C-1", DAY));
      house.awaitLive(runner);
    }

    assertThat(read(gifts).rows.getFirst().get(2)).hasToString(
        "{\"owner\":\"%s\",\"buyers\":[\"%s\"]}".formatted(personal.pseudonym("C-1"), personal.pseudonym("C-9")));
  }

  @Test
  void pages_are_the_whole_whatever_their_size() {
    for (Projection<?, ?> view : List.of(new FirstChannel(), new Spending("spending", 1), new Channels(),
        new Gifts())) {
      follow(view instanceof FirstChannel ? 500 : 0, view);
      List<List<Object>> whole = read(view).rows;
      assertThat(whole).isNotEmpty().doesNotHaveDuplicates();
      for (int size : List.of(1, 2, 7, 1_000)) {
        List<List<Object>> pages = new ArrayList<>();
        RowPlace place = RowPlace.FIRST;
        for (Sheet page = page(view, place, size); !page.rows.isEmpty(); page = page(view, place, size)) {
          pages.addAll(page.rows);
          place = RowPlace.parse(page.last.text()).orElseThrow();
        }
        assertThat(pages).as("%s by %s", view.name(), size).isEqualTo(whole);
      }
    }
  }

  @Test
  void a_swap_in_the_middle_shows_wholly_the_rows_from_before() {
    Gifts gifts = new Gifts();
    int customers = 5_000;
    Life.append(house.log, IntStream.range(0, customers).mapToObj(i -> Life.boughtFor("B-1", "C-" + i, DAY))
        .toArray(NewEvent[]::new));
    try (ProjectionRunner runner = runner(gifts)) {
      house.awaitLive(runner);
      Sheet sheet = new Sheet(Integer.MAX_VALUE, rows -> {
        if (rows == 1) {
          swapAfterMoreWrites(runner, customers);
        }
      });

      tables.read(List.of(gifts), RowPlace.FIRST, sheet);

      assertThat(sheet.rows).hasSize(customers)
          .allSatisfy(row -> assertThat(row.get(2).toString()).contains(personal.pseudonym("B-1"))
              .doesNotContain(personal.pseudonym("B-2")));
      assertThat(sheet.table.position()).isEqualTo(customers);
      assertThat(new HashSet<>(read(gifts).rows)).hasSize(customers).allSatisfy(
          row -> assertThat(row.get(2).toString()).contains(personal.pseudonym("B-2")));
    }
  }

  @Test
  void a_table_is_not_made_up_while_the_first_rows_are_built() {
    ViewsSchema.migrate(house.database);

    assertThatThrownBy(() -> read(new Gifts())).isInstanceOf(ViewNotReadyException.class);
  }

  @Test
  void a_table_tells_how_many_customers_wait_for_repair() {
    Spending spending = new Spending("spending", 1);
    try (ProjectionRunner runner = runner(spending)) {
      Life.append(house.log, Life.poison("C-1", DAY), Life.purchase("C-2", DAY, "1.00", "app"));
      house.awaitLive(runner);
    }

    assertThat(read(spending).table.parked()).isEqualTo(1);
  }

  private void swapAfterMoreWrites(ProjectionRunner runner, int customers) {
    Life.append(house.log, IntStream.range(0, customers).mapToObj(i -> Life.boughtFor("B-2", "C-" + i, DAY))
        .toArray(NewEvent[]::new));
    house.awaitLive(runner);
    runner.rebuild("gifts");
    await().atMost(House.LONG).until(() -> house.ask("select active from views.projection").equals("2"));
  }

  private void follow(int events, Projection<?, ?> view) {
    if (events > 0) {
      Life.append(house.log,
          IntStream.range(0, events).mapToObj(i -> Life.any(random, 20)).toArray(NewEvent[]::new));
    }
    try (ProjectionRunner runner = runner(view)) {
      house.awaitLive(runner);
    }
  }

  private ProjectionRunner runner(Projection<?, ?> view) {
    ProjectionRunner runner = new ProjectionRunner(house.log, house.tail, house.database, personal, List.of(view));
    runner.start();
    return runner;
  }

  private Sheet read(Projection<?, ?> view) {
    return page(view, RowPlace.FIRST, Integer.MAX_VALUE);
  }

  private Sheet page(Projection<?, ?> view, RowPlace after, int size) {
    Sheet sheet = new Sheet(size, row -> {});
    tables.read(List.of(view), after, sheet);
    return sheet;
  }

  private void tell(String subject, String phone) {
    personal.prepare(List.of(subject));
    ObjectNode clear = EventCodec.mapper().createObjectNode().put("phone", phone);
    Life.append(house.log,
        new NewEvent(UUID.randomUUID(), null, null, subject, "customer.registered", 1, DAY,
            personal.seal(subject, Place.underWay("customer.registered"), clear).toString(),
            EventDecoder.encode(Metadata.NONE)));
  }
}
