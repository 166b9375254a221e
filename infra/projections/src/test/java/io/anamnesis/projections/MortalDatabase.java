package io.anamnesis.projections;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A process's view of a database up to its death: after some statements or commits, chosen at random, every connection
 * breaks, half of the time just after a commit went through unheard.
 */
final class MortalDatabase {
  private final DataSource database;
  private final AtomicInteger left;
  private final boolean commitsUnheard;

  MortalDatabase(DataSource database, Random random, int longestLife) {
    this.database = database;
    this.left = new AtomicInteger(random.nextInt(1, longestLife));
    this.commitsUnheard = random.nextBoolean();
  }

  boolean isDead() {
    return left.get() <= 0;
  }

  DataSource source() {
    return (DataSource) proxy(DataSource.class, database, name -> {});
  }

  /** Is told of a call before it is made. */
  private interface Before {
    void call(String name) throws SQLException;
  }

  private Object proxy(Class<?> type, Object target, Before before) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (self, method, arguments) -> {
      before.call(method.getName());
      Object result;
      try {
        result = method.invoke(target, arguments);
      } catch (InvocationTargetException failed) {
        throw failed.getCause();
      }
      return result instanceof Connection connection && !method.getName().equals("unwrap") ? mortal(connection)
          : result;
    });
  }

  private Connection mortal(Connection connection) throws SQLException {
    if (isDead()) {
      connection.close();
      throw new SQLException("dead", "08006");
    }
    return (Connection) proxy(Connection.class, connection, name -> {
      if (name.equals("prepareStatement") || name.equals("commit")) {
        dieAt(connection, name.equals("commit"));
      }
    });
  }

  private void dieAt(Connection connection, boolean commit) throws SQLException {
    int remaining = left.decrementAndGet();
    if (remaining > 0) {
      return;
    }
    if (remaining == 0 && commit && commitsUnheard) {
      connection.commit();
    }
    if (!connection.isClosed()) {
      connection.abort(Runnable::run);
    }
    throw new SQLException("dead", "08006");
  }
}
