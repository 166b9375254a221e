package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.NewEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As a role sees it that may read the schema {@code analysis} and nothing else. */
class SqlViewsTest {
  private static final String ALL = "select channel, customers, spent from analysis.first_channel order by channel";

  private final String role = "analyst_" + UUID.randomUUID().toString().replace("-", "");
  private final House house = new House();
  private final FirstChannel tally = new FirstChannel();
  private final Random random = new Random(2);

  @BeforeEach
  void grant() {
    ViewsSchema.migrate(house.database);
    house.execute("create role " + role);
    house.execute("grant usage on schema analysis to " + role);
    house.execute("alter default privileges in schema analysis grant select on tables to " + role);
  }

  @AfterEach
  void close() throws Exception {
    house.execute("drop owned by " + role);
    house.execute("drop role " + role);
    house.close();
  }

  @Test
  void a_tally_is_a_view_and_a_swap_changes_what_it_shows_at_once() {
    appendSome(400);
    ProjectionRunner runner = house.follow(tally);
    house.awaitLive(runner);
    try (SqlViews views = views(runner)) {
      assertThat(asAnalyst(ALL)).isEqualTo(expected());

      appendSome(100);
      house.awaitLive(runner);
      assertThat(asAnalyst(ALL)).isEqualTo(expected());

      runner.rebuild("first-channel");
      await().atMost(House.LONG).until(() -> house.ask("select active from views.projection").equals("2"));
      assertThat(asAnalyst(ALL)).isEqualTo(expected());
    }
  }

  @Test
  void the_role_reads_nothing_else() {
    appendSome(10);
    ProjectionRunner runner = house.follow(tally);
    house.awaitLive(runner);
    try (SqlViews views = views(runner)) {
      for (String secret : List.of("log.event", "views.first_channel_g1", "views.first_channel_g1_cell",
          "views.projection", "views.figures('first-channel')")) {
        assertThatThrownBy(() -> asAnalyst("select * from " + secret)).as(secret).rootCause()
            .isInstanceOf(SQLException.class).hasMessageContaining("permission denied");
      }
    }
  }

  @Test
  void who_reads_a_view_holds_up_no_swap() throws SQLException {
    appendSome(100);
    ProjectionRunner runner = house.follow(tally);
    house.awaitLive(runner);
    try (SqlViews views = views(runner);
        Connection reader = house.database.getConnection();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.executeQuery(ALL);

      runner.rebuild("first-channel");

      await().atMost(House.LONG).until(() -> house.ask("select active from views.projection").equals("2"));
      reader.rollback();
      reader.setAutoCommit(true);
    }
  }

  @Test
  void names_of_columns_are_names_and_no_sql() {
    SqlView view = SqlView.of(new FirstChannel() {
      @Override
      public List<Column> dimensions() {
        return List.of(Column.text("a\" from log.event; --"), Column.text("it's"));
      }
    });

    assertThat(view.create()).contains("as \"a\"\" from log.event; --\"", "->> 'it''s')");
  }

  private SqlViews views(ProjectionRunner runner) {
    SqlViews views = new SqlViews(house.database, runner::projections);
    views.start();
    await().atMost(House.LONG).until(() -> house.ask("select count(*) from views.sql_view").equals("1"));
    return views;
  }

  private List<List<String>> expected() {
    var figures = new Oracle(house).figures(tally);
    return figures.keySet().stream().map(cell -> cell.dimensions().get("channel")).distinct().sorted()
        .map(channel -> List.of(channel, figures.get(FirstChannel.cell("customers", channel)).toPlainString(),
            figures.get(FirstChannel.cell("spent", channel)).toPlainString()))
        .toList();
  }

  private List<List<String>> asAnalyst(String sql) {
    try (Connection connection = house.database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute("set role " + role);
      try (ResultSet found = statement.executeQuery(sql)) {
        List<List<String>> rows = new ArrayList<>();
        while (found.next()) {
          rows.add(List.of(found.getString(1), found.getString(2), found.getString(3)));
        }
        return rows;
      } finally {
        statement.execute("reset role");
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void appendSome(int events) {
    Life.append(house.log, IntStream.range(0, events).mapToObj(i -> Life.any(random, 30)).toArray(NewEvent[]::new));
  }
}
