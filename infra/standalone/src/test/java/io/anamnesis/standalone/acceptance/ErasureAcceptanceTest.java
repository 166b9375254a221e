package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Answer.problem;
import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** C11: a person is forgotten, and history stays whole. */
@ParameterizedClass
@EnumSource(Deployment.class)
class ErasureAcceptanceTest {
  private static final Set<String> VISITS = Set.of("visit.arrived", "visit.roomed", "visit.completed",
      "admission.admitted", "admission.discharged");
  private static final List<String> READS = List.of("portrait", "timeline", "points", "points/ledger", "trajectory",
      "tier", "memberships", "referrals", "benefits", "vouchers", "pool");
  private static final long PAUSE = 5_000_000;
  private static final String[] PURPOSE = {"Purpose", "complaint 2026-17"};

  @Parameter
  private Deployment deployment;

  @TempDir
  private Path folder;

  private final String customer = someone();
  private final Canaries canaries = new Canaries(customer);
  private final List<String> texts = List.of(canaries.mark(), canaries.phone());

  @Test
  void nothing_personal_of_a_life_of_every_kind_of_fact_is_left_anywhere_and_all_else_is_as_before() throws Exception {
    Instant begun = Instant.now().minusSeconds(1);
    Client staff = deployment.client();
    staff.record(canaries.life(VISITS));
    staff.post("/api/v1/customers/" + customer + "/points/adjustments", Map.of("points", 3, "reason", canaries.mark()));
    staff.ndjson("{\"broken\":\"" + canaries.mark() + "\",\"subject\":\"" + customer + "\"}");
    String other = someone();
    staff.record(fact(other, "customer.registered", "2026-03-01T02:00:00Z", Map.of("name", canaries.mark() + " two")));
    EveryColumn database = new EveryColumn(deployment.database());
    assertThat(database.holding(List.of(customer))).as("the search itself").contains("log.event.subject");
    assertThat(database.holding(texts)).isEmpty();
    assertThat(shown(staff)).contains(canaries.mark(), canaries.phone());
    assertThat(found(staff, "phone", canaries.phone())).containsExactly(customer);
    assertThat(found(staff, "nationalId", canaries.nationalId())).containsExactly(customer);
    assertThat(staff.get("/api/v1/facts/rejected").body()).contains(customer);
    Map<String, String> figures = figures(staff);
    byte[] before = bundle(staff);

    try (LogLines log = LogLines.heard()) {
      JsonNode receipt = erase(staff, customer);

      assertThat(receipt.get("state").asString()).as(receipt.toString()).isEqualTo("done");
      assertThat(receipt.get("record").get("basis").asString()).isEqualTo("never-visited");
      assertThat(shown(staff)).doesNotContain(canaries.mark(), canaries.phone());
      assertThat(found(staff, "phone", canaries.phone())).isEmpty();
      assertThat(found(staff, "name", canaries.name())).isEmpty();
      assertThat(found(staff, "nationalId", canaries.nationalId())).isEmpty();
      assertThat(staff.get("/api/v1/facts/rejected").body()).doesNotContain(customer);
      assertThat(figures(staff)).isEqualTo(figures);
      assertThat(lookups()).isEmpty();

      // Whatever is told of the person later is recorded, and brings nothing back.
      staff.record(canaries.life(VISITS));
      assertThat(shown(staff)).doesNotContain(canaries.mark(), canaries.phone());
      assertThat(found(staff, "phone", canaries.phone())).isEmpty();
      assertThat(staff.as("analyst").get("/api/v1/projections/portrait/rows?limit=500").body())
          .doesNotContain(canaries.mark(), canaries.phone());
      assertThat(log.holding(texts)).isEmpty();
    }
    assertThat(database.holding(texts)).isEmpty();
    assertThat(database.filesHolding(texts, begun)).isEmpty();
    assertThat(staff.read(path(other, "portrait")).get("identity").get("name").asString())
        .isEqualTo(canaries.mark() + " two");
    for (byte[] bundle : List.of(before, bundle(staff))) {
      Verdict verdict = Verifiers.java(Files.write(folder.resolve("bundle-" + bundle.length + ".zip"), bundle));
      assertThat(verdict.code()).as(verdict.said()).isZero();
    }
  }

