package io.anamnesis.standalone.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Calls a running Anamnesis in one role, as an outside system does. Facts and decisions go to the command side, all else to
 * the query side; a write's consistency token is sent along on every later read, which then waits.
 */
final class Client {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Paths of the command side. */
  private static final List<String> OF_COMMANDS = List.of("/api/v1/facts", "/api/v1/policies", "/api/v1/loyalty",
      "/api/v1/audit/points", "/api/v1/audit/log/key/handovers");

  private final URI commands;
  private final URI queries;
  private final String token;
  private volatile String consistency = "";

  Client(URI commands, URI queries, String token) {
    this.commands = commands;
    this.queries = queries;
    this.token = token;
  }

  /** The same system and the same writes, seen by another person of a role. */
  Client as(String scope, String person) {
    Client other = new Client(commands, queries, TestTokens.token(scope, person));
    other.consistency = consistency;
    return other;
  }

  /** The same system and the same writes, seen with a token that is good only until then. */
  Client until(Instant expiry) {
    Client other = new Client(commands, queries, TestTokens.token("staff", "leaving", expiry));
    other.consistency = consistency;
    return other;
  }

  /** The same system, seen by somebody who knows of no writes. */
  Client unaware() {
    return new Client(commands, queries, token);
  }

  /** The same system and the same writes, seen by a member of staff of some sites. */
  Client of(String person, String... sites) {
    Client other = new Client(commands, queries, TestTokens.token("staff", person, List.of(sites)));
    other.consistency = consistency;
    return other;
  }

  /** Where facts are taken. */
  URI commands() {
    return commands;
  }

  /** Where reads are answered. */
  URI queries() {
    return queries;
  }

  /** The same system and the same writes, seen in another role. */
  Client as(String scope) {
    Client other = new Client(commands, queries, TestTokens.token(scope));
    other.consistency = consistency;
    return other;
  }

  /** Sends facts as NDJSON and insists that all are accepted. */
  JsonNode record(Map<?, ?>... facts) {
    return record(Arrays.asList(facts));
  }

  JsonNode record(List<? extends Map<?, ?>> facts) {
    Answer answer = ndjson(String.join("\n", facts.stream().map(Facts::json).toList()));
    JsonNode account = answer.json();
    if (answer.status() != 200 || account.get("rejected").asInt() > 0) {
      throw new AssertionError("facts were refused: " + answer.status() + " " + answer.body());
    }
    return account;
  }

  Answer ndjson(String body) {
    return post("/api/v1/facts", "application/x-ndjson", BodyPublishers.ofString(body));
  }

  Answer batch(String body) {
    return post("/api/v1/facts", "application/cloudevents-batch+json", BodyPublishers.ofString(body));
  }

  Answer single(String body) {
    return post("/api/v1/facts", "application/cloudevents+json", BodyPublishers.ofString(body));
  }

  Answer post(String path, String contentType, BodyPublisher body, String... headers) {
    HttpRequest.Builder request = posting(path).header("Content-Type", contentType).POST(body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    Answer answer = send(request);
    String written = answer.header("Consistency-Token");
    if (!written.isEmpty()) {
      consistency = written;
    }
    return answer;
  }

  Answer post(String path, Map<String, ?> body) {
    return post(path, "application/json", BodyPublishers.ofString(Facts.json(body)));
  }

  Answer post(String path, Map<String, ?> body, String... headers) {
    Answer answer = send(posting(path).header("Content-Type", "application/json").headers(headers)
        .POST(BodyPublishers.ofString(Facts.json(body))));
    String written = answer.header("Consistency-Token");
    if (!written.isEmpty()) {
      consistency = written;
    }
    return answer;
  }

  Answer delete(String path) {
    return send(request(path).DELETE());
  }

  Answer delete(String path, Map<String, ?> body) {
    Answer answer = send(request(path).header("Content-Type", "application/json").method("DELETE",
        BodyPublishers.ofString(Facts.json(body))));
    String written = answer.header("Consistency-Token");
    if (!written.isEmpty()) {
      consistency = written;
    }
    return answer;
  }

  Answer get(String path, String... headers) {
    HttpRequest.Builder request = request(path).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  /** A file that must come back. */
  Download download(String path, String... headers) {
    HttpRequest.Builder request = request(path).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    Download download = new Download(send(request, BodyHandlers.ofByteArray()));
    if (download.status() != 200) {
      throw new AssertionError("GET " + path + ": " + download.status() + " " + download.text());
    }
    return download;
  }

  /** The lines of an answer as they come. */
  Stream<String> lines(String path) {
    return send(request(path).GET(), BodyHandlers.ofLines()).body();
  }

  /** An answer as it comes, whatever it is. */
  HttpResponse<InputStream> open(String path, String... headers) {
    HttpRequest.Builder request = request(path).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request, BodyHandlers.ofInputStream());
  }

  HttpResponse<Void> head(String path) {
    return send(request(path).HEAD(), BodyHandlers.discarding());
  }

  /** A read that must succeed. */
  JsonNode read(String path, String... headers) {
    Answer answer = get(path, headers);
    if (answer.status() != 200) {
      throw new AssertionError("GET " + path + ": " + answer.status() + " " + answer.body());
    }
    return answer.json();
  }

  private HttpRequest.Builder request(String path) {
    boolean worklist = path.startsWith("/api/v1/loyalty/reviews") && !path.endsWith("/release")
        && !path.endsWith("/refuse");
    boolean ofCommands = !worklist && OF_COMMANDS.stream().anyMatch(path::startsWith)
        || path.contains("/redemptions")
        || path.contains("/tier/override") || path.contains("/benefits/")
        || path.contains("/points/adjustments") || path.contains("/points/write-offs")
        || path.endsWith("/points/transfers") || path.contains("/pool/")
        || path.endsWith("/referral-code") || path.endsWith("/schema")
        || path.endsWith("/erasure") || path.endsWith("/legal-hold");
    return request(path, ofCommands ? commands : queries);
  }

  /** A pool is formed where it is read. */
  private HttpRequest.Builder posting(String path) {
    return path.endsWith("/pool") ? request(path, commands) : request(path);
  }

  private HttpRequest.Builder request(String path, URI side) {
    HttpRequest.Builder request = HttpRequest.newBuilder(side.resolve(path)).timeout(Duration.ofSeconds(60));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!consistency.isEmpty()) {
      request.header("Consistency-Token", consistency).header("Prefer", "wait=20");
    }
    return request;
  }

  private static Answer send(HttpRequest.Builder request) {
    return new Answer(send(request, BodyHandlers.ofString()));
  }

  private static <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
    try {
      return HTTP.send(request.build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
