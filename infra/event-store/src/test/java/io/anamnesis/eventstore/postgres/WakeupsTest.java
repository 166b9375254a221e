package io.anamnesis.eventstore.postgres;

import static io.anamnesis.eventstore.postgres.LogEvents.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WakeupsTest {
  private HikariDataSource database;
  private PostgresEventLog log;
  private PostgresEventLog other;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    other = PostgresEventLog.open(LogConfiguration.of(database));
  }

  @AfterEach
  void close() {
    log.close();
    other.close();
    database.close();
  }

  @Test
  void a_listener_is_woken_by_appends_of_its_own_process_and_of_others() throws Exception {
    AtomicInteger woken = new AtomicInteger();
    try (AutoCloseable registration = log.onAppend(woken::incrementAndGet)) {
      await().until(() -> listening() == 2);
      settleDown(woken);

      log.append(one("here"));
      await().until(() -> woken.get() > 0);
      settleDown(woken);

      other.append(one("there"));
      await().until(() -> woken.get() > 0);
    }
  }

  @Test
  void a_listener_that_fails_does_not_keep_others_from_being_woken() throws Exception {
    AtomicInteger woken = new AtomicInteger();
    try (AutoCloseable bad = log.onAppend(() -> {
      throw new IllegalStateException("on purpose");
    }); AutoCloseable good = log.onAppend(woken::incrementAndGet)) {
      log.append(one("a"));
      await().until(() -> woken.get() > 0);
    }
  }

  @Test
  void a_listener_that_was_closed_is_left_alone() throws Exception {
    AtomicInteger left = new AtomicInteger();
    AtomicInteger woken = new AtomicInteger();
    log.onAppend(left::incrementAndGet).close();
    try (AutoCloseable registration = log.onAppend(woken::incrementAndGet)) {
      log.append(one("a"));
      await().until(() -> woken.get() > 0);
      assertThat(left).hasValue(0);
    }
  }

  @Test
  void listening_goes_on_after_the_connection_was_lost() throws Exception {
    AtomicInteger woken = new AtomicInteger();
    try (AutoCloseable registration = log.onAppend(woken::incrementAndGet)) {
      await().until(() -> listening() == 2);
      execute("""
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and query like 'listen %'""");
      await().until(() -> listening() == 2);
      settleDown(woken);

      other.append(one("a"));

      await().until(() -> woken.get() > 0);
    }
  }

  /** Whoever begins to listen is woken once, for what it may have missed. */
  private static void settleDown(AtomicInteger woken) {
    await().until(() -> woken.getAndSet(0) == 0);
  }

  private int listening() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("""
            select count(*) from pg_stat_activity
            where datname = current_database() and query like 'listen %' and state = 'idle'""")) {
      row.next();
      return row.getInt(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
