package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Answer.problem;
import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** H7, and who looked at me of C7: what was read is in the log of reads by the time the reader has it. Expected rows are read by SQL. */
@ParameterizedClass
@EnumSource(Deployment.class)
class ReadAuditAcceptanceTest {
  private static final String CUSTOMERS = "/api/v1/customers/";
  private static final String AUDIT = "/api/v1/audit/customers/";
  private static final String READS = "/api/v1/audit/reads";

  @Parameter
  private Deployment deployment;
  private Client staff;
  private Client auditor;
  private WrittenReads written;
  private final String customer = someone();
  private final String name = "Canary" + UUID.randomUUID();
  private final String phone = "+86139" + (10_000_000 + Math.abs(UUID.randomUUID().hashCode() % 80_000_000));

  @BeforeEach
  void record() {
    staff = deployment.client();
    staff.record(
        fact(customer, "customer.registered", "2026-03-01T10:00:00+08:00", Map.of("name", name, "phone", phone)),
        visit(customer, "V-" + customer, "2026-03-02T10:00:00+08:00"));
    auditor = staff.as("auditor");
    written = new WrittenReads(deployment.database());
  }

  @Test
  void whatever_is_answered_is_in_the_log_of_reads_with_the_template_of_its_path() {
    String tag = staff.get(CUSTOMERS + customer + "/portrait").header("ETag");
    assertThat(staff.get(CUSTOMERS + customer + "/portrait", "If-None-Match", tag).status()).isEqualTo(304);
    assertThat(staff.get(CUSTOMERS + customer + "/tier").status()).isEqualTo(200);
    assertThat(auditor.get(AUDIT + customer + "/history").status()).isEqualTo(200);
    assertThat(auditor.get(AUDIT + customer + "/history", "Purpose", "a complaint").status()).isEqualTo(200);
    auditor.download(AUDIT + customer + "/bundle");
    assertThat(auditor.get(AUDIT + customer + "/replay?model=points").status()).isEqualTo(200);

    assertThat(written.of(customer)).containsExactly(
        "test-staff GET /customers/{customer}/portrait 200 CLEAR",
        "test-staff GET /customers/{customer}/portrait 304 CLEAR",
        "test-staff GET /customers/{customer}/tier 200 NONE",
        "test-auditor GET /audit/customers/{customer}/history 200 MASKED",
        "test-auditor GET /audit/customers/{customer}/history 200 CLEAR",
        "test-auditor GET /audit/customers/{customer}/bundle 200 MASKED",
        "test-auditor GET /audit/customers/{customer}/replay 200 MASKED");
  }

  @Test
  void a_decision_shows_something_too_and_so_does_a_look_that_is_all_head() throws Exception {
    assertThat(
        staff.post(CUSTOMERS + customer + "/points/adjustments", Map.of("points", 5, "reason", "for her patience"))
            .status())
        .isEqualTo(201);
    assertThat(send(deployment.client().queries().resolve(CUSTOMERS + customer + "/points"), "HEAD",
        TestTokens.token("staff")).statusCode()).isEqualTo(200);

    assertThat(written.of(customer)).containsExactly(
        "test-staff POST /customers/{customer}/points/adjustments 201 NONE",
        "test-staff HEAD /customers/{customer}/points 200 NONE");
  }

  @Test
  void refusals_are_recorded_and_only_who_is_not_signed_in_is_not() throws Exception {
    String nobody = someone();
    assertThat(problem(staff.get(CUSTOMERS + nobody + "/portrait"), 404)).isEqualTo("unknown-customer");
    assertThat(problem(staff.as("analyst").get(CUSTOMERS + nobody + "/portrait"), 403)).isEqualTo("forbidden");
    assertThat(problem(staff.get(CUSTOMERS + nobody + "/portrait?asOf=2999-01-01T00:00:00Z"), 400)).isEqualTo("future");
    assertThat(
        send(deployment.client().queries().resolve(CUSTOMERS + nobody + "/portrait"), "GET", "none").statusCode())
        .isEqualTo(401);

    assertThat(written.of(nobody)).containsExactly(
        "test-staff GET /customers/{customer}/portrait 404 NONE",
        "test-analyst GET /customers/{customer}/portrait 403 NONE",
        "test-staff GET /customers/{customer}/portrait 400 NONE");
    assertThat(written.payloads("subject = '" + nobody + "'")).extracting(read -> read.get("problem").asString())
        .containsExactly("unknown-customer", "forbidden", "future");
    assertThat(written.payloads("subject = '" + nobody + "'")).extracting(read -> read.get("scopes").get(0).asString())
        .containsExactly("staff", "analyst", "staff");
  }

