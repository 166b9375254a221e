package io.anamnesis.projections;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A database of its own with a log in it; everything opened through it is closed with it. */
final class House implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(60);

  final HikariDataSource database = TestPostgres.shared().freshDatabase();
  final PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database));
  final EventDecoder decoder = new EventDecoder(EventCatalogue.standard());
  final LogTail tail = new LogTail(log, decoder);
  final ReadModels models = new ReadModels(log, decoder, database, new NoPersonalData());
  private final List<AutoCloseable> open = new ArrayList<>();
  private RetrySchedule.Pauses pauses = RetrySchedule.Pauses.STANDARD;
  private Lease lease = new Lease(Duration.ofMillis(400));
  /** Of runners begun from now on. */
  Duration absence = Duration.ofHours(1);
  /** Any log is long enough to be scanned, and nothing stands by for long. */
  BuildSettings settings = new BuildSettings(64 << 20, 2, 0, Duration.ofMillis(200));

  ProjectionRunner follow(Projection<?, ?>... projections) {
    return follow(database, projections);
  }

  ProjectionRunner follow(DataSource views, Projection<?, ?>... projections) {
    return follow(tail, views, projections);
  }

  ProjectionRunner follow(LogTail through, DataSource views, Projection<?, ?>... projections) {
    ProjectionRunner runner = new ProjectionRunner(log, through, views, new NoPersonalData(), List.of(projections),
        settings, new Caretaker.Delays(Duration.ofMillis(200), absence), pauses, lease);
    open.add(runner);
    runner.start();
    return runner;
  }

  PolicyRunner react(DataSource views, Policy... policies) {
    PolicyRunner runner = new PolicyRunner(log, tail, views, List.of(policies), pauses, lease);
    open.add(runner);
    runner.start();
    return runner;
  }

  /** Runners begun from now on try parked keys again every so often. */
  void retryEvery(Duration pause) {
    pauses = new RetrySchedule.Pauses(pause, pause);
  }

  /** Runners begun from now on count as alive for so long after a sign of life. */
  void claimFor(Duration term) {
    lease = new Lease(term);
  }

  /** Waits until the rows that answer have read everything. */
  void awaitLive(ProjectionRunner runner) {
    await().atMost(LONG).pollInterval(Duration.ofMillis(10)).until(() -> runner.status().stream()
        .allMatch(status -> status.state() == ProjectionStatus.State.LIVE && status.lag() == 0));
  }

  Generation active(String name) {
    return new Generations(new ViewsDatabase(database)).active(name).orElseThrow();
  }

  /** As if there was another process that keeps these rows level, for as long as the test takes. */
  void announceFollower(Generation generation) {
    execute("insert into views.follower (name, generation, node, alive_until) values ('%s', %d, gen_random_uuid(), %s)"
        .formatted(generation.name(), generation.number(), "now() + interval '1 hour'"));
  }

  /** Waits until other rows of a view answer than those. */
  void awaitSwap(Generation from) {
    await().atMost(LONG).pollInterval(Duration.ofMillis(10)).until(() -> active(from.name()).number() != from.number());
  }

  /** First column of every row, as text. */
  List<String> list(String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** First column of the first row, as text. */
  String ask(String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : null;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  void execute(String sql) {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    log.close();
    database.close();
  }
}
