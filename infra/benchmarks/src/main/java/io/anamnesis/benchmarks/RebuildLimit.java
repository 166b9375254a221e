package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/**
 * The limit of a rebuild: the columns of all events as COPY gives them, received and thrown away; then the rows that the views
 * hold, which were worked out beforehand, copied into fresh tables; then the same primary keys and indexes. On one connection,
 * or on several that share the log by position and the tables among them.
 */
@SuppressWarnings("InlineFormatString") // What the database is told stands at the top.
final class RebuildLimit implements Subject {
  private static final String EVENTS = """
      copy (select position, event_id, stream, seq, subject, type, revision, occurred_at, recorded_at, payload, metadata
            from log.event where position > %d and position <= %d) to stdout""";

  private final Cluster cluster;
  private final String database;
  private final long events;
  private final int connections;
  private final List<SavedTable> tables;
  private final HikariDataSource pool;

  /** @param tables as {@link #save} returned them */
  RebuildLimit(Cluster cluster, String database, long events, int connections, List<SavedTable> tables) {
    this.cluster = cluster;
    this.database = database;
    this.events = events;
    this.connections = connections;
    // The largest first, so that several connections end together.
    this.tables = tables.stream().sorted(Comparator.comparingLong(SavedTable::bytes).reversed()).toList();
    this.pool = cluster.pool(database, connections);
  }

  /** Saves the rows that the views hold at present. */
  static List<SavedTable> save(Cluster cluster, String database) {
    cluster.execute(database, "create schema " + SavedTable.LIKE);
    cluster.execute(database, "create schema " + SavedTable.FRESH);
    try (HikariDataSource pool = cluster.pool(database, 2); Connection connection = pool.getConnection()) {
      Path folder = Files.createDirectory(cluster.path(database + "-rows"));
      List<SavedTable> saved = new ArrayList<>();
      for (LiveViews.LiveTable table : new LiveViews(pool).tables()) {
        saved.add(SavedTable.of(connection, table, folder));
      }
      return saved;
    } catch (SQLException | IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public String name() {
    return connections == 1 ? "COPY out, COPY in, indexes" : "the same on " + connections + " connections";
  }

  /** Once, however long; what counts is an event of the log. */
  @Override
  public Measurement measure(Duration time) {
    Measurement measured = Callers.count(cluster, 1, Duration.ZERO, this::copy);
    cluster.execute(database, "drop schema %1$s cascade; create schema %1$s".formatted(SavedTable.FRESH));
    cluster.execute("postgres", "checkpoint");
    return measured;
  }

  @Override
  public void close() {
    pool.close();
  }

  private long copy() {
    share(IntStream.range(0, connections).mapToObj(this::eventsOf).toList());
    share(tables.stream().<Work>map(table -> table::load).toList());
    return events;
  }

  private Work eventsOf(int part) {
    String sql = connections == 1
        ? CopyOut.COPY
        : EVENTS.formatted(events * part / connections, events * (part + 1) / connections);
    return connection -> connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql,
        OutputStream.nullOutputStream());
  }

  private interface Work {
    void on(Connection connection) throws SQLException, IOException;
  }

  private void share(Collection<Work> works) {
    Queue<Work> left = new ConcurrentLinkedQueue<>(works);
    Callers.run(connections, () -> {
      for (Work next = left.poll(); next != null; next = left.poll()) {
        transact(next);
      }
    });
  }

  private void transact(Work work) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      work.on(connection);
      connection.commit();
    } catch (SQLException | IOException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
