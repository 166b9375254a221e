package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.LogSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the session of a writer that has the turn and sends nothing more. The server's own time limits miss it where it
 * froze, or its host was lost, within a request: a session that waits for the rest of a message is neither idle nor running
 * a statement. The turn would be held until the connection ends, which may be hours.
 *
 * <p>What such a writer had not committed is rolled back; should it go on, it finds its connection lost and looks.
 */
final class TurnWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TurnWatch.class);

  /** Between two messages every writer is in such a wait, but for no longer than its client takes to send. */
  private static final String WAITING_FOR_ITS_CLIENT = """
      select session.pid, session.xact_start
      from pg_locks turn
      join pg_stat_activity session on session.pid = turn.pid
      where turn.mode = 'ExclusiveLock' and session.wait_event = 'ClientRead' and %s
      order by session.xact_start limit 1""";

  private static final String END = """
      select pg_terminate_backend(pid) from pg_stat_activity
      where pid = ? and xact_start = ? and wait_event = 'ClientRead'""";

  private final DataSource database;
  private final String waitingForItsClient;
  private final Duration interval;
  private final Thread thread;
  private @Nullable Holder suspect;
  private volatile boolean closed;

  /** @param patience how long a writer may be seen with the turn and silent, about */
  TurnWatch(DataSource database, LogSchema schema, Duration patience) {
    this.database = database;
    this.waitingForItsClient = WAITING_FOR_ITS_CLIENT.formatted(WritersTurn.isHeld(schema.lock(WritersTurn.LOCK)));
    this.interval = patience.dividedBy(2);
    this.thread = Thread.ofVirtual().name("log-turn-watch").start(this::watch);
  }

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(this, interval.toNanos());
      if (!closed) {
        look();
      }
    }
  }

  private void look() {
    try (Connection connection = database.getConnection()) {
      // The pool takes it back when the connection returns.
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(interval.toMillis() + 1_000));
      Holder silent = silentHolder(connection);
      if (silent != null && silent.equals(suspect)) {
        end(connection, silent);
      }
      suspect = silent;
    } catch (SQLException | RuntimeException failed) {
      suspect = null;
      LOG.debug("the writers' turn could not be looked at: {}", failed.toString());
    }
  }

  private @Nullable Holder silentHolder(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(waitingForItsClient)) {
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? new Holder(row.getInt(1), row.getObject(2, OffsetDateTime.class)) : null;
      }
    }
  }

  private static void end(Connection connection, Holder silent) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(END)) {
      statement.setInt(1, silent.session());
      statement.setObject(2, silent.transaction());
      try (ResultSet row = statement.executeQuery()) {
        if (row.next() && row.getBoolean(1)) {
          LOG.warn("session {} had the writers' turn and sent nothing more: it was ended", silent.session());
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /**
   * A session and the start of its transaction. Seen twice it is the same turn: within one transaction the turn is taken
   * once.
   */
  private record Holder(int session, OffsetDateTime transaction) {}
}
