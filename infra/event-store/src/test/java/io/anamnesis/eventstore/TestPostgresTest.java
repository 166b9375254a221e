package io.anamnesis.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestPostgresTest {

  @ParameterizedTest
  @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
  void what_is_committed_is_on_the_disk(String setting) throws SQLException {
    try (var database = TestPostgres.shared().freshDatabase()) {
      assertThat(show(database.getConnection(), setting)).isEqualTo("on");
    }
  }

  @Test
  void every_database_is_empty_and_its_own() throws SQLException {
    try (var one = TestPostgres.shared().freshDatabase(); var other = TestPostgres.shared().freshDatabase()) {
      try (Connection connection = one.getConnection(); Statement statement = connection.createStatement()) {
        statement.execute("create table seen (n int)");
      }
      try (Connection connection = other.getConnection();
          Statement statement = connection.createStatement();
          ResultSet found = statement.executeQuery("select to_regclass('seen')")) {
        found.next();
        assertThat(found.getString(1)).isNull();
      }
    }
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement();
        ResultSet value = statement.executeQuery("show " + setting)) {
      value.next();
      return value.getString(1);
    }
  }
}
