package io.anamnesis.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.VerifierKey;
import io.anamnesis.standalone.folder.DataFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code infra/anamnesis up}, as a user meets it. */
class StartingAcceptanceTest {
  private static final List<String> ROLES = List.of("app", "staff", "analyst", "auditor", "admin");

  @TempDir
  private static Path temporary;
  private static DataFolder folder;
  private static RunningProcess running;

  @BeforeAll
  static void up() throws IOException {
    folder = new DataFolder(temporary.resolve("data"));
    running = RunningProcess.start(folder);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void health_is_open_and_good_once_it_is_ready() throws Exception {
    HttpResponse<String> answer = HttpClient.newHttpClient().send(
        HttpRequest.newBuilder(running.url().resolve("/actuator/health")).build(),
        HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(RunningProcess.printed(folder)).contains("ready: " + running.url(), folder.root().toString(),
        "demo-tokens.json");
  }

  @Test
  void there_is_a_token_of_each_role_good_for_a_day_and_more_and_readable_by_the_owner_only() throws IOException {
    JsonNode tokens = JsonMapper.shared().readTree(Files.readString(folder.demoTokens()));

    assertThat(tokens.propertyNames()).containsExactlyInAnyOrderElementsOf(ROLES);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.demoTokens())))
        .isEqualTo("rw-------");
    for (String role : ROLES) {
      JsonNode claims = claims(tokens.path(role).asString());
      assertThat(claims.path("scope").asString()).isEqualTo(role);
      assertThat(claims.path("sub").asString()).isEqualTo("demo-" + role);
      assertThat(Instant.ofEpochSecond(claims.path("exp").asLong()))
          .isAfter(Instant.now().plus(Duration.ofHours(24)));
    }
    assertThat(running.get("analyst", "/api/v1/projections").statusCode()).isEqualTo(200);
    assertThat(running.get("app", "/api/v1/projections").statusCode()).isEqualTo(403);
  }

  @Test
  void a_client_of_each_role_gets_a_token_from_the_embedded_authorization_server() throws Exception {
    JsonNode clients = JsonMapper.shared().readTree(Files.readString(folder.demoClients()));
    String secret = clients.path("demo-analyst").asString();
    HttpResponse<String> answer = HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(running.url().resolve("/oauth2/token"))
            .header("Authorization",
                "Basic " + Base64.getEncoder()
                    .encodeToString(("demo-analyst:" + secret).getBytes(StandardCharsets.UTF_8)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope=analyst")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String token = JsonMapper.shared().readTree(answer.body()).path("access_token").asString();

    HttpResponse<String> read = HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(running.url().resolve("/api/v1/projections"))
            .header("Authorization", "Bearer " + token).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(read.statusCode()).isEqualTo(200);
  }

  @Test
  void what_is_acknowledged_is_on_disk_and_the_database_listens_on_loopback_with_a_password() throws Exception {
    int port = Integer.parseInt(Files.readAllLines(folder.postgres().resolve("postmaster.pid")).get(3));
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/anamnesis?user=anamnesis&password=";
    String password = Files.readString(folder.keys().resolve("postgres.password"));

    assertThat(setting(url + password, "fsync")).isEqualTo("on");
    assertThat(setting(url + password, "synchronous_commit")).isEqualTo("on");
    assertThat(setting(url + password, "listen_addresses")).isEqualTo("127.0.0.1");
    assertThatThrownBy(() -> setting(url + "guess", "fsync"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void the_log_has_a_public_key_for_everybody_and_a_secret_one_for_the_owner_only() throws IOException {
    VerifierKey key = VerifierKey.parse(Files.readString(folder.logPublicKey()).strip());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.logKey()))).isEqualTo("rw-------");
    assertThat(running.get("auditor", "/api/v1/audit/log/key").body().strip()).isEqualTo(key.text());
    assertThat(SignedNote.parse(running.get("auditor", "/api/v1/audit/log/checkpoint").body()).isSignedBy(key))
        .isTrue();
  }

  @Test
  void an_address_that_nothing_answers_is_not_logged() throws IOException {
    assertThat(running.get("staff", "/api/v1/customers/C-0815/nothing").statusCode()).isEqualTo(404);

    assertThat(RunningProcess.printed(folder)).doesNotContain("C-0815");
  }

  @Test
  void a_second_start_on_a_folder_in_use_is_refused_by_its_name() throws Exception {
    Process second = RunningProcess.launch(new DataFolder(folder.root()), "--port", "0");
    // Both write their output to the same file; the first has said all by now.
    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(second.exitValue()).isEqualTo(3);
    assertThat(RunningProcess.printed(folder)).contains("Another instance runs on the folder " + folder.root());
    assertThat(running.get("analyst", "/api/v1/projections").statusCode()).as("the first goes on").isEqualTo(200);
  }

  @Test
  void a_port_in_use_is_told_with_the_way_out_and_nothing_is_left_running() throws Exception {
    DataFolder other = new DataFolder(temporary.resolve("other"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process refused = RunningProcess.launch(other, "--port", Integer.toString(taken.getLocalPort()));
      assertThat(refused.waitFor(60, TimeUnit.SECONDS)).isTrue();

      assertThat(refused.exitValue()).isEqualTo(4);
      assertThat(RunningProcess.printed(other)).contains("Port " + taken.getLocalPort() + " is in use", "--port N");
    }
    assertThat(other.postgres().resolve("postmaster.pid")).doesNotExist();
  }

  @Test
  void reset_removes_nothing_from_a_folder_that_is_not_an_instances() throws Exception {
    DataFolder foreign = new DataFolder(temporary.resolve("foreign"));
    Files.createDirectories(foreign.root());
    Path letter = Files.writeString(foreign.root().resolve("letter.txt"), "dear");

    Process refused = RunningProcess.launch(foreign, "--reset", "--port", "0");
    assertThat(refused.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(refused.exitValue()).isEqualTo(2);
    assertThat(letter).hasContent("dear");
  }

  private static String setting(String url, String name) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("show " + name)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static JsonNode claims(String token) {
    return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
  }
}
