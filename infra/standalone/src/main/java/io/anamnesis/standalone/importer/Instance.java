package io.anamnesis.standalone.importer;

import io.anamnesis.standalone.folder.DataFolder;
import io.anamnesis.standalone.terminal.Arguments;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running instance, seen from outside. */
final class Instance {
  /** How long a request is tried again while the instance is away or says that it is overloaded. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final URI url;
  private final String token;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(10)).build();

  Instance(URI url, String token) {
    this.url = url;
    this.token = token;
  }

  /** By {@code --url}, {@code --token} and {@code --data-dir}; what is not given is found in the data folder. */
  static Instance of(Arguments arguments) {
    DataFolder folder = arguments.option("--data-dir").map(Path::of).map(DataFolder::new)
        .orElseGet(DataFolder::standard);
    try {
      URI url = arguments.option("--url").map(URI::create).orElseGet(() -> noted(folder));
      return new Instance(url, arguments.option("--token").orElseGet(() -> tokenIn(folder)));
    } catch (IllegalArgumentException e) {
      throw new CannotImport("That is not a URL: " + e.getMessage(), e);
    }
  }

  URI url() {
    return url;
  }

  /** @throws CannotImport at once if nothing answers, or not to this token */
  void greet() {
    occurredAt("/anamnesis/import", "greeting");
  }

  /** @return when the fact happened, if it is in */
  Optional<Instant> occurredAt(String source, String id) {
    HttpResponse<byte[]> answer = exchange(HttpRequest.newBuilder(
        url.resolve("/api/v1/facts?source=" + encode(source) + "&id=" + encode(id))).GET(), Duration.ZERO);
    return switch (answer.statusCode()) {
      case 200 -> Optional.of(Instant.parse(body(answer, JsonNode.class).path("occurredAt").asString()));
      case 404 -> Optional.empty();
      default -> throw unexpected(answer);
    };
  }

  /** @param lines NDJSON */
  Receipt send(byte[] lines) {
    HttpResponse<byte[]> answer = exchange(HttpRequest.newBuilder(url.resolve("/api/v1/facts"))
        .header("Content-Type", "application/x-ndjson").POST(HttpRequest.BodyPublishers.ofByteArray(lines)), PATIENCE);
    if (answer.statusCode() != 200) {
      throw unexpected(answer);
    }
    return body(answer, Receipt.class);
  }

  private HttpResponse<byte[]> exchange(HttpRequest.Builder request, Duration patience) {
    HttpRequest built = request.header("Authorization", "Bearer " + token).header("Accept", "application/json")
        .header("Accept-Language", "en").build();
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        Duration pause = Duration.ofSeconds(1);
        try {
          HttpResponse<byte[]> answer = http.send(built, HttpResponse.BodyHandlers.ofByteArray());
          if (answer.statusCode() != 503 || System.nanoTime() > deadline) {
            return answer;
          }
          pause = Duration.ofSeconds(answer.headers().firstValueAsLong("Retry-After").orElse(1));
        } catch (IOException e) {
          // Sent again, an outcome that got lost shows as duplicates: the instance knows each fact by its id.
          if (System.nanoTime() > deadline) {
            throw away(e);
          }
        }
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotImport("Interrupted.", e);
    }
  }

  private CannotImport away(IOException e) {
    String why = e instanceof ConnectException || e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
    return new CannotImport("Nothing answers at " + url + why + ". Start it with: infra/anamnesis up", e);
  }

  private CannotImport unexpected(HttpResponse<byte[]> answer) {
    return new CannotImport(switch (answer.statusCode()) {
      case 401 -> "The instance at " + url + " does not know this token. A token of each role is in demo-tokens.json of"
          + " its data folder: name the folder with --data-dir, or the token with --token.";
      case 403 -> "This token may not send facts: it needs the scope app or staff.";
      case 503 -> "The instance at " + url + " is overloaded or not ready. Try again later.";
      default -> "The instance at " + url + " answered " + answer.statusCode() + " to " + answer.request().method()
          + " /api/v1/facts. Is it Anamnesis?";
    });
  }

  private <T> T body(HttpResponse<byte[]> answer, Class<T> type) {
    try {
      return JSON.readValue(answer.body(), type);
    } catch (JacksonException e) {
      throw new CannotImport("The instance at " + url + " gave an answer that is not understood. Is it Anamnesis?", e);
    }
  }

  private static URI noted(DataFolder folder) {
    try {
      return folder.instance();
    } catch (IOException e) {
      throw new CannotImport("The file " + folder.url() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String tokenIn(DataFolder folder) {
    try {
      return folder.demoToken("app").orElseThrow(() -> new CannotImport("There is no token in " + folder.demoTokens()
          + ". Start an instance with: infra/anamnesis up; or name a token with --token."));
    } catch (IOException e) {
      throw new CannotImport("The tokens in " + folder.demoTokens() + " cannot be read.", e);
    }
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
