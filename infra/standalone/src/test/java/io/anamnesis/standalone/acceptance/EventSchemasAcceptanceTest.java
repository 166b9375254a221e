package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.TestPostgres;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** H5, H8, L1: a source's own type: registered, its clear fields open to analysts and earning rules, all else sealed. */
@ParameterizedClass
@EnumSource(Deployment.class)
class EventSchemasAcceptanceTest {
  private static final String TYPE = "x.steps-counted";
  private static final String SCHEMA = "/api/v1/event-types/" + TYPE + "/schema";
  private static final String PROJECTION = "/api/v1/projections/steps";
  private static final String[] DEVICES = {"watch", "phone", "ring"};
  /** What no table of events may hold in clear. */
  private static final String SECRET = "zhang-san-" + UUID.randomUUID();
  private static final String OPEN = """
      {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{
        "steps":{"type":"integer","x-clear":true},
        "device":{"type":"string","enum":["watch","phone","ring"],"x-clear":true},
        "note":{"type":"string"}}}""";
  private static final String CLOSED = OPEN.replace("\"ring\"],\"x-clear\":true", "\"ring\"]");
  private static final String DEFINITION = """
      projection: steps
      on:
        x.steps-counted:
          tally:
            by: {device: event.device}
            add:
              steps: event.steps.orValue(0)
              facts: 1
      """;

  @Parameter
  private Deployment deployment;

  private final Random random = new Random(20_260_301);
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  /** By device, "" where it is not open: steps and facts. */
  private final Map<String, List<Long>> figures = new HashMap<>();
  /** Ids of the last fact of each customer. */
  private final Map<String, String> ids = new HashMap<>();
  private int told;

  @Test
  void what_is_registered_as_clear_is_open_to_analysts_and_rules_and_nothing_else_ever_is() throws SQLException {
    try (OwnDeployment own = new OwnDeployment(deployment)) {
      Client staff = own.client("staff");
      Client analyst = staff.as("analyst");
      Client admin = staff.as("admin");
      tell(staff, 15, false, false);
      refusedField(analyst, "device", 5, 25);

      Answer registered = register(admin, OPEN);
      assertThat(registered.status()).as(registered.body()).isEqualTo(201);
      assertThat(registered.json().get("revision").asInt()).isEqualTo(2);
      assertThat(registered.json().get("open").toString()).isEqualTo("[\"steps\",\"device\"]");
      tell(staff, 25, true, true);
      misfit(staff);

      theCatalogueTells(staff.as("analyst"));
      refusedField(analyst, "note", 5, 25, DEFINITION.replace("event.device", "event.note"));
      refusedField(analyst, "stepz", 7, 21, DEFINITION.replace("event.steps", "event.stepz"));
      build(analyst);
      assertThat(rows(staff)).isEqualTo(figures);
      tell(staff, 10, true, true);
      assertThat(rows(staff)).as("it lives").isEqualTo(figures);

      assertThat(register(admin, CLOSED).json().get("revision").asInt()).isEqualTo(3);
      tell(staff, 10, true, false);
      assertThat(rows(staff)).as("a definition goes on after a field was closed").isEqualTo(figures);
      Answer late = post(analyst, DEFINITION.replace("projection: steps", "projection: steps-too"));
      assertThat(late.json().get("errors").get(0).get("code").asString()).isEqualTo("closed-field");
      rebuild(analyst);
      assertThat(rows(staff)).as("made anew from events alone").isEqualTo(figures);
      own.restart();
      Client again = own.client("staff");
      tell(again, 5, true, false);
      await().atMost(Duration.ofMinutes(1))
          .until(() -> own.client("analyst").read(PROJECTION).get("state").asString().equals("live"));
      assertThat(rows(again)).as("a restart keeps it").isEqualTo(figures);

      exported(again);
      opened(again);
      assertThat(occurrences(own.database())).as("a sealed text is nowhere in clear").isZero();
    }
  }

