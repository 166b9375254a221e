package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.events.loyalty.Programme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** L9: a draft programme tried on all history. The draft differs from the one in force for this test's customers only. */
@ParameterizedClass
@EnumSource(Deployment.class)
class WhatIfAcceptanceTest {
  private static final String PATH = "/api/v1/loyalty/what-if";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Parameter
  private Deployment deployment;

  private final String department = "D-" + UUID.randomUUID();

  @Test
  void a_draft_is_tried_on_all_history_and_tells_who_would_win_and_lose() {
    String often = someone();
    String once = someone();
    Client client = deployment.client();
    client.record(visit(often, "V-1", 1), visit(often, "V-2", 2), visit(once, "V-3", 1));
    settle(client, often, 40);
    settle(client, once, 20);
    List<JsonNode> history = client.as("auditor").get("/api/v1/audit/customers/" + often + "/history").lines();

    Client admin = client.as("admin");
    ObjectNode draft = inForce();
    draft.withArray("rules").addObject().put("name", "department-bonus").put("on", "visit.completed")
        .put("when", "department == \"" + department + "\"").put("points", 700)
        .put("multiplied", false).put("pendingDays", 0).put("streakDays", 0);
    draft.withObject("monthlyCap").withArray("except").add("department-bonus");
    JsonNode result = tried(admin, draft);

    assertThat(result.get("customers").get("winning").asInt()).isEqualTo(2);
    assertThat(result.get("customers").get("losing").asInt()).isZero();
    assertThat(result.get("cost").get("points").asInt()).isEqualTo(2_100);
    assertThat(result.get("points").get("after").asInt() - result.get("points").get("before").asInt())
        .isEqualTo(2_100);
    JsonNode best = result.get("winners").get(0);
    assertThat(best.get("pointsBefore").asInt()).isEqualTo(40);
    assertThat(best.get("pointsAfter").asInt()).isEqualTo(1_440);
    assertThat(best.get("levelBefore").asInt()).isEqualTo(1);
    assertThat(best.get("levelAfter").asInt()).isEqualTo(2);
    assertThat(best.get("customer").asString()).startsWith("p").isNotEqualTo(often);
    assertThat(result.toString()).doesNotContain(often).doesNotContain(once);
    assertThat(result.get("tiers")).anySatisfy(move -> {
      assertThat(move.get("from").asInt()).isEqualTo(1);
      assertThat(move.get("to").asInt()).isEqualTo(2);
      assertThat(move.get("customers").asInt()).isEqualTo(1);
    });
    assertThat(result.get("distribution").get(8).get("customers").asInt()).isEqualTo(1);
    assertThat(result.get("rules")).anySatisfy(rule -> {
      assertThat(rule.get("rule").asString()).isEqualTo("department-bonus");
      assertThat(rule.get("before").asInt()).isZero();
      assertThat(rule.get("after").asInt()).isEqualTo(2_100);
    });

    assertThat(client.read("/api/v1/customers/" + often + "/points").get("lifetimeEarned").asInt()).isEqualTo(40);
    assertThat(client.as("auditor").get("/api/v1/audit/customers/" + often + "/history").lines()).isEqualTo(history);
  }

  @Test
  void the_programme_in_force_would_change_nothing() {
    Client client = deployment.client();
    String someone = someone();
    client.record(visit(someone, "V-1", 1));
    settle(client, someone, 20);
    JsonNode result = tried(client.as("admin"), inForce());

    assertThat(result.get("inForce").asString()).isEqualTo(result.get("draft").asString());
    assertThat(result.get("customers").get("winning").asInt()).isZero();
    assertThat(result.get("customers").get("losing").asInt()).isZero();
    assertThat(result.get("customers").get("unchanged").asInt()).isPositive();
    assertThat(result.get("points").get("after")).isEqualTo(result.get("points").get("before"));
  }

  @Test
  void a_trial_can_be_cancelled_and_is_the_admins_business_alone() {
    Client client = deployment.client();
    Client admin = client.as("admin");
    Answer begun = post(admin, inForce());
    assertThat(begun.status()).isEqualTo(202);
    String path = begun.header("Location");
    assertThat(path).isEqualTo(PATH + "/" + begun.json().get("id").asString());
    assertThat(admin.delete(path).json().get("state").asString()).isIn("cancelled", "done");
    assertThat(admin.get(PATH + "/" + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(post(client, inForce()).status()).isEqualTo(403);
    assertThat(post(client.as("analyst"), inForce()).status()).isEqualTo(403);
  }

  @Test
  void a_draft_that_could_not_be_in_force_is_refused_by_the_path_of_what_is_wrong() {
    Client admin = deployment.client().as("admin");
    assertThat(wrong(admin, draft -> draft.remove("zone"))).isEqualTo("zone");
    assertThat(wrong(admin, draft -> rule(draft).remove("multiplied"))).isEqualTo("rules[0].multiplied");
    assertThat(wrong(admin, draft -> draft.put("zone", "Moon/Base"))).isEqualTo("zone");
    assertThat(wrong(admin, draft -> draft.put("expiryMonths", 0))).isEqualTo("expiryMonths");
    assertThat(wrong(admin, draft -> rule(draft).put("on", "nothing.known"))).isEqualTo("rules[0].on");
    assertThat(wrong(admin, draft -> rule(draft).put("when", "amount >"))).isEqualTo("rules[0].when");
    assertThat(wrong(admin, draft -> rule(draft).remove("points"))).isEqualTo("rules[0]");
    assertThat(wrong(admin, draft -> rule(draft).put("poinst", 5))).isEqualTo("rules[0].poinst");
    assertThat(wrong(admin, draft -> {
      rule(draft).remove("points");
      rule(draft).put("rate", 1);
    })).isEqualTo("rules[0].rate");
    assertThat(wrong(admin, draft -> rule(draft).put("name", "visit"))).isEqualTo("rules[2].name");
  }

  private static ObjectNode rule(ObjectNode draft) {
    return (ObjectNode) draft.get("rules").get(0);
  }

  private String wrong(Client admin, Consumer<ObjectNode> spoil) {
    ObjectNode draft = inForce();
    spoil.accept(draft);
    Answer answer = post(admin, draft);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    return answer.json().get("field").asString();
  }

  private Map<String, Object> visit(String customer, String visitId, int day) {
    return fact(customer, "visit.completed", "2026-03-0" + day + "T02:00:00Z",
        Map.of("visitId", visitId, "kind", "outpatient", "department", department));
  }

  private static void settle(Client client, String customer, int points) {
    assertThat(client.read("/api/v1/customers/" + customer + "/points").get("lifetimeEarned").asInt())
        .isEqualTo(points);
  }

  private static Answer post(Client caller, ObjectNode draft) {
    return caller.post(PATH, "application/json", BodyPublishers.ofString(draft.toString()));
  }

  private static JsonNode tried(Client admin, ObjectNode draft) {
    Answer begun = post(admin, draft);
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    JsonNode done = await().atMost(Duration.ofSeconds(60)).until(() -> admin.read(begun.header("Location")),
        trial -> !List.of("waiting", "running").contains(trial.get("state").asString()));
    assertThat(done.get("state").asString()).isEqualTo("done");
    assertThat(done.get("progress").asDouble()).isEqualTo(1);
    return done.get("result");
  }

  private static ObjectNode inForce() {
    try (InputStream json =
        Objects.requireNonNull(Programme.class.getResourceAsStream("default-programme.json"))) {
      return (ObjectNode) JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
