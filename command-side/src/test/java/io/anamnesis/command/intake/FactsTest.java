package io.anamnesis.command.intake;

import static io.anamnesis.command.intake.IntakeServer.BATCH;
import static io.anamnesis.command.intake.IntakeServer.LINES;
import static io.anamnesis.command.intake.IntakeServer.SINGLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.eventstore.FactId;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/v1/facts} as the contract has it. */
class FactsTest {
  @TempDir
  static Path folder;

  private static IntakeServer server;

  @BeforeAll
  static void start() {
    server = IntakeServer.start(TestPostgres.shared().freshDatabase().getJdbcUrl(), folder.resolve("kek"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String fresh() {
    return UUID.randomUUID().toString();
  }

  private static String lines(List<String> lines) {
    return lines.stream().collect(Collectors.joining("\n"));
  }

  @Test
  void a_fact_is_created_and_a_repeat_of_it_is_told_its_position() {
    String id = fresh();
    var first = server.post(SINGLE, SampleFacts.signin(id, "C-1").toString());
    var again = server.post(SINGLE, SampleFacts.signin(id, "C-1").put("time", "2026-03-01T02:15:00.000Z").toString());

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.json().get("eventId").stringValue()).isEqualTo(FactId.of(SampleFacts.SOURCE, id).toString());
    assertThat(first.token()).isEqualTo("1-" + first.position());
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.token()).isEqualTo(first.token());
  }

  @Test
  void every_type_of_fact_is_taken_and_found() {
    // What the corrections among them are about.
    server.post(SINGLE, SampleFacts.signin("A-1", "C-0042").toString());
    SampleFacts.PAYLOADS.keySet().forEach(type -> {
      String id = fresh();
      ObjectNode event = SampleFacts.of(id, type, SampleFacts.subjectOf(type));
      assertThat(server.post(SINGLE, event.toString()).status()).as(type).isEqualTo(201);

      var found = server.get("/api/v1/facts?source=" + SampleFacts.SOURCE + "&id=" + id);
      assertThat(found.status()).isEqualTo(200);
      assertThat(found.json().get("type").stringValue()).isEqualTo(type);
      assertThat(found.json().get("occurredAt").stringValue()).isEqualTo("2026-03-01T02:15:00Z");
    });
  }

  @Test
  void other_content_under_the_same_identity_is_a_conflict() {
    String id = fresh();
    ObjectNode event =
        SampleFacts.of(id, "survey.answered", "C-1", "{\"survey\":\"S\",\"score\":9.0,\"version\":\"1\"}");
    assertThat(server.post(SINGLE, event.toString()).status()).isEqualTo(201);

    assertThat(server.post(SINGLE, event.toString().replace("9.0", "9")).status()).as("equal numbers").isEqualTo(200);
    assertThat(server.post(SINGLE, event.toString().replace("9.0", "900e-2")).status()).isEqualTo(200);
    List.of(event.toString().replace("9.0", "8"), event.toString().replace("C-1", "C-2"),
        event.toString().replace("10:15:00", "10:15:01"), event.toString().replace("10:15:00", "10:15:00.000000001"),
        event.toString().replace("\"version\":\"1\"", "\"version\":null"),
        SampleFacts.signin(id, "C-1").toString()).forEach(other -> {
          var answer = server.post(SINGLE, other);
          assertThat(answer.status()).as(other).isEqualTo(409);
          assertThat(answer.json().get("code").stringValue()).isEqualTo("fact-conflict");
          assertThat(answer.token()).startsWith("1-");
        });
  }

  @Test
  void equal_content_under_two_ids_is_two_facts() {
    var first = server.post(SINGLE, SampleFacts.signin(fresh(), "C-1").toString());
    var second = server.post(SINGLE, SampleFacts.signin(fresh(), "C-1").toString());

    assertThat(second.status()).isEqualTo(201);
    assertThat(second.position()).isGreaterThan(first.position());
  }

  @Test
  void a_bad_fact_is_refused_by_code_and_field_in_the_readers_language_and_never_quoted() {
    String bad = SampleFacts.signin(fresh(), "SECRET 42").toString();
    var english = server.post(SINGLE, bad);
    var chinese = server.send(server.request("/api/v1/facts").setHeader("Accept-Language", "zh-CN")
        .header("Content-Type", SINGLE).POST(BodyPublishers.ofString(bad)));

    assertThat(english.status()).isEqualTo(400);
    assertThat(english.response().headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(english.json().get("code").stringValue()).isEqualTo("invalid");
    assertThat(english.json().get("field").stringValue()).isEqualTo("subject");
    assertThat(english.json().get("detail").stringValue()).startsWith("subject is not valid");
    assertThat(chinese.json().get("detail").stringValue()).isEqualTo("字段 subject 的值不符合要求。");
    assertThat(english.response().body() + chinese.response().body()).doesNotContain("SECRET");
    assertThat(english.token()).isEqualTo("1-" + server.log().head());
  }

  @Test
  void a_time_is_future_beyond_a_day_ahead_only() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var near = server.post(SINGLE,
        SampleFacts.signin(fresh(), "C-1").put("time", now.plusSeconds(86_000).toString()).toString());
    var far = server.post(SINGLE,
        SampleFacts.signin(fresh(), "C-1").put("time", now.plusSeconds(87_000).toString()).toString());

    assertThat(near.status()).isEqualTo(201);
    assertThat(far.status()).isEqualTo(400);
    assertThat(far.json().get("code").stringValue()).isEqualTo("future");
    assertThat(far.json().get("field").stringValue()).isEqualTo("time");
  }

  @Test
  void a_single_event_is_taken_up_to_256_kib() {
    String frame = SampleFacts.of(fresh(), "x.blob", "C-1", "{\"blob\":\"\"}").toString();
    String largest = frame.replace("\"blob\":\"", "\"blob\":\"" + "b".repeat(RawFact.MAX_BYTES - frame.length()));

    assertThat(server.post(SINGLE, largest + " ").status()).isEqualTo(413);
    assertThat(server.post(SINGLE, largest).status()).isEqualTo(201);
  }

  @Test
  void an_account_counts_every_line_and_names_the_bad_ones() {
    String id = fresh();
    String good = SampleFacts.signin(id, "C-1").toString();
    String body = "\ufeff" + lines(List.of(good, "", "  ", good, SampleFacts.signin(id, "C-2").toString(), "{", "[]",
        SampleFacts.signin(fresh(), "C-1").put("type", "no.such").toString(),
        SampleFacts.signin(fresh(), "C-1").toString()))
        + "\r\n";
    var answer = server.post(LINES, body);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.counts()).isEqualTo("2 1 4");
    assertThat(answer.position()).isEqualTo(server.log().head());
    assertThat(answer.token()).isEqualTo("1-" + answer.position());
    List<String> errors = new ArrayList<>();
    answer.json().get("errors").forEach(error -> errors
        .add(error.get("line") + " " + error.get("code").stringValue() + " " + error.get("field").asString("-")));
    assertThat(errors).containsExactly("5 fact-conflict -", "6 malformed -", "7 malformed -", "8 unknown-type type");
    assertThat(answer.json().get("errors").get(0).get("id").stringValue()).isEqualTo(id);
  }

