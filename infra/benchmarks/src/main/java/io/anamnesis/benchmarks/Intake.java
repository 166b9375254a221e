package io.anamnesis.benchmarks;

import io.anamnesis.command.intake.IntakeConfiguration;
import io.anamnesis.web.LogBeans;
import io.anamnesis.web.WebConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** The intake behind its real door, in this process, without views and policies; and a source that sends to it. */
final class Intake implements AutoCloseable {
  private static final int OK = 200;

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ConfigurableApplicationContext context;
  private final Path keys;
  private final URI facts;
  private int imports;

  private Intake(ConfigurableApplicationContext context, Path keys) {
    this.context = context;
    this.keys = keys;
    this.facts = URI
        .create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/api/v1/facts");
  }

  static Intake start(String databaseUrl) {
    try {
      Path keys = Files.createTempDirectory("anamnesis-benchmark-keys-");
      SpringApplication application = new SpringApplication(Application.class);
      application.setDefaultProperties(Map.of("server.address", "127.0.0.1", "server.port", "0", "anamnesis.db.url",
          databaseUrl, "anamnesis.db.user", "postgres", "anamnesis.kek-file", keys.resolve("kek.json").toString(),
          "spring.main.banner-mode", "off", "spring.main.log-startup-info", "false"));
      return new Intake(application.run(), keys);
    } catch (IOException failed) {
      throw new UncheckedIOException("no temporary folder for the key-encryption key", failed);
    }
  }

  /**
   * Imports so many facts that were never told before.
   *
   * @return how many were taken, all of them
   */
  long take(long lines) {
    imports++;
    HttpRequest request = HttpRequest.newBuilder(facts).header("Authorization", "Bearer app")
        .header("Content-Type", "application/x-ndjson")
        .POST(BodyPublishers.ofInputStream(new FactLines(imports, lines)::stream)).build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != OK || !answer.body().contains("\"accepted\":" + lines + ",")) {
        throw new IllegalStateException("not all facts were taken: " + answer.statusCode() + " " + answer.body());
      }
      return lines;
    } catch (IOException failed) {
      throw new UncheckedIOException("the intake does not answer", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped", stopped);
    }
  }

  @Override
  public void close() {
    context.close();
    http.close();
    try {
      Files.deleteIfExists(keys.resolve("kek.json"));
      Files.deleteIfExists(keys);
    } catch (IOException failed) {
      System.err.println("could not remove " + keys + ": " + failed);
    }
  }

  /** A token is the name of a scope: to check signatures is no part of what is measured. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({WebConfiguration.class, LogBeans.class, IntakeConfiguration.class})
  static class Application {
    @Bean
    JwtDecoder tokens() {
      return token -> Jwt.withTokenValue(token).header("alg", "none").subject("benchmark").claim("scope", token)
          .issuedAt(Instant.now()).expiresAt(Instant.now().plusSeconds(3600)).build();
    }
  }
}
