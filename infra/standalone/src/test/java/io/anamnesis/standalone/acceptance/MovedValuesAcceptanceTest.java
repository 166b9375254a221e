package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.eventstore.StoredEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** H3: a ciphertext stands where it was sealed; what was moved within a person's own events is found, and not shown. */
class MovedValuesAcceptanceTest {
  private static final String OLD = "13800138000";
  private static final String NEW = "13900139000";
  private static final String MOVED = """
      update log.event set payload = replace(payload, payload::json #>> '{phone,~}',
        (select payload::json #>> '{phone,~}' from log.event where position = %d)) where position = %d""";

  @TempDir
  private Path folder;

  private final String customer = someone();

  @Test
  void what_an_administrator_moves_between_two_events_of_a_person_is_told_by_whatever_reads_them() throws Exception {
    try (OwnDeployment own = new OwnDeployment(Deployment.ONE_PROCESS);
        Administrator administrator = new Administrator(own.database(), own.logKey(), folder);
        Verifiers.Python python = Verifiers.Python.ifThere()) {
      Client source = own.client("staff");
      source.record(fact(customer, "customer.registered", "2026-03-01T01:00:00Z", Map.of("phone", OLD)),
          fact(customer, "customer.amended", "2026-03-02T01:00:00Z", Map.of("phone", NEW)));
      source.read("/api/v1/customers/" + customer + "/portrait");
      Client auditor = own.client("auditor");
      List<JsonNode> before = history(auditor);
      assertThat(before).noneMatch(line -> line.has("moved"));
      long registered = position(before, "customer.registered");
      long amended = position(before, "customer.amended");
      assertThat(of(before, amended).get("payload").get("phone").asString()).isEqualTo(NEW);

      WrittenEvents.tamper(own.database(), MOVED.formatted(registered, amended));

      List<JsonNode> after = history(auditor);
      assertMoved(of(after, amended));
      assertThat(after).filteredOn(line -> line.has("moved")).hasSize(1);
      assertThat(of(after, registered).get("payload").get("phone").asString()).isEqualTo(OLD);
      JsonNode masked = of(auditor.get(audit("history")).lines(), amended);
      assertThat(masked.get("moved")).isEqualTo(Facts.parse("[\"/phone\"]"));
      assertThat(masked.get("payload").get("phone").asString()).isEqualTo("***");
      JsonNode step = auditor.get(audit("replay?model=portrait"), "Purpose", "check").lines().stream()
          .filter(line -> line.get("event").get("position").asLong() == amended).findFirst().orElseThrow();
      assertMoved(step.get("event"));
      assertThat(source.get("/api/v1/customers/" + customer + "/timeline").json().get("items").valueStream()
          .filter(item -> item.get("position").asLong() == amended).findFirst().orElseThrow().get("details")
          .get("phone").isNull()).isTrue();

      administrator.recomputesEveryHash();
      Path bundle = Files.write(folder.resolve("bundle.zip"),
          auditor.download(audit("bundle"), "Purpose", "check").bytes());
      Verdict verdict = Verifiers.java(bundle);
      assertThat(verdict.code()).as(verdict.said()).isEqualTo(1);
      assertThat(verdict.said()).contains("position " + amended + ": what is sealed at /payload/phone was sealed "
          + "elsewhere, and moved there").doesNotContain(OLD);
      Verifiers.Python.assertAgrees(python, verdict, bundle);
      Path unpurposed = Files.write(folder.resolve("masked.zip"), auditor.download(audit("bundle")).bytes());
      assertThat(Verifiers.java(unpurposed)).isEqualTo(verdict);
    }
  }

  private static void assertMoved(JsonNode line) {
    assertThat(line.get("payload").get("phone").isNull()).isTrue();
    assertThat(line.get("moved")).isEqualTo(Facts.parse("[\"/phone\"]"));
  }

  private List<JsonNode> history(Client auditor) {
    return auditor.get(audit("history"), "Purpose", "check").lines();
  }

  private String audit(String rest) {
    return "/api/v1/audit/customers/" + customer + "/" + rest;
  }

  private static long position(List<JsonNode> history, String type) {
    return history.stream().filter(line -> line.get("type").asString().equals(type)).findFirst().orElseThrow()
        .get("position").asLong();
  }

  private static JsonNode of(List<JsonNode> history, long position) {
    return history.stream().filter(line -> line.get("position").asLong() == position).findFirst().orElseThrow();
  }

