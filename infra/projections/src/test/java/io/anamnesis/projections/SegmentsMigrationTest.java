package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class SegmentsMigrationTest {

  @Test
  void views_and_policies_of_before_go_on_where_they_stood_in_every_segment() throws SQLException {
    try (HikariDataSource database = TestPostgres.shared().freshDatabase()) {
      Flyway.configure().dataSource(database).schemas("views").defaultSchema("views").target("1")
          .locations("classpath:db/projections").load().migrate();
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
}
