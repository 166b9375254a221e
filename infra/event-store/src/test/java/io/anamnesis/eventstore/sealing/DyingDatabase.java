package io.anamnesis.eventstore.sealing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/** A database whose connections are lost at a step that is told, before it is done or after it, as if the process had died there. */
final class DyingDatabase {
  private static final Set<String> STEPS = Set.of("createStatement", "prepareStatement", "commit", "rollback");

  private final DataSource sound;
  private int stepsLeft = Integer.MAX_VALUE;
  private boolean afterwards;

  DyingDatabase(DataSource sound) {
    this.sound = sound;
  }

  /** @param afterwards whether the step at which it dies is still done, unheard of */
  void dieAt(int step, boolean afterwards) {
    this.stepsLeft = step;
    this.afterwards = afterwards;
  }

  void live() {
    stepsLeft = Integer.MAX_VALUE;
  }

  boolean isDead() {
    return stepsLeft <= 0;
  }

  DataSource database() {
    return proxy(DataSource.class, (method, arguments) -> {
      Object answer = invoke(sound, method, arguments);
      return answer instanceof Connection connection ? dying(connection) : answer;
    });
  }

  private Connection dying(Connection connection) {
    return proxy(Connection.class, (method, arguments) -> {
      if (STEPS.contains(method.getName()) && --stepsLeft <= 0) {
        if (afterwards) {
          invoke(connection, method, arguments);
        }
        connection.abort(Runnable::run);
        throw new SQLException("died at " + method.getName(), "08006");
      }
      return invoke(connection, method, arguments);
    });
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, Invocation invocation) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
        (proxy, method, arguments) -> invocation.invoke(method, arguments)));
  }

  /** A call of a method. */
  @FunctionalInterface
  private interface Invocation {
    Object invoke(Method method, Object[] arguments) throws Throwable;
  }
}