  /** Facts, corrections, what persons ask for and others decide, vouchers, reads: whoever seals. */
  @Test
  void whoever_seals_binds_to_the_event_that_is_recorded() {
    Client mei = Deployment.ONE_PROCESS.client().as("staff", "mei");
    Map<String, Object> registered = fact(customer, "customer.registered", "2026-03-01T01:00:00Z",
        Map.of("name", "Wang Fang", "phone", OLD, "nickname", Map.of("a/b~", List.of("x"))));
    registered.put("ward", "7");
    Map<String, Object> bought =
        purchase(customer, "P-" + customer, Instant.now().minus(20, ChronoUnit.DAYS).toString(),
            line("wellness", "9000"));
    Map<Object, Object> paid = new HashMap<>((Map<?, ?>) bought.get("data"));
    paid.put("payments", List.of(Map.of("payer", "self", "reference", "R-1", "amount", "8000"),
        Map.of("payer", "self", "reference", "R-2", "amount", "1000")));
    bought.put("data", paid);
    mei.record(registered, bought, fact(customer, "x.own", "2026-03-01T02:00:00Z", Map.of("note", "n", "km", 3)),
        fact(customer, "fact.corrected", "2026-03-03T01:00:00Z",
            Map.of("corrects", Map.of("source", registered.get("source"), "id", registered.get("id")), "data",
                Map.of("name", "Wang Fang", "phone", NEW))));
    mei.read(path("points"));
    String asked = made(mei.post(path("points/adjustments"), Map.of("points", 5_000, "reason", "makes good")), 201)
        .get("adjustmentId").asString();
    made(mei.as("staff", "li").post(path("points/adjustments") + "/" + asked + "/approve", Map.of()), 200);
    made(mei.post(path("legal-hold"), Map.of("reason", "court")), 200);
    made(mei.delete(path("legal-hold"), Map.of("reason", "settled")), 200);
    String reward = "R-" + UUID.randomUUID();
    made(mei.as("admin").post("/api/v1/loyalty/rewards",
        Map.of("reward", reward, "name", "n", "points", 10, "stock", 9, "voucher", Map.of())), 201);
    String redemption = made(mei.post(path("redemptions"), Map.of("reward", reward, "quantity", 2)), 201)
        .get("redemptionId").asString();
    assertThat(made(mei.post(path("redemptions") + "/" + redemption + "/confirm", Map.of()), 200).get("vouchers"))
        .hasSize(2);
    mei.as("auditor").get(path("portrait"), "Purpose", "complaint 7");

    Map<String, List<String>> sealed = new HashMap<>();
    List<StoredEvent> written = new ArrayList<>(WrittenEvents.of(Deployment.ONE_PROCESS.database()).events());
    written.addAll(WrittenEvents.of(Deployment.ONE_PROCESS.database(), "reads").events());
    written.stream().filter(event -> customer.equals(event.subject())).forEach(event -> {
      Map<String, Boolean> marks = Marks.of(event);
      assertThat(marks.values()).as("%s %s", event.type(), marks).doesNotContain(false);
      sealed.computeIfAbsent(event.type(), first -> new ArrayList<>()).addAll(marks.keySet());
    });
    assertThat(sealed.get("customer.registered")).contains("/name", "/phone", "/nickname", "metadata/extensions/ward");
    assertThat(sealed.get("purchase.made")).contains("/payments/0/reference", "/payments/1/reference");
    assertThat(sealed.get("x.own")).contains("/note", "/km");
    assertThat(sealed.get("fact.corrected")).contains("/data/name", "/data/phone");
    assertThat(sealed.get("loyalty.adjustment-requested")).containsExactly("/reason");
    assertThat(sealed.get("loyalty.points-adjusted")).containsExactly("/reason");
    assertThat(sealed.get("customer.legal-hold-placed")).containsExactly("/reason");
    assertThat(sealed.get("customer.legal-hold-lifted")).containsExactly("/reason");
    assertThat(sealed.get("loyalty.voucher-issued")).containsExactly("/code", "/code");
    assertThat(sealed.values()).anySatisfy(pointers -> assertThat(pointers).contains("/purpose"));
    assertThat(history(mei.as("auditor"))).noneMatch(line -> line.has("moved"));
  }

  private String path(String rest) {
    return "/api/v1/customers/" + customer + "/" + rest;
  }

  private static JsonNode made(Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    return answer.json();
  }
}
