package io.anamnesis.benchmarks;

import io.anamnesis.command.intake.IntakeConfiguration;
import io.anamnesis.web.LogBeans;
import io.anamnesis.web.WebConfiguration;
import java.net.http.HttpRequest.BodyPublishers;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The intake without views and policies, and a source that sends to it. */
final class Intake implements AutoCloseable {
  private final Server server;
  private int imports;

  private Intake(Server server) {
    this.server = server;
  }

  static Intake start(String databaseUrl) {
    return new Intake(Server.start(Application.class, databaseUrl));
  }

  /**
   * Imports so many facts that were never told before.
   *
   * @return how many were taken, all of them
   */
  long take(long lines) {
    imports++;
    String answer = server.send(server.request("/facts", "app").header("Content-Type", "application/x-ndjson")
        .POST(BodyPublishers.ofInputStream(new FactLines(imports, lines)::stream)).build(), 200).body();
    if (!answer.contains("\"accepted\":" + lines + ",")) {
      throw new IllegalStateException("not all facts were taken: " + answer);
    }
    return lines;
  }

  @Override
  public void close() {
    server.close();
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({WebConfiguration.class, LogBeans.class, IntakeConfiguration.class, Server.Tokens.class})
  static class Application {}
}