  @Test
  void an_earning_rule_sees_clear_fields_and_what_it_gave_is_worked_out_alike() {
    try (OwnDeployment own = new OwnDeployment(deployment)) {
      Client staff = own.client("staff");
      Client admin = staff.as("admin");
      staff.record(steps("C-old", Map.of("steps", 20_000)));
      Answer early = Drafts.post(admin, walking("walking"));
      assertThat(early.status()).isEqualTo(400);
      assertThat(early.json().get("field").asString()).startsWith("rules[").endsWith("].when");
      assertThat(early.json().get("detail").asString()).contains("x-clear");

      assertThat(register(admin, OPEN).status()).isEqualTo(201);
      staff.record(steps("C-before", Map.of("steps", 12_000, "device", "watch")));
      Answer drafted = Drafts.post(admin, walking("walking"));
      assertThat(drafted.status()).as(drafted.body()).isEqualTo(201);
      staff.read("/api/v1/customers/C-before/points");
      JsonNode trial = Drafts.tried(admin, "walking");
      assertThat(trial.at("/points/after").asLong() - trial.at("/points/before").asLong()).as(trial.toString())
          .isEqualTo(7);

      assertThat(
          Drafts.publish(admin, "walking", "{\"effectiveFrom\":\"" + now.minusSeconds(30 * 86_400) + "\"}").status())
          .isEqualTo(200);
      staff.record(steps("C-1", Map.of("steps", 10_000, "device", "watch", "note", SECRET)),
          steps("C-2", Map.of("steps", 9_999, "device", "watch")),
          steps("C-3", Map.of("steps", 10_000, "device", "phone")),
          steps("C-4", Map.of("steps", "many", "device", "watch")), steps("C-5", Map.of("device", "watch")));
      assertThat(Postings.of(staff, "C-1").byRule()).isEqualTo(Map.of("walk", 7L));
      for (String other : List.of("C-2", "C-3", "C-4", "C-5", "C-before", "C-old")) {
        assertThat(Postings.of(staff, other).byRule()).as(other).isEmpty();
      }
      Map<String, Object> correction = fact("C-2", "fact.corrected", now.toString(),
          Map.of("corrects", Map.of("source", Facts.SOURCE, "id", lastId("C-2")), "data",
              Map.of("steps", 10_001, "device", "watch")));
      staff.record(correction);
      assertThat(Postings.of(staff, "C-2").byRule()).as("corrected").isEqualTo(Map.of("walk", 7L));
      assertThat(staff.read("/api/v1/customers/C-1/points/ledger").toString()).doesNotContain(SECRET);

      assertThat(register(admin, CLOSED).status()).isEqualTo(201);
      staff.record(steps("C-6", Map.of("steps", 10_000, "device", "watch")));
      assertThat(Postings.of(staff, "C-6").byRule()).as("the device is sealed again").isEmpty();
      JsonNode found = rederived(staff.as("auditor"));
      assertThat(found.get("differing").asInt()).as(found.toString()).isZero();
      assertThat(found.get("postings").asInt()).isEqualTo(2);
    }
  }

  @Test
  void only_an_administrator_registers_and_what_does_not_hold_is_told_by_its_pointer() {
    Client admin = deployment.client().as("admin");
    String path = "/api/v1/event-types/x." + UUID.randomUUID() + "/schema";
    for (String scope : List.of("app", "staff", "analyst", "auditor")) {
      assertThat(admin.as(scope).post(path, "application/json", BodyPublishers.ofString(OPEN)).status()).isEqualTo(403);
    }
    assertThat(admin.get(path).status()).isEqualTo(404);
    fault(admin, path, "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\"}}}", "/properties/a/type");
    fault(admin, path, "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"x-clear\":true}}}",
        "/properties/a");
    fault(admin, path, "{\"type\":\"object\",\"properties\":{},\"required\":[]}", "/required");
    assertThat(
        admin.post(path, "application/json", BodyPublishers.ofString("{\"type\":\"object\",\"type\":\"object\"}"))
            .json().get("code").asString())
        .isEqualTo("malformed");
    assertThat(admin.post("/api/v1/event-types/purchase.made/schema", "application/json",
        BodyPublishers.ofString(OPEN)).json().get("field").asString()).isEqualTo("type");

    Answer first = admin.post(path, "application/schema+json", BodyPublishers.ofString(OPEN), "Idempotency-Key", path);
    assertThat(first.status()).as(first.body()).isEqualTo(201);
    assertThat(first.header("ETag")).isEqualTo("\"2\"");
    Answer same = admin.post(path, "application/json", BodyPublishers.ofString(OPEN));
    assertThat(same.status()).isEqualTo(200);
    assertThat(same.json()).isEqualTo(first.json());
    assertThat(admin.post(path, "application/json", BodyPublishers.ofString(CLOSED), "If-Match", "\"1\"").status())
        .isEqualTo(412);
    assertThat(admin.post(path, "application/json", BodyPublishers.ofString(CLOSED), "If-Match", "\"2\"").status())
        .isEqualTo(201);
    assertThat(admin.post(path, "application/json", BodyPublishers.ofString(OPEN), "Idempotency-Key", path).json())
        .as("told again").isEqualTo(first.json());
    assertThat(admin.post(path, "application/json", BodyPublishers.ofString(CLOSED), "Idempotency-Key", path).status())
        .isEqualTo(422);
    fault(admin, path, "{\"type\":\"object\",\"properties\":{}}", "/properties/steps");
    Answer read = admin.as("analyst").get(path);
    assertThat(read.json().get("revision").asInt()).isEqualTo(3);
    assertThat(read.header("ETag")).isEqualTo("\"3\"");
  }

