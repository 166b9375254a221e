package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.NewEvent;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A projection that a release has dropped or renamed: it must not keep what its persons have had erased, nor their receipts. */
class GoneProjectionTest {
  private static final String TABLES =
      "select count(*) from pg_tables where schemaname = 'views' and tablename ~ 'spending_g'";

  private final House house = new House();
  private final Spending gone = new Spending("spending", 1);
  private final Random random = new Random(7);
  private final Forgetting forgetting = new Forgetting(house.database);

  @BeforeEach
  void runBoth() {
    append();
    try (ProjectionRunner runner = house.follow(gone, new FirstChannel())) {
      house.awaitLive(runner);
    }
    append();
  }

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void its_rows_go_and_hold_up_no_receipt() {
    house.execute(
        "insert into views.parked (projection, generation, key, position, cause) values ('spending', 1, 'C-1', 1, '')");
    ProjectionRunner before = house.follow(new FirstChannel());
    house.awaitLive(before);
    await().during(Duration.ofMillis(600)).until(() -> house.ask(TABLES).equals("4"));
    assertThat(forgetting.reached().orElseThrow()).isLessThan(house.log.head());
    assertThat(forgetting.isStuck("C-1")).isTrue();

    house.absence = Duration.ofMillis(100);
    house.follow(new FirstChannel());

    await().untilAsserted(() -> assertThat(house.ask(TABLES)).isEqualTo("0"));
    assertThat(forgetting.reached()).hasValue(house.log.head());
    assertThat(forgetting.isStuck("C-1")).isFalse();
    assertThat(house.ask("select count(*) from views.generation where name = 'spending'")).isEqualTo("0");
    assertThat(house.ask("select active from views.projection where name = 'spending'")).isNull();
    assertThat(house.list("select cell from views.figures('spending')")).isEmpty();
    new Oracle(house).confirms(house, new FirstChannel());
  }

  @Test
  void it_is_built_from_the_log_where_it_comes_back() {
    house.absence = Duration.ofMillis(100);
    house.follow(new FirstChannel());
    await().untilAsserted(() -> assertThat(house.ask(TABLES)).isEqualTo("0"));

    ProjectionRunner again = house.follow(gone);

    house.awaitLive(again);
    new Oracle(house).confirms(house, gone);
    assertThat(house.active("spending").number()).as("tables are never named a second time").isEqualTo(2);
  }

  @Test
  void rows_that_another_process_follows_are_left_to_it() {
    house.announceFollower(house.active("spending"));
    house.absence = Duration.ofMillis(100);
    ProjectionRunner runner = house.follow(new FirstChannel());
    house.awaitLive(runner);
    await().during(Duration.ofSeconds(1)).until(() -> house.ask(TABLES).equals("4"));
  }

  @Test
  void rows_of_a_name_that_is_somebodys_stay_though_nobody_here_has_its_code() {
    house.absence = Duration.ofSeconds(1);
    ProjectionRunner runner = house.follow(new FirstChannel());
    runner.reserve("spending");
    house.awaitLive(runner);
    await().during(Duration.ofSeconds(3)).until(() -> house.ask(TABLES).equals("4"));
  }

  @Test
  void who_comes_back_in_time_finds_all_rows() {
    house.absence = Duration.ofSeconds(30);
    ProjectionRunner other = house.follow(new FirstChannel());
    house.awaitLive(other);
    ProjectionRunner back = house.follow(gone);
    house.awaitLive(back);
    assertThat(house.active("spending").number()).isEqualTo(1);
    new Oracle(house).confirms(house, gone);
  }

  private void append() {
    Life.append(house.log, IntStream.range(0, 300).mapToObj(i -> Life.any(random, 30)).toArray(NewEvent[]::new));
  }
}