  @Test
  void a_record_that_must_be_kept_is_seen_by_an_auditor_with_a_purpose_alone() {
    Client staff = deployment.client();
    Map<String, Object> identity =
        Map.of("name", canaries.name(), "phone", canaries.phone(), "nationalId", canaries.nationalId());
    staff.record(fact(customer, "customer.registered", "2026-03-01T02:00:00Z", identity),
        fact(customer, "health.noted", "2026-03-01T02:00:01Z", Map.of("kind", "allergy", "text", canaries.mark())),
        visit(customer, "V-" + customer, "2026-03-02T02:00:00Z"));

    JsonNode receipt = erase(staff, customer);

    assertThat(receipt.get("state").asString()).isEqualTo("waiting");
    assertThat(receipt.get("record").get("basis").asString()).isEqualTo("outpatient-visit");
    assertThat(receipt.get("record").get("until").asString()).isEqualTo("2041-03-02T02:00:00Z");
    assertThat(place(receipt, "contact-key").get("state").asString()).isEqualTo("done");
    assertThat(place(receipt, "record-key").get("until").asString()).isEqualTo("2041-03-02T02:00:00Z");
    assertThat(place(receipt, "memory").get("state").asString()).isEqualTo("waiting");
    for (Client reader : List.of(staff, staff.as("app"))) {
      JsonNode portrait = reader.read(path(customer, "portrait"));
      assertThat(portrait.get("identity").get("name").asString()).isEqualTo("***");
      assertThat(portrait.get("identity").get("phone").isNull()).isTrue();
      assertThat(portrait.get("health").get(0).get("text").asString()).isEqualTo("***");
      assertThat(portrait.get("class").isNull()).as("neither C nor M").isTrue();
      assertThat(reader.get(path(customer, "timeline")).body()).doesNotContain(canaries.mark());
      assertThat(reader.get(path(customer, "portrait") + "?effectiveAt=2026-03-03T00:00:00Z").body())
          .doesNotContain(canaries.mark());
    }
    Client auditor = staff.as("auditor");
    assertThat(auditor.read(path(customer, "portrait")).get("identity").get("name").asString()).isEqualTo("***");
    JsonNode audited = auditor.read(path(customer, "portrait"), PURPOSE).get("identity");
    assertThat(audited.get("name").asString()).isEqualTo(canaries.name());
    assertThat(audited.get("phone").isNull()).isTrue();
    assertThat(found(staff, "name", canaries.name())).isEmpty();
    assertThat(auditor.post("/api/v1/customers/search", Map.of("name", canaries.name())).status()).isEqualTo(403);
  }

  @Test
  void an_erasure_is_asked_for_once_and_told_as_often_as_one_likes() {
    Client staff = deployment.client();
    staff.record(visit(customer, "V-" + customer, "2026-03-02T02:00:00Z"));
    assertThat(problem(staff.get(path(customer, "erasure")), 404)).isEqualTo("no-erasure");
    assertThat(problem(staff.post(path(someone(), "erasure"), Map.of("reason", "asked")), 404))
        .isEqualTo("unknown-customer");
    assertThat(problem(staff.post(path(customer, "erasure"), Map.of("reason", " ")), 400)).isEqualTo("invalid");
    assertThat(problem(staff.as("app").post(path(customer, "erasure"), Map.of("reason", "asked")), 403))
        .isEqualTo("forbidden");

    JsonNode receipt = erase(staff, customer, "Idempotency-Key", "K-1");
    List<String> events = ofErasure(staff);
    assertThat(events).containsExactly("customer.erasure-decided", "customer.key-condemned", "customer.key-destroyed",
        "customer.key-forgotten");
    assertThat(erase(staff, customer, "Idempotency-Key", "K-1").get("requestedAt"))
        .isEqualTo(receipt.get("requestedAt"));
    assertThat(erase(staff, customer).get("requestedAt")).isEqualTo(receipt.get("requestedAt"));
    assertThat(
        problem(staff.post(path(customer, "erasure"), Map.of("reason", "another"), "Idempotency-Key", "K-1"), 422))
        .isEqualTo("key-reused");
    assertThat(ofErasure(staff)).isEqualTo(events);

    JsonNode told = staff.read(path(customer, "erasure"), "Accept-Language", "en");
    assertThat(told.get("requestedAt")).isEqualTo(receipt.get("requestedAt"));
    assertThat(place(told, "search").get("what").asString()).isEqualTo("Search by phone, name and id number");
    assertThat(place(receipt, "search").get("what").asString()).isEqualTo("按电话、姓名、证件号码查找");
  }

  @Test
  void a_legal_hold_stops_an_erasure_until_it_is_lifted() {
    Client staff = deployment.client();
    staff.record(fact(customer, "customer.registered", "2026-03-01T02:00:00Z",
        Map.of("name", canaries.name(), "phone", canaries.phone())));
    String hold = path(customer, "legal-hold");
    assertThat(problem(staff.delete(hold, Map.of("reason", "none")), 409)).isEqualTo("no-legal-hold");
    assertThat(staff.post(hold, Map.of("reason", "court")).json().get("held").asBoolean()).isTrue();
    assertThat(staff.post(hold, Map.of("reason", "court again")).status()).isEqualTo(200);

    JsonNode held = erase(staff, customer);
    assertThat(held.get("state").asString()).isEqualTo("held");
    assertThat(place(held, "contact-key").get("state").asString()).isEqualTo("held");
    assertThat(staff.read(path(customer, "portrait")).get("identity").get("phone").asString())
        .isEqualTo(canaries.phone());

    assertThat(staff.delete(hold, Map.of("reason", "settled")).json().get("held").asBoolean()).isFalse();
    assertThat(erase(staff, customer).get("state").asString()).isEqualTo("done");
    assertThat(shown(staff)).doesNotContain(canaries.mark(), canaries.phone());
    assertThat(ofErasure(staff).subList(0, 3)).containsExactly("customer.legal-hold-placed",
        "customer.erasure-decided", "customer.legal-hold-lifted");
  }

