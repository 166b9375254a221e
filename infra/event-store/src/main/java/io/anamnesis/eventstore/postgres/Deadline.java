package io.anamnesis.eventstore.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the connection of a piece of work that takes longer than it can, so that whoever waits for it goes on. A time-out of
 * the socket's would do the same, and cost a timer set and cancelled in every round trip of a virtual thread.
 */
final class Deadline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deadline.class);

  private final Duration limit;
  private final Thread watcher;
  private volatile @Nullable Watch watch;
  private volatile boolean closed;

  private record Watch(Connection connection, long since) {}

  Deadline(Duration limit) {
    this.limit = limit;
    this.watcher = Thread.ofPlatform().daemon().name("log-deadline").start(this::look);
  }

  /** One at a time. */
  <T> T within(Connection connection, Work<T> work) throws SQLException {
    watch = new Watch(connection, System.nanoTime());
    try {
      return work.run();
    } finally {
      watch = null;
    }
  }

  private void look() {
    while (!closed) {
      LockSupport.parkNanos(this, Math.max(1, limit.toNanos() / 4));
      Watch present = watch;
      if (present != null && System.nanoTime() - present.since() > limit.toNanos()) {
        end(present);
      }
    }
  }

  private void end(Watch overdue) {
    if (watch != overdue) {
      // Done in the very last moment.
      return;
    }
    LOG.warn("the log's database has not answered for {}, the connection is given up", limit);
    try {
      overdue.connection().abort(Runnable::run);
    } catch (SQLException failed) {
      LOG.debug("a connection of the log ended with an error", failed);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watcher);
  }

  /** What is to be done in time. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException;
  }
}
