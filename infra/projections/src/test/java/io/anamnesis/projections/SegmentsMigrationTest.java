package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class SegmentsMigrationTest {

  @Test
  void a_token_that_an_earlier_build_is_just_moving_is_not_missed() throws Exception {
    try (HikariDataSource database = TestPostgres.shared().freshDatabase();
        Connection earlier = database.getConnection();
        Statement statement = earlier.createStatement()) {
      migrateToBefore(database);
      statement.execute("""
          insert into views.projection (name, active, last_generation) values ('spending', 1, 1);
          insert into views.generation (name, generation, version, state, position) values ('spending', 1, 1, 'live', 70)
          """);
      earlier.setAutoCommit(false);
      statement.execute("update views.generation set position = 80, epoch = epoch + 1 where position = 70");
      CompletableFuture<Void> migration =
          CompletableFuture.runAsync(() -> ViewsSchema.migrate(database), Thread::startVirtualThread);
      await().until(() -> waiting(database) || migration.isDone());
      earlier.commit();
      migration.join();

      Share live = new ViewsDatabase(database).read(new Segments(new Work("spending", 1))::all);
      assertThat(live.isWhole()).isTrue();
      assertThat(live.tokens()).allMatch(token -> token.position() == 80 && token.epoch() == 1);
    }
  }

  @Test
  void views_and_policies_of_before_go_on_where_they_stood_in_every_segment() throws SQLException {
    try (HikariDataSource database = TestPostgres.shared().freshDatabase()) {
      migrateToBefore(database);
      try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
        statement.execute("""
            insert into views.projection (name, active, last_generation) values ('spending', 2, 3);
            insert into views.generation (name, generation, version, state, position, epoch)
            values ('spending', 1, 1, 'retired', 5, 0), ('spending', 2, 1, 'live', 70, 4),
              ('spending', 3, 2, 'building', 30, 0);
            insert into views.policy (name, stage, position, epoch) values ('awards', 1, 60, 2)""");
      }
      ViewsSchema.migrate(database);
      ViewsDatabase views = new ViewsDatabase(database);

      Share live = views.read(new Segments(new Work("spending", 2))::all);
      assertThat(live.isWhole()).isTrue();
      assertThat(live.of()).isEqualTo(Segments.STANDARD);
      assertThat(live.tokens()).allMatch(token -> token.position() == 70 && token.epoch() == 4);
      assertThat(views.read(new Segments(new Work("spending", 3))::all).levels()).containsExactly(30L);
      assertThat(views.read(new Segments(new Work("spending", 1))::all).isEmpty()).isTrue();
      assertThat(new PolicyTokens(views, "awards").position()).isEqualTo(60);
      assertThat(new Generations(views).active("spending").orElseThrow().segments()).isEqualTo(Segments.STANDARD);
    }
  }

  private static void migrateToBefore(DataSource database) {
    Flyway.configure().dataSource(database).schemas("views").defaultSchema("views").target("1")
        .locations("classpath:db/projections").load().migrate();
  }

  /** Whether somebody waits for a table of the views. */
  private static boolean waiting(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("""
            select exists (select from pg_locks where not granted and relation = 'views.generation'::regclass
            and database = (select oid from pg_database where datname = current_database()))""")) {
      return row.next() && row.getBoolean(1);
    }
  }
}
