package io.anamnesis.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

import com.zaxxer.hikari.HikariDataSource;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.DecisionId;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.FactId;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.personal.Place;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The query side as it runs alone, on a PostgreSQL of its own, with tokens that say their scopes: {@code app+staff}. */
final class RunningQuerySide implements AutoCloseable {
  private static final List<String> SCOPES = List.of("app", "staff", "analyst", "auditor", "admin", "none");

  final HikariDataSource database = TestPostgres.shared().freshDatabase();
  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();
  private final EventCodec codec = new EventCodec(EventCatalogue.standard());
  private int facts;

  RunningQuerySide(String... properties) {
    try {
      context = new SpringApplicationBuilder(QuerySide.class, Tokens.class).properties(Map.of("server.port", "0",
          "anamnesis.db.url", database.getJdbcUrl(), "anamnesis.kek-file",
          Files.createTempDirectory("keys").resolve("kek").toString(), "anamnesis.site-zones.london", "Europe/London"))
          .properties(properties).run();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  /** Appends a fact as intake does, sealed, and gives its position. */
  long fact(String subject, String type, String time, String data) {
    ObjectNode clear = (ObjectNode) EventCodec.mapper().readTree(data.replace('\'', '"'));
    String id = "F-" + ++facts;
    PersonalData keys = bean(PersonalData.class);
    keys.prepare(List.of(subject));
    UUID event = FactId.of("/test", id);
    return append(new NewEvent(event, null, null, subject, type, 1, Instant.parse(time),
        keys.seal(subject, Place.of(event, type, 1), clear).toString(), EventDecoder
            .encode(
                new Metadata("/test", id, keys.contentMac(subject, new byte[]{1}).orElse(null), null, null, "his", null,
                    null,
                    null))));
  }

  /** Appends what no intake would let through. */
  long rawFact(String subject, String type, String payload) {
    return append(new NewEvent(UUID.randomUUID(), null, null, subject, type, 1, Instant.parse("2026-01-01T00:00:00Z"),
        payload, EventDecoder.encode(Metadata.NONE)));
  }

  /** Appends a decision on a customer's account, as the policy does. */
  long decision(String customer, LoyaltyEvent event, UUID cause, String occurredAt) {
    EventLog log = bean(EventLog.class);
    String stream = "points-account:" + customer;
    long seq = log.lastSeq(stream).map(last -> last + 1).orElse(0L);
    var type = EventCatalogue.standard().of(event.getClass());
    return append(new NewEvent(DecisionId.of("earning", cause, stream, (int) seq), stream, seq, customer, type.type(),
        type.revision(), Instant.parse(occurredAt), codec.encode(event),
        EventDecoder.encode(Metadata.ofDecision(cause, "earning", null))));
  }

  private long append(NewEvent event) {
    return ((Outcome.Appended) bean(EventLog.class).append(Append.of(event))).last();
  }

  Instant recordedAt(long position) {
    return bean(EventLog.class).read(position - 1, 1).getFirst().recordedAt();
  }

  /** Waits for everything that is in the log. */
  Answer get(String scopes, String path, String... headers) {
    return send("GET", scopes, path, null, with(headers, "Consistency-Token", "1-" + bean(EventLog.class).head(),
        "Prefer", "wait=20"));
  }

  Answer getAtOnce(String scopes, String path, String... headers) {
    return send("GET", scopes, path, null, headers);
  }

  Answer post(String scopes, String path, String body, String... headers) {
    return send("POST", scopes, path, body, with(headers, "Content-Type", "application/json", "Consistency-Token",
        "1-" + bean(EventLog.class).head(), "Prefer", "wait=20"));
  }

  Answer send(String method, String scopes, String path, String body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
        .method(method,
            body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
    if (scopes != null) {
      request.header("Authorization", "Bearer " + scopes);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static String[] with(String[] headers, String... more) {
    String[] all = java.util.Arrays.copyOf(headers, headers.length + more.length);
    System.arraycopy(more, 0, all, headers.length, more.length);
    return all;
  }

  @Override
  public void close() {
    context.close();
    database.close();
  }

  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    JsonNode json() {
      return EventCodec.mapper().readTree(body());
    }

    List<JsonNode> lines() {
      return body().lines().map(line -> EventCodec.mapper().readTree(line)).toList();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Tokens {
    @Bean
    JwtDecoder jwtDecoder() {
      return token -> {
        List<String> scopes = List.of(token.split("[.]"));
        if (!SCOPES.containsAll(scopes)) {
          throw new BadJwtException("not one of ours");
        }
        return Jwt.withTokenValue(token).header("alg", "none").subject("tester").claim("scope", scopes)
            .issuedAt(Instant.now()).expiresAt(Instant.now().plusSeconds(60)).build();
      };
    }
  }
}
