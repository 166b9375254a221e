package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.TestPostgres;
import java.util.Random;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FollowerTest {
  private final House house = new House();
  private final Spending spending = new Spending("spending", 1);
  private final FirstChannel firstChannel = new FirstChannel();

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void rows_lines_and_figures_equal_a_brute_force_fold_across_many_pages() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ProjectionRunner runner = house.follow(spending, firstChannel);
    for (int round = 0; round < 30; round++) {
      Life.append(house.log, IntStream.range(0, 200).mapToObj(i -> Life.any(random, 40)).toArray(NewEvent[]::new));
    }
    house.awaitLive(runner);

    Oracle oracle = new Oracle(house);
    assertThat(oracle.lives()).as("seed %s", seed).hasSize(40);
    oracle.confirms(house, spending);
    oracle.confirms(house, firstChannel);
  }

  @Test
  void a_backlog_is_folded_as_well_as_what_arrives() {
    Random random = new Random(7);
    for (int round = 0; round < 5; round++) {
      Life.append(house.log, IntStream.range(0, 900).mapToObj(i -> Life.any(random, 25)).toArray(NewEvent[]::new));
    }
    ProjectionRunner runner = house.follow(spending, firstChannel);
    house.awaitLive(runner);
    new Oracle(house).confirms(house, spending);
    Life.append(house.log, Life.purchase("C-1", DAY, "5.00", "app"));
    house.awaitLive(runner);

    Oracle oracle = new Oracle(house);
    oracle.confirms(house, spending);
    oracle.confirms(house, firstChannel);
  }

  @Test
  void the_token_passes_events_that_are_nobodys_business() {
    ProjectionRunner runner = house.follow(spending);
    long last = Life.append(house.log, Life.undeclared("C-1", DAY), Life.undeclared("C-2", DAY));
    house.awaitLive(runner);

    assertThat(house.models.live(spending, "C-1"))
        .isEqualTo(new Live<>(new Folded<>("C-1", spending.initial(), 0), last));
    assertThat(house.ask("select count(*) from views.spending_g1")).isEqualTo("0");
  }

  @Test
  void a_late_fact_restates_the_figures() {
    ProjectionRunner runner = house.follow(firstChannel);
    Life.append(house.log, Life.purchase("C-1", DAY.plusSeconds(60), "10.00", "app"),
        Life.purchase("C-2", DAY.plusSeconds(60), "5.00", "app"));
    house.awaitLive(runner);
    Life.append(house.log, Life.purchase("C-1", DAY, "3.00", "counter"));
    house.awaitLive(runner);

    assertThat(house.models.figures(firstChannel)).hasToString("{Cell[measure=customers, dimensions={channel=app}]=1, "
        + "Cell[measure=customers, dimensions={channel=counter}]=1, "
        + "Cell[measure=spent, dimensions={channel=app}]=5.00, "
        + "Cell[measure=spent, dimensions={channel=counter}]=13.00}");
  }

  @Test
  void two_processes_on_the_same_rows_write_nothing_twice() {
    Random random = new Random(11);
    try (var secondPool = TestPostgres.pool(house.database.getJdbcUrl(), 8)) {
      ProjectionRunner one = house.follow(spending, firstChannel);
      try (ProjectionRunner two = house.follow((DataSource) secondPool, spending, firstChannel)) {
        for (int round = 0; round < 200; round++) {
          Life.append(house.log, IntStream.range(0, 20).mapToObj(i -> Life.any(random, 10)).toArray(NewEvent[]::new));
        }
        house.awaitLive(one);
        house.awaitLive(two);
      }
    }
    Oracle oracle = new Oracle(house);
    oracle.confirms(house, spending);
    oracle.confirms(house, firstChannel);
  }

  @Test
  void the_loser_of_a_compare_and_set_writes_nothing() {
    Generations generations = new Generations(new ViewsDatabase(house.database));
    Generation generation = generations.build("spending", 1);
    GenerationFeed<Spending.Spent> first = feed(generation);
    GenerationFeed<Spending.Spent> second = feed(generation);
    Life.append(house.log, Life.purchase("C-1", DAY, "10.00", "app"));
    second.ensureKnown();
    first.step(Long.MAX_VALUE, 100);

    assertThatThrownBy(() -> second.step(Long.MAX_VALUE, 100))
        .isInstanceOf(TokenMoved.class);
    assertThat(house.ask("select count(*) from views.spending_g1_line")).isEqualTo("2");
    assertThat(second.step(Long.MAX_VALUE, 100)).isZero();
    assertThat(second.share()).isEqualTo(first.share());
  }

  @Test
  void lines_are_read_newest_first_page_by_page() {
    ProjectionRunner runner = house.follow(spending);
    for (int i = 0; i < 5; i++) {
      Life.append(house.log, Life.purchase("C-1", DAY.plusSeconds(i), i + ".00", "app"));
    }
    house.awaitLive(runner);

    var first = house.models.lines(spending, "C-1", LineCursor.NEWEST, 3);
    var rest = house.models.lines(spending, "C-1", first.getLast().cursor(), 100);
    var all = new Oracle(house).lines(spending, "C-1", event -> true);
    assertThat(first).isEqualTo(all.subList(0, 3));
    assertThat(rest).isEqualTo(all.subList(3, 10));
    assertThat(house.models.linesAt(spending, "C-1", TimeTravel.NONE, first.getLast().cursor(), 4))
        .isEqualTo(all.subList(3, 7));
  }

  @Test
  void a_database_that_comes_back_loses_nothing() {
    ProjectionRunner runner = house.follow(spending);
    Life.append(house.log, Life.purchase("C-1", DAY, "1.00", "app"));
    house.awaitLive(runner);
    house.execute("alter table views.spending_g1 rename to away");
    Life.append(house.log, Life.purchase("C-1", DAY, "2.00", "app"));
    await().untilAsserted(() -> assertThat(runner.status().getFirst().lastError()).contains("42P01"));
    house.execute("alter table views.away rename to spending_g1");
    house.awaitLive(runner);

    new Oracle(house).confirms(house, spending);
    await().untilAsserted(() -> assertThat(runner.status().getFirst().lastError()).isNull());
  }

  private GenerationFeed<Spending.Spent> feed(Generation generation) {
    return new GenerationFeed<>(house.tail, new ViewsDatabase(house.database),
        Folding.of(spending, new NoPersonalData()), generation);
  }
}
