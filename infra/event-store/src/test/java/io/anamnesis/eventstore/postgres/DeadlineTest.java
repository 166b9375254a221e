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
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it measures how long an append may take")
class DeadlineTest {

  @Test
  void work_that_takes_too_long_loses_its_connection_and_work_that_is_done_in_time_does_not()
      throws SQLException {
    try (HikariDataSource database = TestPostgres.shared().freshDatabase();
        Deadline deadline = new Deadline(Duration.ofMillis(800));
        Connection connection = database.getConnection()) {
      for (int i = 0; i < 4; i++) {
        assertThat(deadline.within(connection, () -> sleep(connection, "0.3"))).isTrue();
      }
      long began = System.nanoTime();
      assertThatThrownBy(() -> deadline.within(connection, () -> sleep(connection, "20")))
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
