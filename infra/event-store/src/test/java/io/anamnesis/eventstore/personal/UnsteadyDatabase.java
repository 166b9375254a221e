package io.anamnesis.eventstore.personal;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.Intercepted;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database as one process sees it that loses its connection at a step that is told, before it is done or after it, or cannot be reached
 * at all; and that counts what it is asked.
 */
final class UnsteadyDatabase {
  private static final Set<String> STEPS = Set.of("prepareStatement", "commit");

  private final String url;
  private final AtomicInteger stepsLeft = new AtomicInteger(Integer.MAX_VALUE);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<Runnable> atNextClose = new AtomicReference<>(() -> {});
  private volatile boolean afterwards;
  private volatile boolean reachable = true;

  UnsteadyDatabase(HikariDataSource sound) {
    this.url = sound.getJdbcUrl();
  }

  /** @param after whether the step at which it dies is still done, unheard of */
  void dieAt(int step, boolean after) {
    stepsLeft.set(step);
    afterwards = after;
  }

  boolean hasDied() {
    return stepsLeft.get() <= 0;
  }

  void cutOff() {
    reachable = false;
  }

  /** What happens as soon as a connection was used next. */
  void atNextClose(Runnable happening) {
    atNextClose.set(happening);
  }

  /** How many statements were asked so far. */
  int asked() {
    return asked.get();
  }

  DataSource database() {
    return Intercepted.of(DataSource.class, (method, arguments) -> {
      if (!method.getName().equals("getConnection")) {
        throw new UnsupportedOperationException(method.getName());
      }
      if (!reachable) {
        throw new SQLException("not reached", "08001");
      }
      // Without a pool, which would tell at length of each connection that is lost.
      return unsteady(DriverManager.getConnection(url));
    });
  }

  private Connection unsteady(Connection connection) {
    return Intercepted.of(Connection.class, (method, arguments) -> {
      if (method.getName().equals("prepareStatement")) {
        asked.incrementAndGet();
      }
      if (STEPS.contains(method.getName()) && stepsLeft.decrementAndGet() <= 0) {
        return die(connection, method, arguments);
      }
      Object answer = Intercepted.passOn(connection, method, arguments);
      if (method.getName().equals("close")) {
        atNextClose.getAndSet(() -> {}).run();
      }
      return answer;
    });
  }

  private @Nullable Object die(Connection connection, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    if (afterwards) {
      Intercepted.passOn(connection, method, arguments);
    }
    connection.abort(Runnable::run);
    throw new SQLException("died at " + method.getName(), "08006");
  }
}
