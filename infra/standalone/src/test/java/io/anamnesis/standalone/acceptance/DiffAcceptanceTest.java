package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** H2: what is different about a customer between two instants on either clock, and by which events. */
@ParameterizedClass
@EnumSource(Deployment.class)
class DiffAcceptanceTest {
  private static final List<String> READ = List.of("points", "tier", "trajectory", "portrait");

  @Parameter
  private Deployment deployment;

  private final String customer = someone();

  private Client recorded() {
    Client client = deployment.client();
    client.record(
        fact(customer, "customer.registered", "2026-02-01T00:00:00Z",
            Map.of("name", "Wang Fang", "phone", "13800000001")),
        visit(customer, "V-1", "2026-02-02T00:00:00Z"));
    client.read("/api/v1/customers/" + customer + "/points");
    return client;
  }

  private void recordMore(Client client) {
    client.record(purchase(customer, "P-1", "2026-03-01T00:00:00Z", line("postpartum", "760.00")),
        fact(customer, "customer.amended", "2026-03-02T00:00:00Z", Map.of("name", "Wang Fang", "phone", "13800000002")),
        visit(customer, "V-0", "2026-01-01T00:00:00Z"));
    client.read("/api/v1/customers/" + customer + "/points");
  }

  private List<JsonNode> history(Client client) {
    return client.as("auditor").get("/api/v1/audit/customers/" + customer + "/history").lines();
  }

  private String diff(String from, String to, String more) {
    return "/api/v1/audit/customers/" + customer + "/diff?from=" + from + "&to=" + to + more;
  }

  private static String recordedAt(JsonNode event) {
    return event.get("recordedAt").asString();
  }

  private static JsonNode model(JsonNode diff, String name) {
    return diff.get("models").valueStream().filter(model -> model.get("model").asString().equals(name)).findFirst()
        .orElseThrow();
  }

  @Test
  void both_answers_are_those_of_reads_and_the_changes_lead_from_one_to_the_other() {
    Client client = recorded();
    String from = recordedAt(history(client).getLast());
    recordMore(client);
    String to = recordedAt(history(client).getLast());
    for (String clock : List.of("recorded", "occurred")) {
      String first = clock.equals("recorded") ? from : "2026-02-15T00:00:00Z";
      String second = clock.equals("recorded") ? to : "2026-03-01T12:00:00Z";
      String parameter = clock.equals("recorded") ? "asOf=" : "effectiveAt=";
      JsonNode diff = client.as("auditor").read(diff(first, second, "&clock=" + clock), "Purpose", "complaint");
      for (String name : READ) {
        JsonNode told = model(diff, name);
        String path = "/api/v1/customers/" + customer + "/" + name + "?" + parameter;
        assertThat(told.get("before")).as("%s before on the clock %s", name, clock)
            .isEqualTo(client.read(path + first));
        assertThat(told.get("after")).as("%s after on the clock %s", name, clock).isEqualTo(client.read(path + second));
      }
      for (JsonNode told : diff.get("models")) {
        assertThat(patched(told)).as("%s patched", told.get("model")).isEqualTo(told.get("after"));
      }
      assertThat(model(diff, "points").get("changes").valueStream().map(change -> change.get("path").asString()))
          .contains("/lifetimeEarned");
    }
  }

  @Test
  void all_models_are_told_or_those_that_are_named() {
    Client client = recorded();
    String at = recordedAt(history(client).getLast());
    Client auditor = client.as("auditor");
    assertThat(auditor.read(diff(at, at, "")).get("models").findValuesAsString("model"))
        .contains("points", "tier", "trajectory", "portrait", "ledger", "referrals");
    JsonNode named = auditor.read(diff(at, at, "&model=tier&model=points"));
    assertThat(named.get("models").findValuesAsString("model")).containsExactlyInAnyOrder("points", "tier");
    assertThat(named.get("models").findValues("changes")).as("nothing between an instant and itself")
        .allMatch(JsonNode::isEmpty);
    assertThat(named.get("events")).isEmpty();
  }

  @Test
  void the_events_between_are_told_and_each_model_names_those_that_are_its_business() {
    Client client = recorded();
    List<JsonNode> before = history(client);
    recordMore(client);
    List<JsonNode> all = history(client);
    JsonNode diff = client.as("auditor").read(diff(recordedAt(before.getLast()), recordedAt(all.getLast()), ""));

    List<JsonNode> between = all.subList(before.size(), all.size());
    assertThat(positions(diff.get("events").valueStream().toList())).isEqualTo(positions(between));
    assertThat(diff.get("truncated").asBoolean()).isFalse();
    assertThat(model(diff, "trajectory").get("events").valueStream().map(JsonNode::asLong).toList()).isEqualTo(
        positions(
            between.stream().filter(event -> event.get("type").asString().matches("purchase.made|visit.completed"))
                .toList()));

    JsonNode occurred = client.as("auditor")
        .read(diff("2026-02-02T00:00:00Z", "2026-03-01T00:00:00Z", "&clock=occurred"));
    assertThat(positions(occurred.get("events").valueStream().toList())).containsExactlyInAnyOrderElementsOf(
        positions(all.stream().filter(event -> at(event).isAfter(Instant.parse("2026-02-02T00:00:00Z"))
            && !at(event).isAfter(Instant.parse("2026-03-01T00:00:00Z"))).toList()));
  }

