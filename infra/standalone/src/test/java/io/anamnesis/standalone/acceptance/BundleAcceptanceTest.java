package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** H3: one customer's life with its proofs, as a file that is checked without a server. */
@ParameterizedClass
@EnumSource(Deployment.class)
class BundleAcceptanceTest {
  private static final String MARKUP = "</script><script>alert(1)</script><!--";

  @Parameter
  private Deployment deployment;

  @TempDir
  private Path folder;

  private final String customer = someone();

  private Client recorded() {
    Client client = deployment.client();
    client.record(
        fact(customer, "customer.registered", "2026-03-01T01:00:00Z", Map.of("name", MARKUP, "channel", "wecom")),
        visit(customer, "V-1", "2026-03-01T02:00:00Z"),
        purchase(customer, "P-1", "2026-03-03T02:00:00Z", line("postpartum", "760.00")),
        fact(customer, "x.steps-counted", "2026-03-04T02:00:00Z", Map.of("steps", 1200, "note", MARKUP)),
        visit(someone(), "V-2", "2026-03-05T02:00:00Z"));
    return client.as("auditor");
  }

  private byte[] bundle(Client auditor, String query, String... headers) {
    return auditor.download(path(query), headers).bytes();
  }

  private String path(String query) {
    return "/api/v1/audit/customers/" + customer + "/bundle" + query;
  }

