package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.TokenUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParkingTest {
  private final House house = new House();
  private final Spending spending = new Spending("spending", 1);

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void a_poisoned_event_parks_its_key_and_everybody_else_goes_on() {
    ProjectionRunner runner = house.follow(spending);
    Life.append(house.log, Life.signin("C-1", DAY), Life.poison("C-1", DAY), Life.signin("C-1", DAY),
        Life.purchase("C-2", DAY, "2.00", "app"));
    house.awaitLive(runner);
    Life.append(house.log, Life.signin("C-1", DAY), Life.signin("C-2", DAY));
    house.awaitLive(runner);

    assertThat(house.models.live(spending, "C-2").folded())
        .isEqualTo(new Oracle(house).state(spending, "C-2", event -> true));
    assertThatThrownBy(() -> house.models.live(spending, "C-1")).isInstanceOf(ParkedException.class);
    assertThatThrownBy(() -> house.models.lines(spending, "C-1", LineCursor.NEWEST, 1))
        .isInstanceOf(ParkedException.class);
    assertThatThrownBy(() -> house.models.travel(spending, "C-1", TimeTravel.NONE))
        .isInstanceOf(ParkedException.class);
    assertThat(house.ask("select position from views.parked where key = 'C-1'")).isEqualTo("2");
    assertThat(house.ask("select state from views.spending_g1 where subject = 'C-1'")).contains("\"signins\":1");
    assertThat(runner.status().getFirst().parked()).isEqualTo(1);
  }

  @Test
  void rows_that_are_given_up_are_followed_no_longer_also_where_a_key_is_parked_in_them() {
    ViewsDatabase views = new ViewsDatabase(house.database);
    GenerationFeed<Spending.Spent> feed = new GenerationFeed<>(house.tail, views,
        Folding.of(spending, new NoPersonalData()), new Generations(views).build("spending", 1));
    Life.append(house.log, Life.poison("C-1", DAY));
    feed.step(Long.MAX_VALUE, 10);
    assertThat(feed.parked()).containsExactly("C-1");

    new Generations(views).cancel("spending");
    feed.doubt();
    assertThatThrownBy(() -> feed.step(Long.MAX_VALUE, 10)).isInstanceOf(GenerationRetired.class);
  }

  @ParameterizedTest
  @ValueSource(classes = {LogUnavailable.class, TokenUnavailable.class})
  void what_is_no_fault_of_the_event_parks_nothing(Class<?> kind) {
    RuntimeException around = kind == LogUnavailable.class
        ? new LogUnavailable(new SQLException())
        : new TokenUnavailable("a token", new IllegalStateException());
    assertThatThrownBy(() -> Poison.park("C-1", 1, around)).isSameAs(around);
    IllegalStateException within = new IllegalStateException(around);
    assertThatThrownBy(() -> Poison.park("C-1", 1, within)).isSameAs(within);
    assertThat(Poison.park("C-1", 1, new IllegalStateException()).key()).isEqualTo("C-1");
  }

  @Test
  void the_note_of_a_parked_key_tells_the_place_and_no_message() {
    ProjectionRunner runner = house.follow(spending);
    Life.append(house.log, Life.poison("C-1", DAY));
    house.awaitLive(runner);

    assertThat(house.ask("select cause from views.parked")).startsWith("java.lang.IllegalStateException at ")
        .contains("Spending.bought").doesNotContain("told by nobody");
  }

  @Test
  void a_retry_folds_the_key_anew_from_its_first_event() {
    ProjectionRunner runner = house.follow(spending);
    Life.append(house.log, Life.purchase("C-1", DAY, "7.00", "app"), Life.poison("C-1", DAY),
        Life.purchase("C-1", DAY, "9.00", "app"), Life.signin("C-2", DAY));
    house.awaitLive(runner);

    assertThat(runner.retryParked("spending", "C-1")).isFalse();
    assertThatThrownBy(() -> house.models.live(spending, "C-1")).isInstanceOf(ParkedException.class);

    spending.mend();
    assertThat(runner.retryParked("spending", "C-1")).isTrue();
    Life.append(house.log, Life.signin("C-1", DAY));
    house.awaitLive(runner);
    new Oracle(house).confirms(house, spending);
    assertThat(runner.status().getFirst().parked()).isZero();
  }

  @Test
  void every_parked_key_is_retried_once_at_the_start() {
    try (ProjectionRunner runner = house.follow(spending)) {
      Life.append(house.log, Life.poison("C-1", DAY), Life.signin("C-1", DAY));
      house.awaitLive(runner);
    }
    spending.mend();
    ProjectionRunner again = house.follow(spending);

    await().untilAsserted(() -> assertThat(again.status().getFirst().parked()).isZero());
    new Oracle(house).confirms(house, spending);
  }

  @Test
  void a_parked_key_is_retried_while_the_follower_is_idle() {
    house.retryEvery(Duration.ofMillis(50));
    ProjectionRunner runner = house.follow(spending);
    Life.append(house.log, Life.poison("C-1", DAY), Life.signin("C-1", DAY));
    await().untilAsserted(() -> assertThat(runner.status().getFirst().parked()).isEqualTo(1));
    spending.mend();

    await().untilAsserted(() -> assertThat(runner.status().getFirst().parked()).isZero());
    new Oracle(house).confirms(house, spending);
  }

  @Test
  void a_retry_that_throws_every_time_holds_up_nobody_else_and_comes_again() {
    ProjectionRunner first = house.follow(spending);
    Life.append(house.log, Life.poison("C-1", DAY), Life.poison("C-2", DAY));
    house.awaitLive(first);
    house.execute("create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$");
    house.execute("create trigger refuse before update or delete on views.parked for each row"
        + " when (old.key = 'C-1') execute function refuse()");
    first.close();
    spending.mend();
    house.retryEvery(Duration.ofMillis(50));
    ProjectionRunner runner = house.follow(spending);

    assertThatThrownBy(() -> runner.retryParked("spending", "C-1")).isInstanceOf(IllegalStateException.class);
    Life.append(house.log, Life.signin("C-3", DAY));
    house.awaitLive(runner);
    await()
        .untilAsserted(() -> assertThat(house.ask("select string_agg(key, ',') from views.parked")).isEqualTo("C-1"));
    house.execute("drop trigger refuse on views.parked");
    await().untilAsserted(() -> assertThat(runner.status().getFirst().parked()).isZero());
    new Oracle(house).confirms(house, spending);
  }

  @Test
  void a_follower_whose_token_is_held_gives_its_connection_back_and_comes_again() throws SQLException {
    Generation generation = new Generations(new ViewsDatabase(house.database)).build("spending", 1);
    Life.append(house.log, Life.signin("C-1", DAY));
    try (HikariDataSource pool = TestPostgres.pool(house.database.getJdbcUrl(), 1);
        Connection holder = house.database.getConnection();
        Statement statement = holder.createStatement()) {
      GenerationFeed<Spending.Spent> feed = feed(new ViewsDatabase(pool), generation);
      holder.setAutoCommit(false);
      statement.execute("select 1 from views.segment for update");
      assertThatThrownBy(() -> feed.step(Long.MAX_VALUE, 10)).isInstanceOf(ViewsFailure.class)
          .hasStackTraceContaining("lock timeout");
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
      holder.rollback();

      assertThat(feed.step(Long.MAX_VALUE, 10)).isEqualTo(1);
    }
  }

  @Test
  void figures_of_a_parked_key_are_restated_by_its_retry() {
    Stumbling stumbling = new Stumbling();
    ProjectionRunner runner = house.follow(stumbling);
    Life.append(house.log, Life.purchase("C-1", DAY.plusSeconds(9), "7.00", "app"), Life.poison("C-1", DAY),
        Life.purchase("C-2", DAY, "1.00", "app"));
    house.awaitLive(runner);
    assertThat(house.models.figures(stumbling).get(FirstChannel.cell("spent", "app"))).isEqualByComparingTo("8.00");

    stumbling.mended = true;
    assertThat(runner.retryParked(stumbling.name(), "C-1")).isTrue();
    assertThat(house.models.figures(stumbling)).isEqualTo(new Oracle(house).figures(stumbling));
  }

  @Test
  void a_key_unparked_by_another_process_misses_none_of_its_events() {
    Generation generation = new Generations(new ViewsDatabase(house.database)).build("spending", 1);
    GenerationFeed<Spending.Spent> one = feed(generation);
    GenerationFeed<Spending.Spent> two = feed(generation);
    Life.append(house.log, Life.poison("C-1", DAY));
    one.step(Long.MAX_VALUE, 10);
    two.step(Long.MAX_VALUE, 10);
    spending.mend();
    assertThat(one.retry("C-1")).isTrue();
    Life.append(house.log, Life.signin("C-1", DAY));

    assertThatThrownBy(() -> two.step(Long.MAX_VALUE, 10)).isInstanceOf(TokenMoved.class);
    assertThat(two.step(Long.MAX_VALUE, 10)).isEqualTo(1);
    assertThat(house.ask("select state from views.spending_g1")).contains("\"signins\":1");
  }

  @Test
  void an_unknown_revision_of_a_declared_type_stops_the_follower_loudly() {
    ProjectionRunner runner = house.follow(spending);
    Life.append(house.log, Life.signin("C-1", DAY));
    house.awaitLive(runner);
    Life.append(house.log, Life.ofRevision("signin.made", 99));

    await().untilAsserted(
        () -> assertThat(runner.status().getFirst().state()).isEqualTo(ProjectionStatus.State.FAILED));
    assertThat(runner.status().getFirst().lastError()).contains("signin.made", "99");
    assertThat(runner.status().getFirst().position()).isEqualTo(1);
  }

  @Test
  void an_unknown_revision_of_an_undeclared_type_is_nobodys_business() {
    ProjectionRunner runner = house.follow(spending);
    Life.append(house.log, Life.ofRevision("price.acknowledged", 99), Life.signin("C-1", DAY));
    house.awaitLive(runner);

    assertThat(house.models.live(spending, "C-1").folded().state().signins()).isEqualTo(1);
  }

  private GenerationFeed<Spending.Spent> feed(Generation generation) {
    return feed(new ViewsDatabase(house.database), generation);
  }

  private GenerationFeed<Spending.Spent> feed(ViewsDatabase views, Generation generation) {
    return new GenerationFeed<>(house.tail, views,
        Folding.of(spending, new NoPersonalData()), generation);
  }
}