  @Test
  void of_a_personal_value_that_is_masked_it_is_told_that_it_changed_and_of_an_equal_one_nothing() {
    Client client = recorded();
    String from = recordedAt(history(client).getLast());
    recordMore(client);
    String path = diff(from, recordedAt(history(client).getLast()), "&model=portrait");
    Map<String, JsonNode> masked = changes(client.as("auditor").read(path));
    Map<String, JsonNode> clear = changes(client.as("auditor").read(path, "Purpose", "complaint"));

    assertThat(masked.keySet()).isEqualTo(clear.keySet()).contains("/identity/phone").doesNotContain("/identity/name");
    assertThat(masked.get("/identity/phone").get("before").asString()).isEqualTo("***");
    assertThat(masked.get("/identity/phone").get("after").asString()).isEqualTo("***");
    assertThat(clear.get("/identity/phone").get("before").asString()).isEqualTo("13800000001");
    assertThat(clear.get("/identity/phone").get("after").asString()).isEqualTo("13800000002");
    assertThat(client.as("auditor").get(path).body()).doesNotContain("1380000", "Wang");
  }

  @Test
  void what_was_known_of_an_interval_then_is_told_with_the_other_clock() {
    Client client = recorded();
    String known = recordedAt(history(client).getLast());
    recordMore(client);
    Client auditor = client.as("auditor");
    String then = "&clock=occurred&model=points&asOf=" + known;
    JsonNode points = model(auditor.read(diff("2025-12-01T00:00:00Z", "2026-03-20T00:00:00Z", then)), "points");
    assertThat(points.get("before").get("lifetimeEarned").asInt()).isZero();
    assertThat(points.get("after").get("lifetimeEarned").asInt()).isEqualTo(20);
    JsonNode now =
        model(auditor.read(diff("2025-12-01T00:00:00Z", "2026-03-20T00:00:00Z", "&clock=occurred")), "points");
    assertThat(now.get("after").get("lifetimeEarned").asInt()).isEqualTo(20 + 20 + 760);
  }

  @ParameterizedTest
  @CsvSource({"to=2026-03-01T00:00:00Z,from,missing", "from=2026-03-01T00:00:00Z,to,missing",
      "from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z,to,invalid",
      "from=2026-03-01T00:00:00Z&to=2999-01-01T00:00:00Z,to,future",
      "from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&clock=wall,clock,invalid",
      "from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&model=nonsense,model,invalid",
      "from=yesterday&to=2026-03-02T00:00:00Z,from,invalid",
      "from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&asOf=2026-03-02T00:00:00Z,asOf,unsupported"})
  void what_cannot_be_compared_is_refused_by_name(String asked, String field, String code) {
    deployment.client().record(fact(customer, "signin.made", "2026-03-01T00:00:00Z", Map.of()));
    Client auditor = deployment.client().as("auditor");
    Answer refused = auditor.get("/api/v1/audit/customers/" + customer + "/diff?" + asked);
    assertThat(Answer.problem(refused, 400)).isEqualTo(code);
    assertThat(refused.json().get("field").asString()).isEqualTo(field);
  }

  @Test
  void a_customer_who_was_not_known_yet_is_unknown_and_none_but_auditors_ask() {
    Client client = recorded();
    String path = diff("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "");
    assertThat(Answer.problem(client.as("auditor").get(path), 404)).isEqualTo("unknown-customer");
    assertThat(client.get(path).status()).isEqualTo(403);
  }

  private static Map<String, JsonNode> changes(JsonNode diff) {
    return model(diff, "portrait").get("changes").valueStream()
        .collect(Collectors.toMap(change -> change.get("path").asString(), change -> change));
  }

  private static List<Long> positions(List<JsonNode> events) {
    return events.stream().map(event -> event.get("position").asLong()).toList();
  }

  private static Instant at(JsonNode event) {
    return Instant.parse(event.get("occurredAt").asString());
  }

  /** The answer before with every step taken, as RFC 6902 has it; each step must find what it says was there. */
  private static JsonNode patched(JsonNode told) {
    JsonNode answer = told.get("before").deepCopy();
    for (JsonNode step : told.get("changes")) {
      String path = step.get("path").asString();
      List<String> names = new ArrayList<>(List.of(path.split("/", -1)));
      String last = names.removeLast().replace("~1", "/").replace("~0", "~");
      JsonNode parent = answer.at(String.join("/", names));
      if (step.has("before")) {
        assertThat(answer.at(path)).isEqualTo(step.get("before"));
      }
      switch (parent) {
        case ObjectNode object when step.get("op").asString().equals("remove") -> object.remove(last);
        case ObjectNode object -> object.set(last, step.get("after"));
        case ArrayNode array -> {
          int index = Integer.parseInt(last);
          switch (step.get("op").asString()) {
            case "remove" -> array.remove(index);
            case "add" -> array.insert(index, step.get("after"));
            default -> array.set(index, step.get("after"));
          }
        }
        default -> throw new AssertionError("no parent of " + path);
      }
    }
    return answer;
  }
}