  private Path kept(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private Path kept(String name, String content) throws IOException {
    return kept(name, content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_bundle_holds_every_event_as_stored_and_readable_and_verifies_without_a_server() throws Exception {
    Client auditor = recorded();
    byte[] zip = bundle(auditor, "");
    Bundle bundle = Bundle.of(zip);

    List<JsonNode> history = auditor.get("/api/v1/audit/customers/" + customer + "/history").lines();
    assertThat(bundle.lines("history.ndjson")).isEqualTo(history).hasSizeGreaterThan(5);
    List<JsonNode> events = bundle.lines("events.ndjson");
    assertThat(events).extracting(event -> event.get("position")).isEqualTo(
        history.stream().map(event -> event.get("position")).toList());
    for (JsonNode event : events) {
      assertThat(Base64.getDecoder().decode(event.get("leaf").asString()))
          .endsWith(storedPayload(event.get("position").asLong()));
    }
    Verdict verdict = Verifiers.java(kept("bundle.zip", zip));
    assertThat(verdict.code()).as(verdict.said()).isZero();
    assertThat(verdict.said()).contains(events.size() + " events of " + customer, "the bundle's own",
        "consistent with itself; no proof against the log's owner");
    Verdict unpacked = Verifiers.java(bundle.unpackedTo(folder.resolve("unpacked")), "--key",
        kept("log.vkey", auditor.get("/api/v1/audit/log/key").body()));
    assertThat(unpacked.code()).as(unpacked.said()).isZero();
    assertThat(unpacked.said()).contains("key: as given");
  }

  private byte[] storedPayload(long position) throws SQLException {
    try (Connection connection = DriverManager.getConnection(deployment.database());
        PreparedStatement statement =
            connection.prepareStatement("select payload from log.event where position = ?")) {
      statement.setLong(1, position);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1).getBytes(StandardCharsets.UTF_8);
      }
    }
  }

  @Test
  void the_second_verifier_comes_to_the_same_end() throws Exception {
    Client auditor = recorded();
    Path zip = kept("bundle.zip", bundle(auditor, "", "Purpose", "complaint review"));
    Path unpacked = Bundle.of(Files.readAllBytes(zip)).unpackedTo(folder.resolve("unpacked"));
    try (Verifiers.Python python = Verifiers.Python.start()) {
      for (Path bundle : List.of(zip, unpacked)) {
        assertThat(python.verify(bundle)).isEqualTo(Verifiers.java(bundle));
      }
      assertThat(python.verify(zip, "--checkpoint", unpacked)).isEqualTo(
          Verifiers.java(zip, "--checkpoint", unpacked));
      assertThat(python.verify(folder.resolve("absent.zip")).code()).isEqualTo(2);
      assertThat(python.verify(zip, "--colour=red").code()).isEqualTo(2);
    }
  }

  @Test
  void personal_fields_are_masked_without_a_purpose_and_verify_either_way() throws Exception {
    Client auditor = recorded();
    Bundle masked = Bundle.of(bundle(auditor, ""));
    Bundle clear = Bundle.of(bundle(auditor, "", "Purpose", "complaint review"));

    assertThat(masked.text("history.ndjson")).doesNotContain("alert").contains("***");
    assertThat(masked.text("index.html")).doesNotContain("alert");
    assertThat(clear.lines("history.ndjson").getFirst().get("payload").get("name").asString()).isEqualTo(MARKUP);
    assertThat(clear.text("events.ndjson")).doesNotContain("alert");
    assertThat(Verifiers.java(kept("clear.zip", clear.zip())).code()).isZero();
    assertThat(Verifiers.java(kept("masked.zip", masked.zip())).code()).isZero();
  }

  @Test
  void the_page_loads_nothing_and_takes_nothing_from_the_log_for_markup() {
    Client auditor = recorded();
    Bundle bundle = Bundle.of(bundle(auditor, "", "Purpose", "complaint review", "Accept-Language", "en"));
    String page = bundle.text("index.html");

    assertThat(page).doesNotContain("src=", "href=", "http:", "https:", "innerHTML", "document.write", "eval(", "{{");
    assertThat(page.split("<script", -1)).as("its own three").hasSize(4);
    assertThat(page).contains("default-src 'none'; script-src 'sha256-", "<html lang=\"en\">", "Occurred at");
    String life = page.substring(page.indexOf("id=\"life\">") + 10);
    List<JsonNode> lines = life.substring(0, life.indexOf("</script>")).strip().lines().map(Facts::parse).toList();
    assertThat(lines).extracting(told -> told.get("event")).isEqualTo(bundle.lines("history.ndjson"));
    JsonNode last = lines.getLast().get("states").get("points");
    JsonNode points = last.has("after") ? last.get("after") : last.get("before");
    assertThat(points.get("lifetimeEarned"))
        .isEqualTo(auditor.read("/api/v1/customers/" + customer + "/points").get("lifetimeEarned"));
    assertThat(lines.getFirst().get("states").get("portrait").get("after").get("identity").get("name").asString())
        .isEqualTo(MARKUP);
    assertThat(Bundle.of(bundle(auditor, "")).text("index.html")).contains("<html lang=\"zh-CN\">", "发生时间");
  }

  @Test
  void every_type_within_comes_with_its_schema() {
    Bundle bundle = Bundle.of(bundle(recorded(), ""));
    TreeSet<String> types = new TreeSet<>();
    bundle.lines("history.ndjson").forEach(event -> types.add(event.get("type").asString()));

    List<JsonNode> schemas = bundle.lines("schemas.ndjson");
    assertThat(schemas).extracting(schema -> schema.get("type").asString()).containsExactlyElementsOf(types);
    assertThat(schemas).allSatisfy(schema -> assertThat(schema.get("schema").get("$schema").asString())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema"));
  }

  @Test
  void an_older_checkpoint_from_outside_is_held_against_the_bundle() throws Exception {
    Client auditor = recorded();
    byte[] first = bundle(auditor, "");
    Path older = kept("older.txt", Bundle.of(first).text("checkpoint.txt"));
    String size = Files.readAllLines(older).get(1);
    Client later = deployment.client();
    later.record(visit(customer, "V-3", "2026-04-01T02:00:00Z"));
    Path without = kept("without.zip", bundle(later.as("auditor"), ""));
    Path with = kept("with.zip", bundle(later.as("auditor"), "?since=" + size));

    Verdict missing = Verifiers.java(without, "--checkpoint", older);
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.said()).contains("?since=" + size);
    Verdict consistent = Verifiers.java(with, "--checkpoint", older);
    assertThat(consistent.code()).as(consistent.said()).isZero();
    assertThat(consistent.said()).contains("consistent with the one from outside").doesNotContain("no proof against");
    assertThat(Verifiers.java(with, "--checkpoint", kept("first.zip", first)).code()).isZero();
    Bundle damaged = Bundle.of(first);
    damaged.files().remove("schemas.ndjson");
    assertThat(Verifiers.java(with, "--checkpoint", kept("damaged.zip", damaged.zip())).code()).isEqualTo(2);
    Verdict tooOld = Verifiers.java(kept("first.zip", first), "--checkpoint",
        kept("newer.txt", Bundle.of(Files.readAllBytes(with)).text("checkpoint.txt")));
    assertThat(tooOld.code()).isEqualTo(2);
    assertThat(tooOld.said()).contains("younger than the bundle");
  }

  /** So that it can still be had where the sealer has stopped. */
  @Test
  void a_bundle_up_to_an_earlier_checkpoint_can_be_had_at_any_time() throws Exception {
    Bundle first = Bundle.of(bundle(recorded(), ""));
    String size = first.text("checkpoint.txt").lines().skip(1).findFirst().orElseThrow();
    deployment.client().record(visit(customer, "V-3", "2026-04-01T02:00:00Z"));
    Client auditor = deployment.client().as("auditor");

    Download again = auditor.download(path("?size=" + size));

    assertThat(again.header("Position")).isEqualTo(size);
    for (String file : List.of("bundle.json", "checkpoint.txt", "events.ndjson", "history.ndjson")) {
      assertThat(Bundle.of(again.bytes()).text(file)).as(file).isEqualTo(first.text(file));
    }
    assertThat(Verifiers.java(kept("again.zip", again.bytes())).code()).isZero();
    Answer unknown = auditor.get(path("?size=999999999"));
    assertThat(Answer.problem(unknown, 404)).isEqualTo("unknown-checkpoint");
    assertThat(unknown.json().get("field").asString()).isEqualTo("size");
  }

  @Test
  void a_kept_bundle_of_another_customer_counts_as_its_checkpoint_alone() throws Exception {
    Client auditor = recorded();
    String another = someone();
    deployment.client().record(visit(another, "V-9", "2026-04-01T02:00:00Z"));
    byte[] other = deployment.client().as("auditor").download("/api/v1/audit/customers/" + another + "/bundle").bytes();
    String size = Bundle.of(other).text("checkpoint.txt").lines().skip(1).findFirst().orElseThrow();
    Path zip = kept("bundle.zip", bundle(auditor, "?since=" + size));

    Verdict verdict = Verifiers.java(zip, "--checkpoint", kept("other.zip", other));

    assertThat(verdict.code()).as(verdict.said()).isZero();
  }

  @Test
  void what_was_changed_is_named_by_its_position_also_where_all_digests_were_made_anew() throws Exception {
    Bundle bundle = Bundle.of(bundle(recorded(), ""));
    List<String> events = bundle.text("events.ndjson").lines().toList();
    List<String> history = bundle.text("history.ndjson").lines().toList();
    long third = bundle.lines("history.ndjson").get(2).get("position").asLong();
    String leaf = Facts.parse(events.get(2)).get("leaf").asString();
    String path = Facts.parse(events.get(2)).get("path").get(0).asString();
    String otherPath = Facts.parse(events.get(3)).get("path").get(0).asString();
    String altered =
        new String(Base64.getDecoder().decode(leaf), StandardCharsets.ISO_8859_1).replace("760.00", "761.00");
    String otherLeaf = Base64.getEncoder().encodeToString(altered.getBytes(StandardCharsets.ISO_8859_1));
    Bundle readable = bundle.forged("history.ndjson", text -> text.replace("\"760.00\"", "\"761.00\""));

    Map<String, Bundle> forgeries = Map.of("what is readable", readable,
        "a clock", bundle.forged("history.ndjson", text -> text.replace("2026-03-03T02", "2026-03-02T02")),
        "leaf and what is readable", readable.forged("events.ndjson", text -> text.replace(leaf, otherLeaf)),
        "a path", bundle.forged("events.ndjson", text -> text.replace("[\"" + path, "[\"" + otherPath)),
        "one line told less", bundle.forged("history.ndjson", text -> without(history, 2)),
        "one event less", bundle.forged("events.ndjson", text -> without(events, 2)));
    try (Verifiers.Python python = Verifiers.Python.ifThere()) {
      for (Map.Entry<String, Bundle> forgery : forgeries.entrySet()) {
        Path zip = kept("forged.zip", forgery.getValue().zip());
        Verdict verdict = Verifiers.java(zip);
        assertThat(verdict.code()).as(forgery.getKey()).isEqualTo(1);
        assertThat(verdict.position()).as("%s: %s", forgery.getKey(), verdict.said())
            .isEqualTo(forgery.getKey().equals("one event less") ? third + 1 : third);
        Verifiers.Python.assertAgrees(python, verdict, zip);
      }
    }
    assertThat(Verifiers.java(kept("forged.zip", readable.zip())).said()).contains("/payload/lines/0/amount");
  }

  private static String without(List<String> lines, int at) {
    List<String> fewer = new ArrayList<>(lines);
    fewer.remove(at);
    return String.join("\n", fewer) + "\n";
  }

  @Test
  void a_bundle_of_another_log_or_another_key_is_refused() throws Exception {
    Path zip = kept("bundle.zip", bundle(recorded(), ""));
    Deployment other = deployment == Deployment.APART ? Deployment.ONE_PROCESS : Deployment.APART;
    Client elsewhere = other.client().as("auditor");
    Path otherKey = kept("other.vkey", elsewhere.get("/api/v1/audit/log/key").body());
    Path otherCheckpoint = kept("other.txt", elsewhere.get("/api/v1/audit/log/checkpoint").body());

    assertThat(Verifiers.java(zip, "--key", otherKey).code()).isEqualTo(1);
    assertThat(Verifiers.java(zip, "--checkpoint", otherCheckpoint).code()).isEqualTo(1);
    Verdict mistyped = Verifiers.java(zip, "--key", "nonsense");
    assertThat(mistyped.code()).isEqualTo(2);
    assertThat(mistyped.said()).contains("--key is no verifier key");
    assertThat(Verifiers.java(zip, "--checkpoint", kept("nonsense", "nonsense")).code()).isEqualTo(2);
    assertThat(Verifiers.java(otherKey).code()).isEqualTo(2);
    assertThat(Verifiers.java().code()).isEqualTo(2);
  }

  @Test
  void the_wrong_reader_and_the_wrong_question_are_refused() {
    Client auditor = recorded();
    for (String scope : List.of("app", "staff", "analyst", "admin")) {
      assertThat(auditor.as(scope).get(path("")).status()).as(scope).isEqualTo(403);
    }
    assertThat(auditor.get("/api/v1/audit/customers/" + someone() + "/bundle").status()).isEqualTo(404);
    for (String since : List.of("-1", "abc", "999999999")) {
      Answer answer = auditor.get(path("?since=" + since));
      assertThat(answer.status()).as(since).isEqualTo(400);
      assertThat(answer.json().get("field").asString()).isEqualTo("since");
    }
    assertThat(auditor.get(path("?asOf=2026-03-01T00:00:00Z")).json().get("field").asString()).isEqualTo("asOf");
  }
}
