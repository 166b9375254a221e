package io.anamnesis.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** An application of the product in this process, behind its real door on loopback, and a client of it. */
final class Server implements AutoCloseable {
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ConfigurableApplicationContext context;
  private final Path keys;
  private final String root;

  private Server(ConfigurableApplicationContext context, Path keys) {
    this.context = context;
    this.keys = keys;
    this.root = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/api/v1";
  }

  static Server start(Class<?> application, String databaseUrl) {
    try {
      Path keys = Files.createTempDirectory("anamnesis-benchmark-keys-");
      SpringApplication spring = new SpringApplication(application);
      spring.setDefaultProperties(Map.of("server.address", "127.0.0.1", "server.port", "0", "anamnesis.db.url",
          databaseUrl, "anamnesis.db.user", "postgres", "anamnesis.kek-file", keys.resolve("kek.json").toString(),
          "spring.main.banner-mode", "off", "spring.main.log-startup-info", "false"));
      return new Server(spring.run(), keys);
    } catch (IOException failed) {
      throw new UncheckedIOException("no temporary folder for the key-encryption key", failed);
    }
  }

  /** Where paths below {@code /api/v1} begin. */
  String root() {
    return root;
  }

  /** A request to a path below {@code /api/v1}, with the right to it. */
  HttpRequest.Builder request(String path, String scope) {
    return HttpRequest.newBuilder(URI.create(root + path)).header("Authorization", "Bearer " + scope);
  }

  /** @throws IllegalStateException if the answer has another status */
  HttpResponse<String> send(HttpRequest request, int status) {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != status) {
        throw new IllegalStateException(
            request.uri().getPath() + " answered " + answer.statusCode() + " " + answer.body());
      }
      return answer;
    } catch (IOException failed) {
      throw new UncheckedIOException("the server does not answer", failed);
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
      for (String file : List.of("kek.json", "log.skey", "log.vkey", "log.checkpoint")) {
        Files.deleteIfExists(keys.resolve(file));
      }
      Files.deleteIfExists(keys);
    } catch (IOException failed) {
      System.err.println("could not remove " + keys + ": " + failed);
    }
  }

  /** A token is the name of a scope: to check signatures is no part of what is measured. */
  @Configuration(proxyBeanMethods = false)
  static class Tokens {
    @Bean
    JwtDecoder tokens() {
      return token -> Jwt.withTokenValue(token).header("alg", "none").subject("benchmark").claim("scope", token)
          .issuedAt(Instant.now()).expiresAt(Instant.now().plusSeconds(3600)).build();
    }
  }
}
