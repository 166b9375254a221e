package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What befalls the commits of a store: the database itself makes those wait or fail that are planned to. So every store is
 * treated alike, whatever client it has, and none can tell it from a slow disk or a serialization failure.
 */
@SuppressWarnings("InlineFormatString") // What the database is told stands at the top.
final class Commits implements AutoCloseable {
  private static final String PLANS = """
      create schema gate;

      create unlogged table gate.plan (event_id text primary key, pause double precision not null, fails boolean not null);

      create function gate.before_commit() returns trigger language plpgsql as $$
      declare
        written text;
        plan gate.plan;
      begin
        execute format('select %s from (select ($1).*) event', tg_argv[0]) into written using new;
        select planned.event_id, planned.pause, planned.fails into plan
          from gate.plan planned where planned.event_id = written;
        if found then
          perform pg_sleep(plan.pause);
          if plan.fails then
            raise exception 'rolled back by the gate' using errcode = 'serialization_failure';
          end if;
        end if;
        return null;
      end
      $$;

      """;

  /** Deferred: it runs when the transaction commits, and numbers and rows are long taken. */
  private static final String TRIGGER = """
      create constraint trigger gate_before_commit after insert on %s deferrable initially deferred
        for each row execute function gate.before_commit('%s')""";

  private static final String PLAN = "insert into gate.plan (event_id, pause, fails) values (?, ?, ?)";

  private static final String RECORDED = "select %s from %s order by %s";

  private final HikariDataSource pool;
  private final Gated.EventRows rows;

  Commits(Cluster cluster, Gated store) {
    rows = store.rows();
    cluster.execute(store.database(), PLANS + TRIGGER.formatted(rows.table(), rows.id().replace("'", "''")));
    pool = cluster.pool(store.database(), 4);
  }

  /** The transaction that writes this event waits before its commit. */
  void pause(UUID event, Duration time) {
    plan(event, time, false);
  }

  /** The transaction that writes this event is rolled back when it would commit. */
  void refuse(UUID event) {
    plan(event, Duration.ZERO, true);
  }

  /**
   * Runs the work while a transaction that has nothing to do with the store is open: with a transaction id and a snapshot,
   * as a report may have for hours.
   */
  void besideForeignTransaction(Runnable work) {
    try (Connection foreign = pool.getConnection(); Statement statement = foreign.createStatement()) {
      foreign.setAutoCommit(false);
      foreign.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("create table gate.foreign_work (id int)");
      work.run();
      foreign.rollback();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** What is in the table, in order, whatever a reader says. */
  List<UUID> recorded() {
    List<UUID> ids = new ArrayList<>();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(RECORDED.formatted(rows.id(), rows.table(), rows.position()))) {
      while (found.next()) {
        ids.add(UUID.fromString(found.getString(1)));
      }
      return ids;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  private void plan(UUID event, Duration pause, boolean fails) {
    try (Connection connection = pool.getConnection();
        PreparedStatement insert = connection.prepareStatement(PLAN)) {
      insert.setString(1, event.toString());
      insert.setDouble(2, pause.toMillis() / 1e3);
      insert.setBoolean(3, fails);
      insert.executeUpdate();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
