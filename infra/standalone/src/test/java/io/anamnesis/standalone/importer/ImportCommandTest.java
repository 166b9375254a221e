package io.anamnesis.standalone.importer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an import ends, against an HTTP server that answers as the outside contract says. */
class ImportCommandTest {
  private static final Pattern HOW_TO_BLOCK = Pattern.compile("```(csv|yaml)\n(.*?)```", Pattern.DOTALL);

  @TempDir
  private Path folder;
  private HttpServer server;
  private final List<List<String>> received = new ArrayList<>();
  private final Queue<Reply> replies = new ArrayDeque<>();
  private String expectedToken = "good";

  private record Reply(int status, String body) {}

  private record Ended(int code, String printed) {}

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/facts", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void ndjson_goes_as_it_is_in_requests_of_five_thousand_one_after_the_other() throws IOException {
    String lines = IntStream.rangeClosed(1, 12_345).mapToObj(i -> "{\"id\":\"" + i + "\",\"text\":\"产后\"}")
        .collect(Collectors.joining("\n"));

    Ended end = run(write("facts.ndjson", lines));

    assertThat(end.code).isZero();
    assertThat(received).extracting(List::size).containsExactly(5_000, 5_000, 2_345);
    assertThat(received.stream().flatMap(List::stream)).containsExactlyElementsOf(lines.lines().toList());
    assertThat(end.printed).contains("facts.ndjson: 12,345 rows", "12,345 facts sent: 12,345 accepted");
  }

  @Test
  void an_overloaded_instance_is_asked_again_with_the_same_facts() throws IOException {
    replies.add(new Reply(503, ""));

    Ended end = run(write("facts.ndjson", "{}\n{}\n"));

    assertThat(end.code).isZero();
    assertThat(received).hasSize(2);
    assertThat(received.getFirst()).isEqualTo(received.getLast());
  }

  @Test
  void what_was_rejected_is_listed_by_file_and_row_and_shows_in_the_exit_code() throws IOException {
    replies.add(new Reply(200, """
        {"accepted":1,"duplicates":0,"rejected":1,"position":7,"errors":
         [{"line":2,"id":"x","code":"missing","field":"purchaseId","message":"is required"}]}"""));

    Ended end = run(write("facts.ndjson", "{}\n\n{}\n"));

    assertThat(end.code).isEqualTo(1);
    assertThat(end.printed).contains("facts.ndjson:3  missing  purchaseId  is required",
        "2 facts sent: 1 accepted, 0 duplicates, 1 rejected");
  }

  @Test
  void a_wrong_token_is_told_before_anything_is_sent() throws IOException {
    expectedToken = "other";

    Ended end = run(write("facts.ndjson", "{}\n"));

    assertThat(end.code).isEqualTo(2);
    assertThat(end.printed).contains("does not know this token", "--data-dir");
    assertThat(received).isEmpty();
  }

  @Test
  void an_instance_that_is_not_running_is_told_at_once() throws IOException {
    Path facts = write("facts.ndjson", "{}\n");
    server.stop(0);

    Ended end = run(facts);

    assertThat(end.code).isEqualTo(2);
    assertThat(end.printed).contains("Nothing answers at", "infra/anamnesis up");
  }

  @Test
  void a_folder_without_tokens_is_told_with_the_way_out() throws IOException {
    Path facts = write("facts.ndjson", "{}\n");

    Ended end = run(List.of("--data-dir", folder.toString(), facts.toString()));

    assertThat(end.code).isEqualTo(2);
    assertThat(end.printed).contains("demo-tokens.json", "infra/anamnesis up");
  }

  @Test
  void the_example_of_the_how_to_guide_does_what_the_guide_says() throws IOException {
    String guide = Files.readString(Path.of("../../docs/how-to/import-csv.md"));
    List<String> blocks = HOW_TO_BLOCK.matcher(guide).results().map((MatchResult block) -> block.group(2)).toList();
    Path table = write("bills-2026-03.csv", blocks.getFirst());
    Path mapping = write("bills.yaml", blocks.get(1));

    Ended end = run(List.of("--url", url(), "--token", "good", "--mapping", mapping.toString(), table.toString()));

    assertThat(end.code).isZero();
    String account = end.printed.substring(0, end.printed.indexOf("; "));
    assertThat(guide).contains(account);
    assertThat(received.getFirst()).singleElement().asString()
        .contains("\"amount\":\"760.00\"", "\"businessLine\":\"postpartum\"", "2026-03-01T02:15:00Z");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!("Bearer " + expectedToken).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
      } else if (exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        List<String> lines =
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        received.add(lines);
        Reply reply = replies.isEmpty() ? accepted(lines.size()) : replies.remove();
        exchange.getResponseHeaders().add("Retry-After", "0");
        exchange.sendResponseHeaders(reply.status, 0);
        exchange.getResponseBody().write(reply.body.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static Reply accepted(int facts) {
    return new Reply(200, "{\"accepted\":" + facts + ",\"duplicates\":0,\"rejected\":0,\"position\":1,\"errors\":[]}");
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private Ended run(Path file) {
    return run(List.of("--url", url(), "--token", "good", file.toString()));
  }

  private static Ended run(List<String> words) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int code = new ImportCommand(out, out).run(words);
    return new Ended(code, printed.toString(StandardCharsets.UTF_8));
  }
}
