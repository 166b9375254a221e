package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** H9: rows as JSON, CSV and Parquet; events and read models as pseudonymised files. */
@ParameterizedClass
@EnumSource(Deployment.class)
class ExportAcceptanceTest {
  private static final String EVENTS = "/api/v1/export/events";

  @Parameter
  private Deployment deployment;

  /** A life with something personal in every corner of it: whatever holds this word must not get out. */
  private record Canaries(String customer, String other, String word) {
    static Canaries make() {
      return new Canaries(someone(), someone(), "canary" + UUID.randomUUID().toString().replace("-", ""));
    }

    List<Map<String, Object>> facts() {
      return List.of(
          fact(customer, "customer.registered", "2026-03-01T01:00:00Z",
              Map.of("name", word, "phone", word, "email", word, "nationalId", word, "birthDate", "1988-05-04",
                  "address", word, "gender", "f", "referredBy", other,
                  "unheardOf", Map.of(word, List.of(word)))),
          fact(customer, "purchase.made", "2026-03-01T02:00:00Z",
              Map.of("purchaseId", "P-1", "currency", "CNY", "buyer", other, "lines",
                  List.of(Map.of("amount", "12.50", "businessLine", "postpartum", "note", word)), "payments",
                  List.of(Map.of("payer", "self", "reference", word, "amount", "12.50")))),
          fact(customer, "referral.made", "2026-03-01T03:00:00Z", Map.of("referred", other)),
          fact(customer, "family.linked", "2026-03-01T04:00:00Z", Map.of("other", other)),
          fact(customer, "message.received", "2026-03-01T05:00:00Z", Map.of("channel", "wecom", "text", word)),
          fact(customer, "survey.answered", "2026-03-01T06:00:00Z",
              Map.of("survey", "S", "score", 9, "answers", Map.of("why", word))),
          fact(customer, "identity.bound", "2026-03-01T07:00:00Z", Map.of("system", "wecom", "identifier", word)),
          fact(customer, "x.hydration", "2026-03-01T08:00:00Z", Map.of("said", word, "of", customer)),
          visit(customer, "V-1", "2026-03-01T09:00:00Z"), visit(other, "V-1", "2026-03-01T09:00:00Z"));
    }

    List<String> all() {
      return List.of(customer, other, word);
    }
  }

  @Test
  void the_events_of_a_file_are_those_of_the_log() {
    Canaries canaries = Canaries.make();
    Client client = deployment.client();
    client.record(canaries.facts());
    List<JsonNode> history = history(client, canaries.customer());

    byte[] file = client.as("analyst").download(EVENTS + "?format=parquet").bytes();

    List<List<String>> mine = Duck.ask(file, "parquet", """
        select position, event_id, type, strftime(occurred_at, '%%Y-%%m-%%dT%%H:%%M:%%SZ'), seq, caused_by
        from data where subject = (select subject from data where position = %s) order by position"""
        .formatted(history.getFirst().get("position").asLong()));
    assertThat(mine).isEqualTo(history.stream().map(ExportAcceptanceTest::asRow).toList());
    assertThat(Duck.ask(file, "parquet", "select count(*), min(position), max(position), count(distinct position) "
        + "= count(*) from data").getFirst().get(3)).isEqualTo("true");
    assertThat(Duck.ask(file, "parquet", """
        select distinct c.type from data a join data c on a.caused_by = c.event_id
        where a.type = 'loyalty.points-earned' order by 1""")).isNotEmpty();
  }

  private static List<String> asRow(JsonNode entry) {
    List<String> row = new ArrayList<>();
    for (String member : List.of("position", "eventId", "type", "occurredAt", "seq", "causedBy")) {
      row.add(entry.get(member).isNull() ? null : entry.get(member).asString());
    }
    return row;
  }

