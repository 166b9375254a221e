package io.anamnesis.eventstore.conformance;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * What befalls a transaction that has written events and is about to commit. It is the server that holds it up or refuses,
 * by a deferred constraint, so it befalls every engine alike, however it sends its statements.
 */
final class CommitFaults {
  private static final long LATCH = 0x6661_756C_74L;

  private static final String WAITING = """
      select exists (
        select from pg_locks
        where locktype = 'advisory' and not granted and (classid::bigint << 32 | objid::bigint) = %d
          and database = (select oid from pg_database where datname = current_database()))""".formatted(LATCH);

  private CommitFaults() {}

  /** From now on every third transaction takes a little longer, and every fifth is rolled back. */
  static void letSomeStumble(Store store) throws SQLException {
    try (Connection connection = store.database().getConnection(); Statement statement = connection.createStatement()) {
      statement.execute(stumble(store.kind().table()));
    }
  }

  /** A sequence counts what was rolled back, too: who tries again is not refused for ever. */
  private static String stumble(String table) {
    return """
        create sequence fault_transactions;

        create function stumble() returns trigger language plpgsql as $$
        declare
          number bigint;
        begin
          if coalesce(current_setting('fault.number', true), '') = '' then
            number := nextval('fault_transactions');
            perform set_config('fault.number', number::text, true);
            if number %% 3 = 0 then
              perform pg_sleep(number %% 25 / 1000.0);
            end if;
            if number %% 5 = 0 then
              raise exception 'rolled back' using errcode = '40001';
            end if;
          end if;
          return null;
        end $$;

        create constraint trigger stumble after insert on %s deferrable initially deferred
          for each row execute function stumble();""".formatted(table);
  }

  /** The transaction that records this event will wait at its commit. */
  static Held hold(Store store, String eventId) throws SQLException {
    Connection connection = store.database().getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(hold(store.kind().table(), store.kind().idColumn(), eventId));
    }
    return new Held(connection);
  }

  private static String hold(String table, String idColumn, String eventId) {
    return """
        create function hold() returns trigger language plpgsql as $$
        begin
          if new.%s::text = '%s' then
            perform pg_advisory_xact_lock_shared(%d);
          end if;
          return null;
        end $$;

        create constraint trigger hold after insert on %s deferrable initially deferred
          for each row execute function hold();

        select pg_advisory_lock(%d);""".formatted(idColumn, eventId, LATCH, table, LATCH);
  }

  /** A commit that waits until it is let go. */
  record Held(Connection connection) implements AutoCloseable {

    void awaitReached() {
      await().atMost(Duration.ofSeconds(5)).until(() -> {
        try (Statement statement = connection.createStatement(); ResultSet waits = statement.executeQuery(WAITING)) {
          return waits.next() && waits.getBoolean(1);
        }
      });
    }

    void letGo() throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("select pg_advisory_unlock_all()");
      }
    }

    @Override
    public void close() throws SQLException {
      letGo();
      connection.close();
    }
  }
}
