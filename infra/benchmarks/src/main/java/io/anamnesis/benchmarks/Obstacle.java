package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Whoever comes to a step of a rebuild waits there until this is closed. */
final class Obstacle implements AutoCloseable {
  private static final String STEP = """
      create function step() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock_shared(4711);
        return new;
      end $$""";

  private static final String STEP_TO_KEYS = """
      create function step_to_keys() returns event_trigger language plpgsql as $$
      begin
        if current_query() like '%portrait%add primary key%' then
          perform pg_advisory_xact_lock_shared(4711);
        end if;
      end $$""";

  private static final String SOMEBODY = """
      select exists (
        select from pg_locks where locktype = 'advisory' and objid = 4711 and not granted
          and database = (select oid from pg_database where datname = current_database()))""";

  private static final String HOLD = """
      select pg_advisory_lock(4711)""";

  private static final String AWAY = """
      drop function step() cascade;
      drop function step_to_keys() cascade""";

  private final Cluster cluster;
  private final String database;
  private final HikariDataSource pool;
  private final Connection holder;

  Obstacle(Cluster cluster, String database, String trigger) {
    this.cluster = cluster;
    this.database = database;
    this.pool = cluster.pool(database, 1);
    try {
      this.holder = pool.getConnection();
      try (Statement statement = holder.createStatement()) {
        statement.execute(STEP);
        statement.execute(STEP_TO_KEYS);
        statement.execute(HOLD);
        statement.execute(trigger);
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  void awaitSomebody(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!cluster.ask(database, SOMEBODY).equals("t")) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("nobody came to the step within " + patience.toMinutes() + " minutes");
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** Lets go who waits, and takes the mark away. */
  @Override
  public void close() {
    pool.close();
    cluster.execute(database, AWAY);
  }
}