  @Test
  void elements_of_an_array_are_counted_as_lines_are() {
    var answer = server.post(BATCH, "[" + SampleFacts.signin(fresh(), "C-1") + ",7,{\"id\":\"a\",\"id\":\"b\"},"
        + SampleFacts.signin(fresh(), "C-1") + "]");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.counts()).isEqualTo("2 0 2");
    assertThat(answer.json().get("errors").get(0).get("line").intValue()).isEqualTo(2);
  }

  @Test
  void of_a_broken_array_nothing_is_taken() {
    long before = server.log().head();
    var answer = server.post(BATCH, "[" + SampleFacts.signin(fresh(), "C-1") + ",{]");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("code").stringValue()).isEqualTo("malformed");
    assertThat(server.log().head()).isEqualTo(before);
    assertThat(answer.token()).isEqualTo("1-" + before);
  }

  @Test
  void of_an_array_beyond_32_mib_nothing_is_taken() {
    long before = server.log().head();
    byte[] body = new byte[FactController.MAX_BATCH + 1];
    Arrays.fill(body, (byte) ' ');
    byte[] event = ("[" + SampleFacts.signin(fresh(), "C-1") + "]").getBytes(StandardCharsets.UTF_8);
    System.arraycopy(event, 0, body, 0, event.length);

    assertThat(server.post(BATCH, BodyPublishers.ofByteArray(body)).status()).isEqualTo(413);
    var chunked = server.post(BATCH, BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body)));
    assertThat(chunked.status()).isEqualTo(413);
    assertThat(server.log().head()).isEqualTo(before);
  }

  @Test
  void an_empty_request_has_an_empty_account() {
    for (var answer : List.of(server.post(LINES, ""), server.post(LINES, "\n\n"), server.post(BATCH, "[]"))) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.counts()).isEqualTo("0 0 0");
      assertThat(answer.json().get("position").longValue()).isEqualTo(server.log().head());
      assertThat(answer.token()).isEqualTo("1-" + server.log().head());
    }
  }

  @Test
  void ten_thousand_lines_of_one_identity_are_one_fact() {
    String line = SampleFacts.signin(fresh(), "C-1").toString();
    long before = server.log().head();
    var answer = server.post(LINES, lines(IntStream.range(0, 10_000).mapToObj(i -> line).toList()));

    assertThat(answer.counts()).isEqualTo("1 9999 0");
    assertThat(server.log().head()).isEqualTo(before + 1);
  }

  @Test
  void a_huge_line_does_not_stop_its_neighbours() {
    String huge = "{\"id\":\"" + "h".repeat(5_000_000) + "\"}";
    var answer = server.post(LINES, lines(
        List.of(SampleFacts.signin(fresh(), "C-1").toString(), huge, SampleFacts.signin(fresh(), "C-1").toString())));

    assertThat(answer.counts()).isEqualTo("2 0 1");
    assertThat(answer.json().get("errors").get(0).get("code").stringValue()).isEqualTo("too-large");
  }

  @Test
  void the_first_hundred_errors_are_named_and_all_are_counted() {
    var answer = server.post(LINES, "{\n".repeat(1234));

    assertThat(answer.counts()).isEqualTo("0 0 1234");
    assertThat(answer.json().get("errors").size()).isEqualTo(100);
    assertThat(answer.json().get("position").longValue()).isEqualTo(server.log().head());
  }

  @Test
  void facts_of_one_request_keep_their_order() {
    String customer = "O-" + fresh();
    List<String> ids = IntStream.range(0, 3_000).mapToObj(i -> fresh()).toList();
    server.post(LINES, lines(ids.stream().map(id -> SampleFacts.signin(id, customer).toString()).toList()));

    List<UUID> recorded = new ArrayList<>();
    long after = 0;
    for (List<StoredEvent> page = server.log().readSubject(customer, after, 1000); !page.isEmpty(); page =
        server.log().readSubject(customer, after, 1000)) {
      page.forEach(event -> recorded.add(event.eventId()));
      after = page.getLast().position();
    }
    assertThat(recorded).isEqualTo(ids.stream().map(id -> FactId.of(SampleFacts.SOURCE, id)).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "application/cloudevents+json; charset=gbk",
      "application/x-ndjson; charset=no-such", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
      "nonsense", "*/*", "application/*"})
  void other_media_types_are_refused(String mediaType) {
    var answer = server.post(mediaType, SampleFacts.signin(fresh(), "C-1").toString());

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.json().get("code").stringValue()).isEqualTo("unsupported-media-type");
  }

  @Test
  void a_body_without_media_type_is_refused() {
    var answer = server.send(
        server.request("/api/v1/facts").POST(BodyPublishers.ofString(SampleFacts.signin(fresh(), "C-1").toString())));

    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void utf_8_may_be_said() {
    var answer =
        server.post("Application/CloudEvents+JSON; charset=\"utf-8\"", SampleFacts.signin(fresh(), "C-1").toString());

    assertThat(answer.status()).isEqualTo(201);
  }

  @Test
  void a_body_may_be_packed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(SampleFacts.signin(fresh(), "C-1").toString().getBytes(StandardCharsets.UTF_8));
    }
    var request = server.request("/api/v1/facts").header("Content-Type", LINES);

    assertThat(server.send(request.copy().header("Content-Encoding", "gzip")
        .POST(BodyPublishers.ofByteArray(packed.toByteArray()))).counts()).isEqualTo("1 0 0");
    // What was read of a damaged stream must never pass for the whole.
    assertThat(server.send(request.copy().header("Content-Encoding", "gzip")
        .POST(BodyPublishers.ofByteArray(Arrays.copyOf(packed.toByteArray(), packed.size() - 9)))).status())
        .isEqualTo(400);
    assertThat(
        server.send(request.copy().header("Content-Encoding", "gzip").POST(BodyPublishers.ofString("{}"))).status())
        .isEqualTo(400);
    assertThat(
        server.send(request.copy().header("Content-Encoding", "br").POST(BodyPublishers.ofString("{}"))).status())
        .isEqualTo(415);
  }

  @Test
  void of_a_body_cut_off_the_whole_lines_stand() throws IOException {
    String id = fresh();
    String whole = SampleFacts.signin(id, "C-1").toString() + "\n";
    String cut = SampleFacts.signin(fresh(), "C-1").toString().substring(0, 40);
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write(("POST /api/v1/facts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer app\r\n"
          + "Content-Type: application/x-ndjson\r\nContent-Length: 1000000\r\n\r\n" + whole + cut)
          .getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    }
    org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(
        server.get("/api/v1/facts?source=" + SampleFacts.SOURCE + "&id=" + id).status()).isEqualTo(200));
  }

  @Test
  void a_fact_that_is_not_in_is_unknown_and_a_question_without_identity_names_what_is_missing() {
    assertThat(server.get("/api/v1/facts?source=/s&id=" + fresh()).json().get("code").stringValue())
        .isEqualTo("unknown-fact");
    assertThat(server.get("/api/v1/facts?source=/s").json().get("field").stringValue()).isEqualTo("id");
    assertThat(server.get("/api/v1/facts?id=1").json().get("field").stringValue()).isEqualTo("source");
  }

  @ParameterizedTest
  @ValueSource(strings = {"analyst", "auditor", "admin"})
  void only_apps_and_staff_bring_facts(String scope) {
    var request = server.request("/api/v1/facts").header("Content-Type", SINGLE)
        .POST(BodyPublishers.ofString(SampleFacts.signin(fresh(), "C-1").toString()));

    assertThat(server.send(request.copy().setHeader("Authorization", "Bearer " + scope)).status()).isEqualTo(403);
    assertThat(server.send(request.copy().setHeader("Authorization", "Bearer staff")).status()).isEqualTo(201);
    assertThat(server.send(server.request("/api/v1/facts/rejected").setHeader("Authorization", "Bearer " + scope)
        .GET()).status()).isEqualTo(403);
  }

  @Test
  void nothing_personal_is_recorded_in_clear() {
    String id = fresh();
    ObjectNode event = SampleFacts.of(id, "customer.registered", "P-" + id).put("ward", "SECRET-WARD");
    event.withObject("data").put("nickname", "SECRET-NICK").put("phone", "SECRET-PHONE").put("name", "SECRET-NAME");
    server.post(SINGLE, event.toString());

    StoredEvent stored = server.log().find(FactId.of(SampleFacts.SOURCE, id)).orElseThrow();
    assertThat(stored.payload() + stored.metadata()).doesNotContain("SECRET", "1980-02-29", "上海");
    JsonNode metadata = io.anamnesis.events.EventCodec.mapper().readTree(stored.metadata());
    assertThat(metadata.get("birthYear").intValue()).isEqualTo(1980);
    assertThat(metadata.get("gender").stringValue()).isEqualTo("male");
    assertThat(metadata.get("actor").stringValue()).isEqualTo("client-app");
    assertThat(metadata.get("source").stringValue()).isEqualTo(SampleFacts.SOURCE);
    assertThat(metadata.get("extensions").get("ward").has("~")).isTrue();
  }
}
