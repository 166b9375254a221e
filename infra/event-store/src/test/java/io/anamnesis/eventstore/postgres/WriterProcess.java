package io.anamnesis.eventstore.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * A process that appends as fast as it can, and says on standard output what the log has acknowledged: for every append a
 * line {@code <position of the first event> <event id>…}.
 */
final class WriterProcess {
  private static final int WRITERS = 16;

  private WriterProcess() {}

  /** Starts one on the class path of this test. */
  static Process start(String url, String name, int appends) throws IOException {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath(), WriterProcess.class.getName(), url, name,
        Integer.toString(appends)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Surefire keeps the real class path in this property. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** @param arguments JDBC URL, name of the process, number of appends */
  public static void main(String[] arguments) throws InterruptedException {
    int appends = Integer.parseInt(arguments[2]);
    try (HikariDataSource database = TestPostgres.pool(arguments[0], 8);
        PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database))) {
      AtomicInteger next = new AtomicInteger();
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(Thread.ofVirtual().start(() -> {
          for (int n = next.getAndIncrement(); n < appends; n = next.getAndIncrement()) {
            tell(append(log, arguments[1], n));
          }
        }));
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }
  }

  /** Every third append is one that the other process tries too; every fifth has three events; some meet in a stream. */
  static String append(PostgresEventLog log, String process, int n) {
    List<NewEvent> events = new ArrayList<>();
    events.add(LogEvents.fact(n % 3 == 0 ? "shared-" + n : process + "-" + n));
    if (n % 5 == 0) {
      events.add(LogEvents.fact(process + "-" + n + "-second"));
      events.add(LogEvents.decision("stream-" + n % 20, RandomGenerator.getDefault().nextInt(3)));
    }
    if (!(log.append(new Append(events)) instanceof Outcome.Appended appended)) {
      return "";
    }
    StringBuilder line = new StringBuilder().append(appended.first());
    events.forEach(event -> line.append(' ').append(event.eventId()));
    return line.toString();
  }

  private static synchronized void tell(String line) {
    if (!line.isEmpty()) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
