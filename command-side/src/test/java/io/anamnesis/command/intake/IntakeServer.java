package io.anamnesis.command.intake;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.events.EventCodec;
import io.anamnesis.web.LogBeans;
import io.anamnesis.web.WebConfiguration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import tools.jackson.databind.JsonNode;

/** The intake behind its real door, on a real database; a token is the name of a scope. */
final class IntakeServer implements AutoCloseable {
  static final String SINGLE = "application/cloudevents+json";
  static final String BATCH = "application/cloudevents-batch+json";
  static final String LINES = "application/x-ndjson";

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ConfigurableApplicationContext context;

  private IntakeServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static IntakeServer start(String databaseUrl, Path kekFile) {
    SpringApplication application = new SpringApplication(Application.class);
    application.setDefaultProperties(Map.of("server.port", "0", "anamnesis.db.url", databaseUrl, "anamnesis.kek-file",
        kekFile.toString(), "logging.level.root", "warn", "spring.main.banner-mode", "off"));
    return new IntakeServer(application.run());
  }

  EventLog log() {
    return context.getBean(EventLog.class);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  int port() {
    return ((WebServerApplicationContext) context).getWebServer().getPort();
  }

  Answer post(String mediaType, String body) {
    return post(mediaType, BodyPublishers.ofString(body));
  }

  Answer post(String mediaType, BodyPublisher body) {
    return send(request("/api/v1/facts").header("Content-Type", mediaType).POST(body));
  }

  Answer get(String pathAndQuery) {
    return send(request(pathAndQuery).GET());
  }

  HttpRequest.Builder request(String pathAndQuery) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + pathAndQuery))
        .header("Authorization", "Bearer app").header("Accept-Language", "en");
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response,
          response.body().isEmpty() ? EventCodec.mapper().nullNode() : EventCodec.mapper().readTree(response.body()));
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    context.close();
    http.close();
  }

  record Answer(HttpResponse<String> response, JsonNode json) {
    int status() {
      return response.statusCode();
    }

    String token() {
      return response.headers().firstValue("Consistency-Token").orElse("none");
    }

    long position() {
      return json.get("position").longValue();
    }

    /** Accepted, duplicates, rejected. */
    String counts() {
      return json.get("accepted") + " " + json.get("duplicates") + " " + json.get("rejected");
    }
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({WebConfiguration.class, LogBeans.class, IntakeConfiguration.class})
  static class Application {
    @Bean
    JwtDecoder tokens() {
      return token -> Jwt.withTokenValue(token).header("alg", "none").subject("client-" + token).claim("scope", token)
          .issuedAt(Instant.now()).expiresAt(Instant.now().plusSeconds(3600)).build();
    }
  }
}
