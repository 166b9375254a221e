package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What may be asked again, and what will be refused again. */
class ViewsFailureTest {
  private final HikariDataSource database = TestPostgres.shared().freshDatabase();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void it_passes_that_no_connection_is_free() throws SQLException {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(database.getJdbcUrl());
      pool.setMaximumPoolSize(1);
      pool.setConnectionTimeout(250);
      try (Connection only = pool.getConnection()) {
        assertThat(only.isValid(1)).isTrue();
        assertThat(failure(pool, "select 1").isPassing()).isTrue();
      }
    }
  }

  @Test
  void it_passes_that_the_server_ends_a_connection() {
    assertThat(failure(database, "select pg_terminate_backend(pg_backend_pid())").isPassing()).isTrue();
  }

  @Test
  void it_does_not_pass_that_a_statement_is_refused() {
    assertThat(failure(database, "select nothing from nowhere").isPassing()).isFalse();
    assertThat(failure(database, "select 1 / 0").isPassing()).isFalse();
  }

  private static ViewsFailure failure(HikariDataSource source, String sql) {
    return catchThrowableOfType(ViewsFailure.class, () -> new ViewsDatabase(source).read(connection -> {
      try (Statement statement = connection.createStatement()) {
        return statement.execute(sql);
      }
    }));
  }
}
