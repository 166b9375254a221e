package io.anamnesis.eventstore.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners that events may have arrived. Two threads: one hears notifications of other processes, over a
 * connection of its own; one calls the listeners back, once for any number of signals that came meanwhile.
 */
final class Wakeups implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Wakeups.class);
  private static final String LISTEN = "listen " + WritersTurn.CHANNEL;
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final DataSource database;
  private final IntSupplier ownBackend;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final Thread caller;
  private final Thread hearer;
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  /** @param ownBackend the writer's end at the server: its notifications are known already */
  Wakeups(DataSource database, IntSupplier ownBackend) {
    this.database = database;
    this.ownBackend = ownBackend;
    this.caller = Thread.ofPlatform().daemon().name("log-wake-ups").start(this::call);
    this.hearer = Thread.ofPlatform().daemon().name("log-notifications").start(this::hear);
  }

  AutoCloseable add(Runnable listener) {
    // An object of its own: the same listener may be added twice.
    Runnable entry = listener::run;
    listeners.add(entry);
    return () -> listeners.remove(entry);
  }

  void signal() {
    signalled.set(true);
    LockSupport.unpark(caller);
  }

  private void call() {
    while (!closed) {
      if (signalled.getAndSet(false)) {
        listeners.forEach(Wakeups::call);
      } else {
        LockSupport.park(this);
      }
    }
  }

  private static void call(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException | Error failed) {
      LOG.error("a listener of the log failed", failed);
    }
  }

  private void hear() {
    Duration pause = FIRST_PAUSE;
    while (!closed) {
      try {
        Connection open = listen();
        pause = FIRST_PAUSE;
        // Whatever was missed while nobody listened.
        signal();
        hear(open);
      } catch (SQLException | RuntimeException lost) {
        if (!closed) {
          LOG.warn("notifications of the log are interrupted, listening again in {}: {}", pause, lost.toString());
        }
      } finally {
        forget();
      }
      if (!closed) {
        LockSupport.parkNanos(this, pause.toNanos());
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
      }
    }
  }

  private Connection listen() throws SQLException {
    Connection open = database.getConnection();
    connection = open;
    try (Statement statement = open.createStatement()) {
      statement.execute(LISTEN);
    }
    return open;
  }

  private void hear(Connection open) throws SQLException {
    PGConnection notified = open.unwrap(PGConnection.class);
    while (!closed) {
      PGNotification[] notifications = notified.getNotifications(Math.toIntExact(SILENCE.toMillis()));
      if (notifications.length == 0) {
        if (!open.isValid(Math.toIntExact(SILENCE.toSeconds()))) {
          throw new SQLException("the listening connection is lost");
        }
      } else if (!areOwn(notifications)) {
        signal();
      }
    }
  }

  private boolean areOwn(PGNotification[] notifications) {
    int own = ownBackend.getAsInt();
    for (PGNotification notification : notifications) {
      if (notification.getPID() != own) {
        return false;
      }
    }
    return true;
  }

  /** A connection that listens never goes back to a pool. */
  private void forget() {
    Connection used = connection;
    connection = null;
    if (used != null) {
      Connections.drop(database, used);
    }
  }

  @Override
  public void close() {
    closed = true;
    forget();
    LockSupport.unpark(caller);
    LockSupport.unpark(hearer);
  }
}
