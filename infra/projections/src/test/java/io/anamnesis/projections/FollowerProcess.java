package io.anamnesis.projections;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process that runs the tests' views and policy until it is killed, and can be frozen. */
final class FollowerProcess implements AutoCloseable {
  /** After so long the server gives up on what a frozen process holds of the log. */
  private static final Duration LOG_TIMEOUT = Duration.ofSeconds(2);

  private final Process process;

  private FollowerProcess(Process process) {
    this.process = process;
  }

  /** Starts one on the class path of this test; it claims for {@code term} at a time. */
  static FollowerProcess start(House house, Duration term) throws IOException {
    return new FollowerProcess(new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        FollowerProcess.class.getName(), house.database.getJdbcUrl(), Long.toString(term.toMillis()))
        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** @param arguments JDBC URL, term of a claim in milliseconds */
  public static void main(String[] arguments) throws InterruptedException {
    Lease lease = new Lease(Duration.ofMillis(Long.parseLong(arguments[1])));
    try (HikariDataSource database = TestPostgres.pool(arguments[0], 12);
        PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database).withTimeout(LOG_TIMEOUT));
        ProjectionRunner views = new ProjectionRunner(log, tail(log), database, new NoPersonalData(),
            List.of(new Spending("spending", 1), new FirstChannel()),
            new BuildSettings(64 << 20, 2, 0, Duration.ofHours(1)),
            new Caretaker.Delays(Duration.ZERO, Duration.ofHours(1)), RetrySchedule.Pauses.STANDARD,
            lease);
        PolicyRunner policies = new PolicyRunner(log, tail(log), database,
            List.of(new Awards(log, cause -> {}, cause -> {})), RetrySchedule.Pauses.STANDARD, lease)) {
      // Both look after the schema: one that is frozen in a build must be past that, or nobody else gets there.
      policies.start();
      views.start();
      Thread.currentThread().join();
    }
  }

  private static LogTail tail(PostgresEventLog log) {
    return new LogTail(log, new EventDecoder(EventCatalogue.standard()));
  }

  void freeze() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void goOn() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("kill " + name + " gave " + code);
    }
  }

  /** As {@code kill -9}. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
