package io.anamnesis.eventstore.postgres;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Holds every commit to the log at the server, where the transaction has written and has the writers' turn, until it is
 * released: by a deferred trigger that waits for a lock.
 */
final class HeldCommits implements AutoCloseable {
  private static final long GATE = 7;

  private static final String INSTALL = """
      create or replace function hold_commit() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock_shared(%d);
        return null;
      end $$;
      create constraint trigger hold_commit after insert on log.event deferrable initially deferred
        for each row execute function hold_commit();
      select pg_advisory_lock(%d)""".formatted(GATE, GATE);

  private static final String TURNS = """
      select count(*) from pg_locks
      where locktype = 'advisory' and granted = ? and objsubid = 1
        and database = (select oid from pg_database where datname = current_database())
        and (classid::bigint << 32) + objid::bigint = ?""";

  private final DataSource database;
  private final Connection gate;

  HeldCommits(DataSource database) throws SQLException {
    this.database = database;
    this.gate = database.getConnection();
    try (Statement statement = gate.createStatement()) {
      statement.execute(INSTALL);
    }
  }

  /** Returns when so many sessions of this database have the writers' turn. */
  void awaitTurnsHeld(int sessions) {
    await().until(() -> turns(database, true) == sessions);
  }

  /** Returns when so many sessions of this database wait for the writers' turn. */
  void awaitTurnsWanted(int sessions) {
    await().until(() -> turns(database, false) == sessions);
  }

  private static int turns(DataSource database, boolean granted) throws SQLException {
    try (Connection connection = database.getConnection();
        var statement = connection.prepareStatement(TURNS)) {
      statement.setBoolean(1, granted);
      statement.setLong(2, WritersTurn.LOCK);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** Lets all commits pass, for good. */
  void release() throws SQLException {
    try (Statement statement = gate.createStatement()) {
      statement.execute("select pg_advisory_unlock_all()");
    }
  }

  @Override
  public void close() throws SQLException {
    release();
    gate.close();
  }
}