  @Test
  void twenty_are_forgotten_at_once_while_others_write() throws Exception {
    Client staff = deployment.client();
    Map<String, String> phones = new HashMap<>();
    List<Map<String, Object>> facts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String person = someone();
      phones.put(person, canaries.phone() + i);
      facts.add(fact(person, "customer.registered", "2026-03-01T02:00:00Z", Map.of("phone", phones.get(person))));
      facts.add(purchase(person, "P-" + person, "2026-03-01T03:00:00Z", line("wellness", "10.00")));
    }
    staff.record(facts);
    List<String> people = List.copyOf(phones.keySet());
    AtomicBoolean done = new AtomicBoolean();
    var writer = CompletableFuture.runAsync(() -> {
      while (!done.get()) {
        deployment.client().record(purchase(people.getLast(), "P-" + someone(), "2026-03-01T03:00:00Z",
            line("wellness", "1.00")));
        LockSupport.parkNanos(PAUSE);
      }
    }, Thread::startVirtualThread);
    List<Callable<JsonNode>> erasures = new ArrayList<>();
    people.subList(0, 20).forEach(person -> erasures.add(() -> erase(deployment.client(), person)));

    AtOnce.atOnce(erasures);
    for (String person : people.subList(0, 20)) {
      await().atMost(2, TimeUnit.MINUTES)
          .until(() -> staff.read(path(person, "erasure")).get("state").asString().equals("done"));
    }
    done.set(true);
    writer.join();
    for (String person : people) {
      JsonNode portrait = staff.read(path(person, "portrait"));
      boolean erased = people.indexOf(person) < 20;
      assertThat(portrait.get("identity").get("phone").asString(null)).isEqualTo(erased ? null : phones.get(person));
      assertThat(portrait.get("points").get("available").asLong() + portrait.get("points").get("pending").asLong())
          .isPositive();
      assertThat(found(staff, "phone", phones.get(person))).isEqualTo(erased ? List.of() : List.of(person));
    }
  }

  private JsonNode erase(Client staff, String person, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Prefer";
    all[1] = "wait=20";
    Answer answer = staff.post(path(person, "erasure"), Map.of("reason", "asked"), all);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static JsonNode place(JsonNode receipt, String name) {
    for (JsonNode place : receipt.get("places")) {
      if (place.get("place").asString().equals(name)) {
        return place;
      }
    }
    throw new AssertionError("no place " + name + " in " + receipt);
  }

  private static String path(String person, String rest) {
    return "/api/v1/customers/" + person + "/" + rest;
  }

  private static List<String> found(Client client, String field, String value, String... headers) {
    String[] all = headers.length == 0 ? new String[]{"Accept", "application/json"} : headers;
    Answer answer = client.post("/api/v1/customers/search", Map.of(field, value), all);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    List<String> found = new ArrayList<>();
    answer.json().get("items").forEach(item -> found.add(item.get("customer").asString()));
    return found;
  }

  /** Whatever anybody is shown of the person. */
  private String shown(Client staff) {
    StringBuilder shown = new StringBuilder();
    Client auditor = staff.as("auditor");
    for (String read : READS) {
      String path = path(customer, read);
      shown.append(staff.get(path).body()).append(staff.as("app").get(path).body()).append(auditor.get(path).body())
          .append(auditor.get(path, PURPOSE).body());
    }
    String audit = "/api/v1/audit/customers/" + customer;
    shown.append(auditor.get(audit + "/history", PURPOSE).body())
        .append(auditor.get(audit + "/replay?model=portrait", PURPOSE).body());
    Bundle.of(bundle(staff)).files()
        .forEach((name, content) -> shown.append(new String(content, StandardCharsets.UTF_8)));
    return shown.toString();
  }

  private byte[] bundle(Client staff) {
    return staff.as("auditor").download("/api/v1/audit/customers/" + customer + "/bundle", PURPOSE).bytes();
  }

  private List<String> ofErasure(Client staff) {
    return staff.as("auditor").get("/api/v1/audit/customers/" + customer + "/history").lines().stream()
        .map(event -> event.get("type").asString())
        .filter(type -> type.matches("customer\\.(erasure|key|retention|legal).*")).toList();
  }

  /** What is counted of the person: points, money, visits, level. */
  private Map<String, String> figures(Client staff) {
    JsonNode portrait = staff.read(path(customer, "portrait"));
    Map<String, String> figures = new HashMap<>();
    for (String figure : List.of("points", "spend", "visits", "tier", "satisfaction", "openMatters", "memberships")) {
      figures.put(figure, portrait.get(figure).toString());
    }
    figures.put("trajectory", staff.read(path(customer, "trajectory")).get("buckets").toString());
    figures.put("ledger", staff.read(path(customer, "points/ledger") + "?limit=500").get("items").toString());
    return figures;
  }

  private List<String> lookups() throws Exception {
    return new ViewRows(deployment.database()).lookupsOf(customer);
  }
}