  @Test
  void a_payload_keeps_what_is_clear_and_names_customers_by_the_pseudonym_that_they_have_everywhere() {
    Canaries canaries = Canaries.make();
    Client client = deployment.client();
    client.record(canaries.facts());
    Map<String, JsonNode> mine = new HashMap<>();
    history(client, canaries.customer()).forEach(entry -> mine.put(entry.get("type").asString(), entry));
    long theirs = history(client, canaries.other()).getFirst().get("position").asLong();

    byte[] file = client.as("analyst").download(EVENTS).bytes();

    String pseudonym = cell(file, "select subject from data where position = " + theirs);
    assertThat(pseudonym).matches("p[0-9a-f]{32}");
    for (Map.Entry<String, String> named : Map
        .of("purchase.made", "buyer", "referral.made", "referred", "family.linked",
            "other", "customer.registered", "referredBy")
        .entrySet()) {
      assertThat(cell(file, "select payload->>'%s' from data where position = %s".formatted(named.getValue(),
          mine.get(named.getKey()).get("position").asLong()))).as(named.getKey()).isEqualTo(pseudonym);
    }
    assertThat(cell(file, "select payload->'lines'->0->>'amount' from data where position = "
        + mine.get("purchase.made").get("position").asLong())).isEqualTo("12.50");
    assertThat(cell(file, "select birth_year from data where position = "
        + mine.get("customer.registered").get("position").asLong())).isEqualTo("1988");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/export/events?format=", "/export/models/portrait?format=", "/export/models/ledger?format=",
      "/export/models/points?format=", "/export/models/trajectory?format=", "/export/models/volumes?format=",
      "/projections/portrait/rows?format="})
  void no_byte_of_any_file_is_personal(String path) {
    Canaries canaries = Canaries.make();
    Client client = deployment.client();
    client.record(canaries.facts());
    Client analyst = client.as("analyst");

    String lines = analyst.download("/api/v1" + path + "ndjson").text();
    String csv = analyst.download("/api/v1" + path + "csv").text();
    byte[] parquet = analyst.download("/api/v1" + path + "parquet").bytes();
    String unpacked = Duck.ask(parquet, "parquet", "select * from data").toString();

    assertThat(lines).isNotEmpty();
    for (String canary : canaries.all()) {
      assertThat(lines.contains(canary)).as("%s in lines", canary).isFalse();
      assertThat(csv.contains(canary)).as("%s in CSV", canary).isFalse();
      assertThat(unpacked.contains(canary)).as("%s in Parquet", canary).isFalse();
      assertThat(new String(parquet, StandardCharsets.ISO_8859_1).contains(canary)).isFalse();
    }
    // Not even as ciphertext.
    assertThat(lines.contains("\"~\"")).isFalse();
    assertThat(unpacked.contains("\"~\"")).isFalse();
  }

  @Test
  void a_manifest_says_what_a_file_is_and_its_digest_is_right() throws Exception {
    Client client = deployment.client();
    client.record(Canaries.make().facts());
    Client analyst = client.as("analyst");

    Download file = analyst.download(EVENTS + "?from=2&to=5");

    JsonNode manifest = file.manifest();
    assertThat(manifest.get("content").asString()).isEqualTo("events");
    assertThat(List.of(manifest.get("from").asLong(), manifest.get("to").asLong(), manifest.get("rows").asLong()))
        .containsExactly(2L, 5L, 4L);
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(file.bytes());
    assertThat(manifest.get("sha256").asString()).isEqualTo(HexFormat.of().formatHex(sha256));
    assertThat(manifest.get("bytes").asLong()).isEqualTo(file.bytes().length);
    assertThat(file.header("Repr-Digest")).isEqualTo("sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":");
    assertThat(manifest.get("schemaHash").asString()).hasSize(64);
    JsonNode within = Facts.parse(Duck.about(file.bytes(), "anamnesis.manifest"));
    within.properties().forEach(member -> assertThat(manifest.get(member.getKey())).isEqualTo(member.getValue()));
    assertThat(within.get("product").asString()).doesNotContain("$").isNotEmpty();
    assertThat(cell(file.bytes(), "select min(position) || '-' || max(position) from data")).isEqualTo("2-5");
  }

  @Test
  void a_range_of_the_past_gives_the_same_bytes_for_ever() {
    Client client = deployment.client();
    client.record(Canaries.make().facts());
    Client analyst = client.as("analyst");
    byte[] first = analyst.download(EVENTS + "?from=1&to=6").bytes();

    client.record(Canaries.make().facts());

    assertThat(analyst.download(EVENTS + "?from=1&to=6").bytes()).isEqualTo(first);
  }

  @Test
  void who_goes_on_after_the_last_file_gets_what_is_new_and_nothing_when_nothing_is() {
    Client client = deployment.client();
    client.record(Canaries.make().facts());
    long head = client.as("analyst").download(EVENTS).manifest().get("to").asLong();
    String customer = someone();
    client.record(fact(customer, "content.viewed", "2026-03-01T01:00:00Z", Map.of("content", "A")));
    Client analyst = client.as("analyst");

    Download news = analyst.download(EVENTS + "?from=" + (head + 1));
    Download none = analyst.download(EVENTS + "?from=" + (news.manifest().get("to").asLong() + 1));

    assertThat(Duck.ask(news.bytes(), "parquet", "select type from data where type = 'content.viewed'")).hasSize(1);
    assertThat(none.manifest().get("rows").asLong()).isZero();
    assertThat(Duck.ask(none.bytes(), "parquet", "select * from data")).isEmpty();
  }

  @Test
  void a_models_rows_are_the_same_in_every_format_and_equal_its_figures() {
    String site = "site-" + UUID.randomUUID();
    Client client = deployment.client();
    for (int i = 1; i <= 3; i++) {
      client.record(fact(someone(), "purchase.made", "2026-0" + i + "-05T02:00:00Z",
          Map.of("purchaseId", "P-" + i, "currency", "CNY", "site", site, "lines",
              List.of(line("postpartum", i + "00.25"), line("paediatrics", "1")))));
    }
    Client analyst = client.as("analyst");
    String path = "/api/v1/projections/volumes/rows?currency=CNY&site=" + site;

    List<List<String>> json = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = analyst.read(path + "&limit=1" + cursor);
      assertThat(page.get("items").size()).isEqualTo(1);
      page.get("items").forEach(row -> json.add(List.of(row.get("month").asString(), row.get("amount").asString())));
      cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asString();
    } while (!cursor.isEmpty());

    assertThat(json).containsExactlyInAnyOrder(List.of("2026-01", "101.25"), List.of("2026-02", "201.25"),
        List.of("2026-03", "301.25"));
    String months = "select month, amount from data where site = '%s' and currency = 'CNY' order by 1".formatted(site);
    for (String format : List.of("csv", "parquet", "ndjson")) {
      List<List<String>> rows = Duck.ask(analyst.download(path + "&format=" + format).bytes(),
          format.equals("ndjson") ? "ndjson" : format, months);
      assertThat(rows).as(format).extracting(row -> row.get(0)).containsExactly("2026-01", "2026-02", "2026-03");
      assertThat(rows).as(format).extracting(row -> new BigDecimal(row.get(1)))
          .usingElementComparator(BigDecimal::compareTo)
          .containsExactly(new BigDecimal("101.25"), new BigDecimal("201.25"), new BigDecimal("301.25"));
      assertThat(Duck.ask(analyst.download("/api/v1/export/models/volumes?format=" + format).bytes(), format, months))
          .as(format).isEqualTo(rows);
    }
  }

  @Test
  void the_manifest_names_the_checkpoint_over_all_of_the_file() {
    Client client = deployment.client();
    client.record(fact(someone(), "visit.completed", "2026-03-05T02:00:00Z", Map.of("visitId", "V")));
    List<String> last = client.as("auditor").get("/api/v1/audit/log/checkpoint").body().lines().toList();

    JsonNode manifest = client.as("analyst").download(EVENTS + "?to=" + last.get(1)).manifest();

    assertThat(manifest.get("to").asString()).isEqualTo(last.get(1));
    assertThat(manifest.get("checkpoint").get("size").asString()).isEqualTo(last.get(1));
    assertThat(manifest.get("checkpoint").get("root").asString()).isEqualTo(last.get(2));
  }

  @Test
  void a_spreadsheet_finds_no_formula_in_a_csv_file() {
    String site = "=HYPERLINK(\"http://evil/" + UUID.randomUUID() + "\")";
    Client client = deployment.client();
    client.record(fact(someone(), "visit.completed", "2026-03-05T02:00:00Z", Map.of("visitId", "V", "site", site)));

    Download csv = client.as("analyst").download("/api/v1/projections/volumes/rows", "Accept", "text/csv");

    assertThat(csv.header("Content-Type")).startsWith("text/csv");
    assertThat(csv.text()).startsWith("month,site,currency,visits,discharges,purchases,amount\r\n")
        .contains(",\"'" + site.replace("\"", "\"\"") + "\",");
  }

  @Test
  void a_customers_rows_are_found_by_the_pseudonym() {
    Canaries canaries = Canaries.make();
    Client client = deployment.client();
    client.record(canaries.facts());
    Client analyst = client.as("analyst");
    long position = history(client, canaries.customer()).getFirst().get("position").asLong();
    String pseudonym = cell(analyst.download(EVENTS).bytes(), "select subject from data where position = " + position);

    JsonNode portrait = analyst.read("/api/v1/projections/portrait/rows?subject=" + pseudonym).get("items");

    assertThat(portrait.size()).isEqualTo(1);
    assertThat(portrait.get(0).get("subject").asString()).isEqualTo(pseudonym);
    assertThat(portrait.get(0).get("state").isObject()).isTrue();
  }

  @Test
  void the_wrong_reader_and_the_wrong_question_are_refused() {
    Client client = deployment.client();
    for (String scope : List.of("app", "staff", "auditor")) {
      assertThat(client.as(scope).get(EVENTS).status()).as(scope).isEqualTo(403);
      assertThat(client.as(scope).get("/api/v1/export/models/volumes").status()).as(scope).isEqualTo(403);
      assertThat(client.as(scope).get("/api/v1/projections/volumes/rows").status()).as(scope).isEqualTo(403);
    }
    assertThat(client.as("admin").get(EVENTS).status()).isEqualTo(403);
    assertThat(client.as("admin").get("/api/v1/projections/volumes/rows").status()).isEqualTo(200);
    Client analyst = client.as("analyst");
    refuses(analyst, EVENTS + "?format=xlsx", 400, "format");
    refuses(analyst, EVENTS + "?format=json", 400, "format");
    refuses(analyst, EVENTS + "?from=0", 400, "from");
    refuses(analyst, EVENTS + "?from=3&to=2", 400, "to");
    refuses(analyst, "/api/v1/export/models/none", 404, null);
    refuses(analyst, "/api/v1/projections/none/rows", 404, null);
    refuses(analyst, "/api/v1/projections/volumes/rows?colour=red", 400, "colour");
    refuses(analyst, "/api/v1/projections/volumes/rows?visits=many", 400, "visits");
    refuses(analyst, "/api/v1/projections/volumes/rows?limit=501", 400, "limit");
    refuses(analyst, "/api/v1/projections/volumes/rows?cursor=bm90IG91cnM", 400, "cursor");
  }

  private static void refuses(Client analyst, String path, int status, String field) {
    Answer answer = analyst.get(path);
    assertThat(answer.status()).as(path).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    if (field != null) {
      assertThat(answer.json().get("field").asString()).as(path).isEqualTo(field);
    }
  }

  private static List<JsonNode> history(Client client, String customer) {
    return client.as("auditor").get("/api/v1/audit/customers/" + customer + "/history").lines();
  }

  private static String cell(byte[] parquet, String sql) {
    return Duck.ask(parquet, "parquet", sql).getFirst().getFirst();
  }
}
