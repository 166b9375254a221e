package io.anamnesis.eventstore;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Things whose every call a test decides on. */
public final class Intercepted {
  private Intercepted() {}

  /** A call of a method. */
  @FunctionalInterface
  public interface Call {
    @Nullable
    Object made(Method method, Object[] arguments) throws Throwable;
  }

  public static <T> T of(Class<T> type, Call call) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
        (proxy, method, arguments) -> call.made(method, arguments)));
  }

  /** The call as it would have been. */
  public static @Nullable Object passOn(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }
}
