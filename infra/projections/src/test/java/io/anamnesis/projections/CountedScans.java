package io.anamnesis.projections;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogScan;
import io.anamnesis.eventstore.StoredEvent;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the scans of a log, and the events that pass through them. */
final class CountedScans {
  final AtomicLong scans = new AtomicLong();
  final AtomicLong events = new AtomicLong();

  EventLog of(EventLog log) {
    return (EventLog) Proxy.newProxyInstance(EventLog.class.getClassLoader(), new Class<?>[]{EventLog.class},
        (self, method, arguments) -> {
          if (method.isDefault()) {
            return InvocationHandler.invokeDefault(self, method, arguments);
          }
          try {
            Object result = method.invoke(log, arguments);
            return result instanceof LogScan scan ? counted(scan) : result;
          } catch (InvocationTargetException failed) {
            throw failed.getCause();
          }
        });
  }

  private LogScan counted(LogScan scan) {
    scans.incrementAndGet();
    return new LogScan() {
      @Override
      public List<StoredEvent> next() throws InterruptedException {
        List<StoredEvent> page = scan.next();
        events.addAndGet(page.size());
        return page;
      }

      @Override
      public void close() {
        scan.close();
      }
    };
  }
}
