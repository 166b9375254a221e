package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.LogSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners that events may have arrived. Two threads: one hears notifications of other processes, over a
 * connection of its own; one calls the listeners back, once for any number of signals that came meanwhile.
 *
 * <p>A notification costs the writer's transaction, the server and whoever hears it. So listeners make themselves known to
 * each other, and who listens alone need not notify.
 */
final class Wakeups implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Wakeups.class);

  /** Present before the greeting: whoever hears it and then looks finds this listener. */
  private static final String LISTEN = """
      select pg_advisory_lock_shared(%d);
      listen %s;
      notify %s""";

  private static final String OTHERS_LISTEN = """
      select exists (
        select from pg_locks where pid <> pg_backend_pid() and %s)""";

  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final DataSource database;
  private final String listen;
  private final String doOthersListen;
  private volatile int ownWriter;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final Thread caller;
  private final Thread hearer;
  /** Taken out by who ends it: the hearer, or who closes. */
  private final AtomicReference<@Nullable Connection> connection = new AtomicReference<>();
  private volatile boolean closed;
  /** Until the contrary is known: a notification for nobody costs little, one that is missing costs others a poll. */
  private volatile boolean othersListen = true;

  Wakeups(DataSource database, LogSchema schema) {
    this.database = database;
    long listeners = schema.lock(WritersTurn.LISTENERS);
    this.listen = LISTEN.formatted(listeners, schema.channel(), schema.channel());
    this.doOthersListen = OTHERS_LISTEN.formatted(WritersTurn.isHeld(listeners));
    this.caller = Thread.ofPlatform().daemon().name("log-wake-ups").start(this::call);
    this.hearer = Thread.ofPlatform().daemon().name("log-notifications").start(this::hear);
  }

  AutoCloseable add(Runnable listener) {
    // An object of its own: the same listener may be added twice.
    Runnable entry = listener::run;
    listeners.add(entry);
    return () -> listeners.remove(entry);
  }

  /** @param backend process id of the writer's end at the server: its notifications are known already */
  void writesAs(int backend) {
    ownWriter = backend;
  }

  /** Whether another process may be listening. */
  boolean othersListen() {
    return othersListen;
  }

  void signal() {
    if (!listeners.isEmpty() && !signalled.getAndSet(true)) {
      LockSupport.unpark(caller);
    }
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
    connection.set(open);
    open.setNetworkTimeout(Runnable::run, Math.toIntExact(SILENCE.toMillis() * 3));
    try (Statement statement = open.createStatement()) {
      statement.execute(listen);
    }
    return open;
  }

  private void hear(Connection open) throws SQLException {
    PGConnection notified = open.unwrap(PGConnection.class);
    long looked = System.nanoTime() - SILENCE.toNanos();
    while (!closed) {
      if (System.nanoTime() - looked >= SILENCE.toNanos()) {
        // It also tells whether the connection is still there.
        othersListen = doOthersListen(open);
        looked = System.nanoTime();
      }
      PGNotification[] notifications = notified.getNotifications(Math.toIntExact(SILENCE.toMillis()));
      if (notifications.length > 0 && !areOwn(notifications, notified.getBackendPID())) {
        othersListen = true;
        signal();
      }
    }
  }

  private boolean doOthersListen(Connection open) throws SQLException {
    try (Statement statement = open.createStatement()) {
      ResultSet row = statement.executeQuery(doOthersListen);
      row.next();
      return row.getBoolean(1);
    }
  }

  private boolean areOwn(PGNotification[] notifications, int ownHearer) {
    for (PGNotification notification : notifications) {
      if (notification.getPID() != ownWriter && notification.getPID() != ownHearer) {
        return false;
      }
    }
    return true;
  }

  /** A connection that listens never goes back to a pool. */
  private void forget() {
    Connection used = connection.getAndSet(null);
    othersListen = true;
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