  @Test
  void who_asks_for_nobody_gets_no_key_made_for_that_number() {
    String nobody = someone();
    assertThat(auditor.get(AUDIT + nobody + "/history", "Purpose", "looking around").status()).isEqualTo(404);

    assertThat(written.payloads("subject = '" + nobody + "'").getFirst().get("sealedUnder").asString())
        .isEqualTo("HOSPITAL");
    JsonNode read = auditor.read(READS + "?customer=" + nobody, "Purpose", "who looked around").get("items").get(0);
    assertThat(read.get("purpose").asString()).isEqualTo("looking around");
    written.run("""
        do $$ begin
          if exists (select from keys.person_key where subject = '%s') then raise exception 'a key was made'; end if;
        end $$""".formatted(nobody));
  }

  @Test
  void each_customer_whom_a_list_shows_is_recorded_and_of_one_answer_all_have_one_number() {
    String twin = someone();
    staff.record(fact(twin, "customer.registered", "2026-03-01T10:00:00+08:00", Map.of("name", name)));
    assertThat(staff.post(CUSTOMERS + "search", Map.of("name", name)).json().get("items")).hasSize(2);

    assertThat(written.of(customer)).containsExactly("test-staff POST /customers/search 200 CLEAR");
    assertThat(written.of(twin)).containsExactly("test-staff POST /customers/search 200 CLEAR");
    assertThat(written.payloads("subject in ('" + customer + "', '" + twin + "')"))
        .extracting(read -> read.get("answer").asString()).hasSize(2).containsOnly(
            written.payloads("subject = '" + twin + "'").getFirst().get("answer").asString());
  }

  @Test
  void worklists_lines_that_were_not_taken_and_trials_name_whom_they_show() {
    staff.post(CUSTOMERS + customer + "/points/adjustments", Map.of("points", 5_000, "reason", "a promise"));
    long before = written.count("true");
    staff.read("/api/v1/loyalty/adjustments?limit=500");
    assertThat(written.of(customer)).contains("test-staff GET /loyalty/adjustments 200 CLEAR");

    staff.ndjson("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/of/" + customer
        + "\",\"type\":\"no.such-type\",\"subject\":\"" + customer
        + "\",\"time\":\"2026-03-01T00:00:00Z\",\"data\":{}}\nnot even json");
    staff.read("/api/v1/facts/rejected?source=/of/" + customer);
    assertThat(written.of(customer)).contains("test-staff GET /facts/rejected 200 CLEAR");
    assertThat(written.count("position > " + before)).isGreaterThan(1);

    staff.read("/api/v1/loyalty/reviews?customer=" + customer);
    assertThat(written.of(customer)).contains("test-staff GET /loyalty/reviews 200 NONE");
  }

  @Test
  void purposes_are_nowhere_in_clear_and_shown_to_who_states_one() {
    String plain = "why" + UUID.randomUUID();
    assertThat(auditor.get(AUDIT + customer + "/history", "Purpose", plain).status()).isEqualTo(200);

    assertThat(written.count("payload like '%" + plain + "%' or metadata like '%" + plain + "%'")).isZero();
    assertThat(written.payloads("subject = '" + customer + "'").getFirst().get("purpose").get("~").asString())
        .startsWith("r.");
    JsonNode masked = auditor.read(READS + "?customer=" + customer).get("items").get(0);
    assertThat(masked.get("purpose").asString()).isEqualTo("***");
    JsonNode clear = auditor.read(READS + "?customer=" + customer, "Purpose", "an audit").get("items").get(1);
    assertThat(clear.get("purpose").asString()).isEqualTo(plain);
    assertThat(clear.get("path").asString()).isEqualTo("/api/v1/audit/customers/{customer}/history");
    assertThat(clear.get("shown").asString()).isEqualTo("clear");
  }

