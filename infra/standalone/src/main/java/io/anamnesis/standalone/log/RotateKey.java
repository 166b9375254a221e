package io.anamnesis.standalone.log;

import io.anamnesis.standalone.folder.DataFolder;
import io.anamnesis.standalone.terminal.Arguments;
import io.anamnesis.standalone.terminal.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code log rotate-key [--url U] [--token T|--data-dir DIR]}: asks the running command side, which alone reads the key, to hand over
 * to a new one.
 */
record RotateKey(PrintStream out) {
  private static final String PATH = "/api/v1/audit/log/key/handovers";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  void run(List<String> words) {
    Arguments arguments = Arguments.parse(words, Set.of("--url", "--token", "--data-dir"), Set.of());
    if (!arguments.rest().isEmpty()) {
      throw new UsageException("log rotate-key takes no " + arguments.rest().getFirst() + ".");
    }
    DataFolder folder = arguments.option("--data-dir").map(Path::of).map(DataFolder::new)
        .orElseGet(DataFolder::standard);
    try {
      URI url = URI.create(arguments.option("--url").orElse(folder.instance().toString()));
      String token = arguments.option("--token").or(() -> tokenIn(folder)).orElseThrow(
          () -> new CannotDo(
              "There is no token in " + folder.demoTokens() + ". Name the token of an admin with --token."));
      tell(ask(url, token));
    } catch (IOException | IllegalArgumentException away) {
      throw new CannotDo(
          "No instance answers there: the key is handed over by a running one. (" + away.getMessage() + ")");
    }
  }

  private static Optional<String> tokenIn(DataFolder folder) {
    try {
      return folder.demoToken("admin");
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static HttpResponse<String> ask(URI url, String token) throws IOException {
    try {
      return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
          .send(HttpRequest.newBuilder(url.resolve(PATH)).timeout(PATIENCE).header("Authorization", "Bearer " + token)
              .header("Accept-Language", "en").POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CannotDo("Interrupted.");
    }
  }

  private void tell(HttpResponse<String> answer) {
    if (answer.statusCode() != 201) {
      throw new CannotDo("The key was not handed over: the instance answered " + answer.statusCode()
          + (answer.statusCode() == 403 ? "; the token needs the scope admin." : ". " + detail(answer)));
    }
    JsonNode handover = JsonMapper.shared().readTree(answer.body());
    out.println("The log was handed over, by statement " + handover.path("number").asLong() + ", behind "
        + handover.path("size").asLong() + " events");
    out.println("  from " + handover.path("from").asString());
    out.println("  to   " + handover.path("to").asString());
    out.println(
        "Back up the new log.skey and log.statements, apart from the database. Whoever trusts the old key follows.");
  }

  private static String detail(HttpResponse<String> answer) {
    try {
      return JsonMapper.shared().readTree(answer.body()).path("detail").asString("");
    } catch (JacksonException other) {
      return "";
    }
  }
}