  private void fault(Client admin, String path, String schema, String pointer) {
    Answer refused = admin.post(path, "application/json", BodyPublishers.ofString(schema), "Accept-Language", "en");
    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.json().get("code").asString()).isEqualTo("invalid");
    assertThat(refused.json().get("field").asString()).isEqualTo(pointer);
    assertThat(refused.json().get("detail").asString()).matches("[ -~…“”]+");
  }

  private static Answer register(Client admin, String schema) {
    return admin.post(SCHEMA, "application/json", BodyPublishers.ofString(schema));
  }

  /** @param steps whether the number is open when they are told; the device likewise */
  private void tell(Client staff, int count, boolean steps, boolean device) {
    List<Map<String, Object>> facts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String with = DEVICES[random.nextInt(DEVICES.length)];
      long number = random.nextInt(30_000);
      facts.add(steps("C-" + random.nextInt(6), Map.of("steps", number, "device", with, "note", SECRET, "gps",
          List.of(SECRET))));
      count(device ? with : "", steps ? number : 0);
    }
    staff.record(facts);
  }

  private void misfit(Client staff) {
    staff.record(steps("C-1", Map.of("steps", SECRET, "device", SECRET)));
    count("", 0);
  }

  private void count(String device, long steps) {
    figures.merge(device, List.of(steps, 1L), (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)));
  }

  private Map<String, Object> steps(String customer, Map<String, ?> data) {
    Map<String, Object> fact = fact(customer, TYPE, now.minusSeconds(86_400 - told++).toString(), data);
    ids.put(customer, fact.get("id").toString());
    return fact;
  }

  private String lastId(String customer) {
    return ids.get(customer);
  }

  private void theCatalogueTells(Client analyst) {
    JsonNode entry = analyst.read("/api/v1/event-types/" + TYPE);
    assertThat(entry.get("revision").asInt()).isEqualTo(2);
    assertThat(entry.get("count").asLong()).isEqualTo(41);
    JsonNode before = entry.get("revisions").get(0);
    assertThat(before.get("count").asLong()).isEqualTo(15);
    assertThat(before.at("/schema/properties").isEmpty()).isTrue();
    JsonNode open = entry.get("revisions").get(1);
    assertThat(open.get("count").asLong()).isEqualTo(26);
    assertThat(open.get("unfit").asLong()).isEqualTo(1);
    assertThat(open.at("/schema/properties/steps/x-clear").asBoolean()).isTrue();
    assertThat(open.at("/schema/properties/note/x-personal").asBoolean()).isTrue();
  }

  private static void refusedField(Client analyst, String field, int line, int column) {
    refusedField(analyst, field, line, column, DEFINITION);
  }

  private static void refusedField(Client analyst, String field, int line, int column, String definition) {
    Answer refused = post(analyst, definition);
    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    JsonNode error = refused.json().get("errors").get(0);
    assertThat(error.get("code").asString()).isEqualTo("closed-field");
    assertThat(error.get("message").asString()).contains(field, "x-clear");
    assertThat(error.get("line").asInt()).isEqualTo(line);
    assertThat(error.get("column").asInt()).isEqualTo(column);
  }

  private static Answer post(Client analyst, String definition) {
    return analyst.post("/api/v1/projections", "application/yaml", BodyPublishers.ofString(definition));
  }

  private void build(Client analyst) {
    Answer posted = post(analyst, DEFINITION);
    assertThat(posted.status()).as(posted.body()).isEqualTo(201);
    JsonNode dry = analyst.post(PROJECTION + "/dry-run?customer=C-1", Map.of()).json();
    assertThat(dry.toString()).doesNotContain(SECRET);
    assertThat(analyst.post(PROJECTION + "/backfill", Map.of()).status()).isEqualTo(202);
    awaitState(analyst, "comparing");
    assertThat(analyst.post(PROJECTION + "/swap", Map.of()).status()).isEqualTo(200);
    awaitState(analyst, "live");
    JsonNode fields = analyst.read("/api/v1/event-types/" + TYPE).get("fields");
    assertThat(fields.toString()).isEqualTo("{\"device\":[\"steps\"],\"steps\":[\"steps\"]}");
  }

  private void rebuild(Client analyst) {
    assertThat(analyst.post(PROJECTION + "/rebuild", Map.of()).status()).isEqualTo(202);
    awaitState(analyst, "live");
  }

  private static void awaitState(Client analyst, String state) {
    await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(50))
        .until(() -> analyst.read(PROJECTION).get("state").asString().equals(state));
  }

  private static Map<String, List<Long>> rows(Client written) {
    Map<String, List<Long>> rows = new HashMap<>();
    for (JsonNode row : written.as("analyst").read(PROJECTION + "/rows?limit=500").get("items")) {
      rows.put(row.get("device").isNull() ? "" : row.get("device").asString(),
          List.of(row.get("steps").asLong(), row.get("facts").asLong()));
    }
    return rows;
  }

  private void exported(Client written) {
    List<JsonNode> lines = written.as("analyst").get("/api/v1/export/events?format=ndjson").lines().stream()
        .filter(line -> line.get("type").asString().equals(TYPE)).toList();
    Map<String, List<Long>> shown = new HashMap<>();
    for (JsonNode line : lines) {
      JsonNode payload =
          line.get("payload").isString() ? Facts.parse(line.get("payload").asString()) : line.get("payload");
      assertThat(payload.propertyNames()).isSubsetOf("steps", "device");
      String device = payload.path("device").isMissingNode() ? "" : payload.get("device").asString();
      shown.merge(device, List.of(payload.path("steps").asLong(0), 1L),
          (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)));
    }
    assertThat(shown).isEqualTo(figures);
    assertThat(lines).extracting(line -> line.get("revision").asInt()).contains(1, 2, 3);
  }

  /** Whoever may see them is shown all fields, whatever was clear when. */
  private void opened(Client written) {
    List<JsonNode> history = written.as("auditor")
        .get("/api/v1/audit/customers/C-1/history", "Purpose", "complaint review").lines().stream()
        .filter(line -> line.get("type").asString().equals(TYPE)).toList();
    assertThat(history).isNotEmpty().allSatisfy(line -> assertThat(line.get("payload").has("steps")).isTrue());
    assertThat(history.getFirst().get("payload").get("note").asString()).isEqualTo(SECRET);
  }

  private static long occurrences(String url) throws SQLException {
    try (HikariDataSource database = TestPostgres.pool(url, 2);
        Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select count(*) from log.event e where e::text like '%" + SECRET + "%'")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static ObjectNode walking(String version) {
    ObjectNode draft = Drafts.of(version);
    draft.withArray("rules").addObject().put("name", "walk").put("on", TYPE)
        .put("when", "event.steps >= decimal(\"10000\") && event.device == \"watch\"").put("points", 7)
        .put("multiplied", false).put("pendingDays", 0).put("streakDays", 0);
    return draft;
  }

  private static JsonNode rederived(Client auditor) {
    Answer begun = auditor.post("/api/v1/audit/points/rederivation", Map.of());
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    JsonNode done = await().atMost(Duration.ofMinutes(1)).until(() -> auditor.read(begun.header("Location")),
        run -> !List.of("waiting", "running").contains(run.get("state").asString()));
    assertThat(done.get("state").asString()).isEqualTo("done");
    return done.get("result");
  }
}