  /** As curl sends it. Most characters have bytes that are control characters for who reads them one by one. */
  @Test
  void a_purpose_is_stated_in_any_script() throws Exception {
    assertThat(overTheWire(AUDIT + customer + "/history", "Purpose: 处理投诉 2026-114")).startsWith("HTTP/1.1 200")
        .contains(name);
    assertThat(overTheWire(AUDIT + customer + "/history", "Purpose: 处理\u0007投诉")).startsWith("HTTP/1.1 400")
        .doesNotContain(name);

    JsonNode read = auditor.read(READS + "?customer=" + customer, "Purpose", "an audit").get("items").get(0);
    assertThat(read.get("purpose").asString()).isEqualTo("处理投诉 2026-114");
  }

  @Test
  void the_audit_of_reads_is_newest_first_filtered_in_pages_and_itself_recorded() {
    Client other = staff.as("staff", "li-" + customer);
    for (int i = 0; i < 3; i++) {
      staff.read(CUSTOMERS + customer + "/points");
      other.read(CUSTOMERS + customer + "/tier");
    }
    JsonNode first = auditor.read(READS + "?customer=" + customer + "&limit=4");
    JsonNode second = auditor.read(READS + "?customer=" + customer + "&limit=4&cursor=" + first.get("next").asString());
    assertThat(first.get("items").findValuesAsString("path")).containsExactly("/api/v1/customers/{customer}/tier",
        "/api/v1/customers/{customer}/points", "/api/v1/customers/{customer}/tier",
        "/api/v1/customers/{customer}/points");
    assertThat(second.get("items").findValuesAsString("path")).containsExactly("/api/v1/customers/{customer}/tier",
        "/api/v1/customers/{customer}/points");
    assertThat(second.get("next").isNull()).isTrue();

    JsonNode his = auditor.read(READS + "?reader=li-" + customer);
    assertThat(his.get("items").findValuesAsString("customer")).hasSize(3).containsOnly(customer);
    JsonNode oldest = second.get("items").get(1);
    assertThat(auditor.read(READS + "?customer=" + customer + "&to=" + oldest.get("at").asString()).get("items"))
        .hasSize(1);
    assertThat(auditor.read(READS + "?customer=" + customer + "&from=" + Instant.now().plusSeconds(3_600)).get("items"))
        .isEmpty();
    assertThat(problem(auditor.get(READS + "?customer=" + customer + "&from=yesterday"), 400)).isEqualTo("invalid");
    assertThat(problem(staff.get(READS + "?customer=" + customer), 403)).isEqualTo("forbidden");

    assertThat(written.of(customer)).filteredOn(read -> read.startsWith("test-auditor")).hasSize(5)
        .containsOnly("test-auditor GET /audit/reads 200 NONE");
  }

  @Test
  void a_customer_is_told_who_looked_in_human_words() {
    auditor.get(AUDIT + customer + "/history", "Purpose", "her complaint");
    staff.read(CUSTOMERS + customer + "/portrait");
    staff.as("analyst").get(CUSTOMERS + customer + "/portrait");

    JsonNode looks = staff.as("app").read(CUSTOMERS + customer + "/reads", "Accept-Language", "en").get("items");
    assertThat(looks.findValuesAsString("summary")).containsExactly(
        "an analyst asked for the portrait and was not shown it", "a member of staff looked at the portrait",
        "an auditor looked at the whole history");
    assertThat(looks.get(2).get("purpose").asString()).isEqualTo("her complaint");
    assertThat(looks.get(2).get("who").asString()).isEqualTo("test-auditor");
    JsonNode inChinese = staff.read(CUSTOMERS + customer + "/reads").get("items");
    assertThat(inChinese.get(2).get("summary").asString()).isEqualTo("员工查看了360° 画像");
    assertThat(inChinese.get(3).get("purpose").isNull()).as("others' purposes are not for staff").isTrue();
    assertThat(problem(staff.get(CUSTOMERS + someone() + "/reads"), 404)).isEqualTo("unknown-customer");
    assertThat(problem(auditor.get(CUSTOMERS + customer + "/reads"), 403)).isEqualTo("forbidden");
  }

