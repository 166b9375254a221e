package io.anamnesis.eventstore.postgres;

import static io.anamnesis.eventstore.postgres.LogEvents.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
    // Until it was closed it may have heard of those who came to listen.
    settleDown(left);
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
          where pid in (select pid from pg_locks where locktype = 'advisory' and mode = 'ShareLock'
            and database = (select oid from pg_database where datname = current_database()))""");
      await().until(() -> listening() == 2);
      settleDown(woken);

      other.append(one("a"));

      await().until(() -> woken.get() > 0);
    }
  }

  @Test
  void who_listens_alone_need_not_notify_and_learns_at_once_when_others_come() throws Exception {
    other.close();
    await().until(() -> listening() == 1);
    try (Wakeups alone = new Wakeups(database, LogSchema.LOG)) {
      await().until(() -> listening() == 2);
      log.close();
      await().until(() -> listening() == 1);
      await().atMost(Duration.ofSeconds(15)).until(() -> !alone.othersListen());

      try (PostgresEventLog newcomer = PostgresEventLog.open(LogConfiguration.of(database))) {
        await().atMost(Duration.ofSeconds(2)).until(alone::othersListen);
        AtomicInteger woken = new AtomicInteger();
        alone.add(woken::incrementAndGet);
        newcomer.append(one("a"));
        await().until(() -> woken.get() > 0);
      }
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
            select count(*) from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted
            and database = (select oid from pg_database where datname = current_database())""")) {
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
