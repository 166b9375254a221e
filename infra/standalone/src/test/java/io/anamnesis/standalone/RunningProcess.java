package io.anamnesis.standalone;

import io.anamnesis.standalone.folder.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code up} as a process of its own, as the launcher starts it, on any free port. */
final class RunningProcess implements AutoCloseable {
  /** A second member of staff. */
  static final String APPROVER = "approver";

  private static final Duration START = Duration.ofMinutes(2);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();

  private final DataFolder folder;
  private final Process process;

  private RunningProcess(DataFolder folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Returns when it is ready to serve. */
  static RunningProcess start(DataFolder folder) throws IOException {
    return start(folder, Map.of());
  }

  /** @param settings environment variables */
  static RunningProcess start(DataFolder folder, Map<String, String> settings) throws IOException {
    Files.deleteIfExists(folder.url());
    RunningProcess started = new RunningProcess(folder, launch(folder, settings, "--port", "0"));
    Awaitility.await().atMost(START).until(() -> !started.process.isAlive() || started.isHealthy());
    if (!started.process.isAlive()) {
      throw new IllegalStateException("ended with " + started.process.exitValue() + ": " + printed(folder));
    }
    return started;
  }

  /** Starts {@code up} without waiting. What it prints is kept beside the folder. */
  static Process launch(DataFolder folder, String... words) throws IOException {
    return launch(folder, Map.of(), words);
  }

  /** @param settings environment variables */
  static Process launch(DataFolder folder, Map<String, String> settings, String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
        "-Ddisable-axoniq-console-message=true", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp",
        System.getProperty("java.class.path"),
        Standalone.class.getName(), "up", "--data-dir", folder.root().toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output(folder).toFile()));
    builder.environment().putAll(settings);
    return builder.start();
  }

  static String printed(DataFolder folder) throws IOException {
    return Files.readString(output(folder));
  }

  private static Path output(DataFolder folder) {
    return folder.root().resolveSibling(folder.root().getFileName() + ".out");
  }

  private boolean isHealthy() {
    try {
      return Files.exists(folder.url()) && get("app", "/actuator/health").statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  URI url() throws IOException {
    return URI.create(Files.readString(folder.url()).strip());
  }

  /** @param headers names and values in turn */
  HttpResponse<String> get(String role, String path, String... headers) throws IOException {
    HttpRequest.Builder request = request(role, path).GET();
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** @throws IllegalStateException if it is not answered by 200 */
  JsonNode read(String role, String path) throws IOException {
    HttpResponse<String> answer = get(role, path);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + " gave " + answer.statusCode() + ": " + answer.body());
    }
    return JsonMapper.shared().readTree(answer.body());
  }

  HttpResponse<String> post(String role, String path, String type, String body) throws IOException {
    return send(
        request(role, path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String role, String path) throws IOException {
    boolean second = role.equals(APPROVER);
    String token = JsonMapper.shared()
        .readTree(Files.readString(second ? folder.demoApprover() : folder.demoTokens()))
        .path(second ? "staff" : role).asString();
    return HttpRequest.newBuilder(url().resolve(path)).timeout(Duration.ofSeconds(60)).header("Authorization",
        "Bearer " + token);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** As {@code kill}; waits for the end. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        kill();
        throw new IllegalStateException("did not stop when asked to");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
