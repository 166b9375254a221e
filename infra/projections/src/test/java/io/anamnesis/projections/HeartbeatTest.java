package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.Subscription;
import io.anamnesis.eventstore.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it measures how long a lease is held")
class HeartbeatTest {
  private static final Work AWARDS = Work.ofPolicy("awards");
  private static final Work LETTERS = Work.ofPolicy("letters");
  private static final Subscription NOTHING = new Subscription(Set.of(), false);
  private static final String LAST_HEARD_OF_LETTERS = "select alive_until from views.follower where name = 'letters'";

  private final House house = new House();
  private HikariDataSource pool;

  @BeforeEach
  void open() {
    ViewsSchema.migrate(house.database);
    pool = TestPostgres.pool(house.database.getJdbcUrl(), 2);
    pool.setConnectionTimeout(1_000);
    ViewsDatabase views = new ViewsDatabase(house.database);
    new PolicyTokens(views, AWARDS.name()).register(1, NOTHING);
    new PolicyTokens(views, LETTERS.name()).register(1, NOTHING);
  }

  @AfterEach
  void close() throws Exception {
    pool.close();
    house.close();
  }

  @Test
  void a_work_whose_row_is_locked_does_not_keep_the_others_from_being_heard_of() throws SQLException {
    try (Heartbeat heartbeat = beating(Duration.ofSeconds(2))) {
      Claims awards = settled(heartbeat, AWARDS);
      Claims letters = settled(heartbeat, LETTERS);
      try (Connection other = house.database.getConnection(); Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("select name from views.follower where name = 'awards' for update");
        await().until(() -> !awards.holds());
        String before = house.ask(LAST_HEARD_OF_LETTERS);
        await().until(() -> !before.equals(house.ask(LAST_HEARD_OF_LETTERS)));
        assertThat(letters.holds()).isTrue();
        other.rollback();
      }
      awards.settle();
      assertThat(awards.holds()).isTrue();
    }
  }

  @Test
  void a_process_that_was_forgotten_does_not_rely_on_its_claims_any_more() {
    try (Heartbeat heartbeat = beating(Duration.ofSeconds(8))) {
      Claims awards = settled(heartbeat, AWARDS);
      house.execute("delete from views.follower");
      await().atMost(Duration.ofSeconds(5)).until(() -> !awards.holds());
      awards.settle();
      assertThat(awards.holds()).isTrue();
    }
  }

  @Test
  void it_is_heard_of_though_others_have_emptied_the_pool() throws SQLException {
    try (Heartbeat heartbeat = beating(Duration.ofSeconds(1))) {
      settled(heartbeat, LETTERS);
      await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 1);
      try (Connection last = pool.getConnection()) {
        assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(5)).until(
            () -> house.ask("select count(*) from views.follower where alive_until > clock_timestamp()").equals("1"));
        assertThat(last.isValid(1)).isTrue();
      }
    }
  }

  @Test
  void it_comes_back_after_its_connection_was_lost() {
    try (Heartbeat heartbeat = beating(Duration.ofSeconds(2))) {
      settled(heartbeat, LETTERS);
      await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 1);
      house.execute("""
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and query like 'update views.follower%'""");
      String before = house.ask(LAST_HEARD_OF_LETTERS);
      await().until(() -> !before.equals(house.ask(LAST_HEARD_OF_LETTERS)));
    }
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
  }

  @Test
  void whoever_settles_counts_itself_among_the_living_however_short_its_term() {
    try (Heartbeat heartbeat = beating(Duration.ZERO)) {
      Claims awards = new Claims(new ViewsDatabase(house.database), AWARDS, heartbeat, Division.FAIR);
      assertThat(awards.settle().isWhole()).isTrue();
    }
  }

  private Heartbeat beating(Duration term) {
    Heartbeat heartbeat = new Heartbeat(new ViewsDatabase(pool), new Lease(term));
    if (term.isPositive()) {
      heartbeat.start();
    }
    return heartbeat;
  }

  private Claims settled(Heartbeat heartbeat, Work work) {
    Claims claims = new Claims(new ViewsDatabase(house.database), work, heartbeat, Division.FAIR);
    claims.settle();
    return claims;
  }
}
