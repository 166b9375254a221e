package io.anamnesis.eventstore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {

  @Test
  void who_waits_for_a_silent_connection_goes_on_after_the_limit_and_who_is_answered_in_time_is_left_alone()
      throws SQLException {
    try (HikariDataSource database = TestPostgres.shared().freshDatabase();
        Silence silence = new Silence(Duration.ofMillis(800));
        Connection connection = database.getConnection()) {
      for (int i = 0; i < 4; i++) {
        assertThat(silence.whileWatched(connection, () -> sleep(connection, "0.3"))).isTrue();
      }
      long began = System.nanoTime();
      assertThatThrownBy(() -> silence.whileWatched(connection, () -> sleep(connection, "20")))
          .isInstanceOf(SQLException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    }
  }

  private static boolean sleep(Connection connection, String seconds) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("select pg_sleep(" + seconds + ")");
    }
  }
}
