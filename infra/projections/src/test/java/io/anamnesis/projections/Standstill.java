package io.anamnesis.projections;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;

/**
 * A process's view of a database that can stand still: whoever is about to do something with it, the heartbeat too, does it
 * when it goes on. To the others it looks as if the process was frozen.
 */
final class Standstill {
  private final DataSource database;
  private boolean still;

  Standstill(DataSource database) {
    this.database = database;
  }

  synchronized void freeze() {
    still = true;
  }

  synchronized void goOn() {
    still = false;
    notifyAll();
  }

  DataSource source() {
    return (DataSource) proxy(DataSource.class, database);
  }

  private Object proxy(Class<?> type, Object target) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (self, method, arguments) -> {
      awaitGoingOn();
      try {
        Object result = method.invoke(target, arguments);
        return result instanceof Connection connection && !method.getName().equals("unwrap")
            ? proxy(Connection.class, connection)
            : result;
      } catch (InvocationTargetException failed) {
        throw failed.getCause();
      }
    });
  }

  private synchronized void awaitGoingOn() throws InterruptedException {
    while (still) {
      wait();
    }
  }
}