  @Test
  void what_cannot_be_recorded_is_not_answered_with_one_byte_of_it() {
    int before = staff.read(CUSTOMERS + customer + "/points").get("available").asInt();
    String tag = staff.get(CUSTOMERS + customer + "/portrait").header("ETag");
    written.refuse(customer);
    try {
      List<Answer> answers = List.of(staff.get(CUSTOMERS + customer + "/portrait"),
          staff.get(CUSTOMERS + customer + "/timeline"),
          staff.get(CUSTOMERS + customer + "/portrait", "If-None-Match", tag),
          staff.post(CUSTOMERS + "search", Map.of("name", name)),
          auditor.get(AUDIT + customer + "/history", "Purpose", "an audit"),
          auditor.get(AUDIT + customer + "/replay?model=portrait", "Purpose", "an audit"),
          auditor.get(AUDIT + customer + "/bundle", "Purpose", "an audit"),
          staff.as("analyst").get(CUSTOMERS + customer + "/portrait"));
      Answer decided =
          staff.post(CUSTOMERS + customer + "/points/adjustments", Map.of("points", 5, "reason", "a promise"),
              "Idempotency-Key", "adjusted-" + customer);
      assertThat(problem(decided, 503)).as("it may have been decided").isEqualTo("outcome-unknown");
      for (Answer answer : answers) {
        assertThat(problem(answer, 503)).isEqualTo("read-not-recorded");
        assertThat(answer.body()).doesNotContain(name, phone, customer);
        assertThat(answer.header("ETag") + answer.header("Position") + answer.header("Content-Disposition")).isEmpty();
        assertThat(answer.header("Retry-After")).isEqualTo("2");
      }
    } finally {
      written.takeAgain();
    }
    assertThat(staff.get(CUSTOMERS + customer + "/portrait").body()).contains(name);
    assertThat(written.of(customer)).hasSize(3);
    assertThat(staff.post(CUSTOMERS + customer + "/points/adjustments", Map.of("points", 5, "reason", "a promise"),
        "Idempotency-Key", "adjusted-" + customer).status()).isEqualTo(201);
    assertThat(staff.read(CUSTOMERS + customer + "/points").get("available").asInt()).as("once").isEqualTo(before + 5);
  }

  @Test
  void under_parallel_reads_every_answered_one_is_recorded_once() throws Exception {
    List<Future<Integer>> answered = new ArrayList<>();
    int readers = 8;
    int reads = 12;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int reader = 0; reader < readers; reader++) {
        Client client = staff.as("staff", customer + "-" + reader);
        answered.add(threads.submit(() -> {
          int done = 0;
          for (int i = 0; i < reads; i++) {
            done += client.get(CUSTOMERS + customer + "/tier").status() == 200 ? 1 : 0;
          }
          return done;
        }));
      }
    }
    for (int reader = 0; reader < readers; reader++) {
      assertThat(answered.get(reader).get()).isEqualTo(reads);
      assertThat(written.count("subject = '" + customer + "' and payload::json ->> 'reader' = '" + customer + "-"
          + reader + "' and payload::json ->> 'status' = '200'")).isEqualTo(reads);
    }
  }

  @Test
  void the_log_of_reads_is_sealed_and_proves_each_read() {
    staff.read(CUSTOMERS + customer + "/points");
    JsonNode read = auditor.read(READS + "?customer=" + customer).get("items").get(0);

    JsonNode proof = auditor.read(READS + "/log/proofs/inclusion?eventId=" + read.get("eventId").asString());
    WrittenEvents rows = WrittenEvents.of(deployment.database(), "reads");
    int index = proof.get("index").asInt();
    int size = proof.get("size").asInt();
    assertThat(index).isEqualTo(read.get("position").asInt() - 1);
    assertThat(proof.get("leaf").asString()).isEqualTo(rows.leaf(index));
    assertThat(texts(proof.get("path"))).isEqualTo(rows.inclusion(index, size));
    List<String> note = auditor.get(READS + "/log/checkpoint?size=" + size).body().lines().toList();
    assertThat(note.getFirst()).startsWith("anamnesis.local/reads/");
    assertThat(note.get(2)).isEqualTo(rows.root(size));
    assertThat(auditor.get(READS + "/log/key").body())
        .startsWith(note.getFirst() + "+").isNotEqualTo(auditor.get("/api/v1/audit/log/key").body());
    assertThat(texts(auditor.read(READS + "/log/proofs/consistency?from=1&to=" + size).get("path")))
        .isEqualTo(rows.consistency(1, size));
    assertThat(auditor.read(READS + "?customer=" + customer).get("items")).hasSize(2);
  }

  private String overTheWire(String path, String header) throws IOException {
    URI server = deployment.client().queries();
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: " + server.getAuthority()
          + "\r\nConnection: close\r\nAuthorization: Bearer " + TestTokens.token("auditor") + "\r\n" + header
          + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private static HttpResponse<String> send(URI address, String method, String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody());
    if (!token.equals("none")) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
