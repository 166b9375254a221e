package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** An event that cannot be processed: seen, tried again, given up by an operator, and passed over by all alike. */
@ParameterizedClass
@EnumSource(Deployment.class)
class ParkedKeysAcceptanceTest {
  private static final List<String> STUCK = List.of("/api/v1/policies/earning", "/api/v1/projections/trajectory",
      "/api/v1/projections/portrait", "/api/v1/projections/volumes", "/api/v1/policies/referral");

  @Parameter
  private Deployment deployment;

  private final String customer = someone();

  @Test
  void an_event_that_nobody_can_process_is_seen_and_given_up_with_a_reason() {
    long poison = deployment.smuggle(customer, "purchase.made", "{\"purchaseId\":7}");
    Client client = deployment.client();
    client.record(visit(customer, "V-1", "2026-03-01T02:00:00Z"));
    Client admin = client.as("admin");
    for (String stuck : STUCK) {
      JsonNode item = awaitParked(admin, stuck, poison);
      assertThat(item.get("customer").asString()).as(stuck).startsWith("p").doesNotContain(customer);
      assertThat(item.get("cause").asString()).as(stuck).contains("UnreadablePayload").doesNotContain(customer);
      assertThat(item.get("since").asString()).as(stuck).endsWith("Z");
    }
    assertThat(client.get("/api/v1/customers/" + customer + "/points").json().get("type").asString())
        .isEqualTo("/problems/parked");

    for (String stuck : STUCK) {
      assertThat(retry(admin, stuck, poison).json().get("parked").asBoolean()).as(stuck).isTrue();
      Answer skipped = skip(admin, stuck, poison, "his sent a number");
      assertThat(skipped.status()).as(stuck + skipped.body()).isEqualTo(200);
      assertThat(skipped.json().get("parked").asBoolean()).as(stuck).isFalse();
      assertThat(skipped.header("Consistency-Token")).as(stuck).isNotEmpty();
      assertThat(skip(admin, stuck, poison, "again").status()).as(stuck).isEqualTo(404);
    }

    assertThat(client.read("/api/v1/customers/" + customer + "/points").get("lifetimeEarned").asInt()).isEqualTo(20);
    JsonNode trajectory = client.read("/api/v1/customers/" + customer + "/trajectory");
    assertThat(trajectory.get("buckets")).hasSize(1);
    Client auditor = client.as("auditor");
    List<JsonNode> replay = auditor.get("/api/v1/audit/customers/" + customer + "/replay?model=trajectory").lines();
    assertThat(replay.getFirst().get("after")).isEqualTo(replay.getFirst().get("before"));
    assertThat(replay.getLast().get("after")).isEqualTo(trajectory);

    assertThat(client.as("analyst").post("/api/v1/projections/trajectory/rebuild", Map.of()).status()).isEqualTo(202);
    await().atMost(Duration.ofSeconds(60)).until(() -> client.as("analyst").read("/api/v1/projections/trajectory")
        .get("state").asString().equals("live"));
    assertThat(client.read("/api/v1/customers/" + customer + "/trajectory")).isEqualTo(trajectory);
  }

  @Test
  void the_decision_stands_in_the_customers_history_with_its_reason_sealed() {
    long poison = deployment.smuggle(customer, "purchase.made", "{\"purchaseId\":7}");
    Client client = deployment.client();
    Client admin = client.as("admin");
    awaitParked(admin, STUCK.get(1), poison);
    skip(admin, STUCK.get(1), poison, "his sent a number");

    String history = "/api/v1/audit/customers/" + customer + "/history";
    JsonNode masked = client.as("auditor").get(history).lines().getLast();
    assertThat(masked.get("type").asString()).isEqualTo("insight.key-skipped");
    assertThat(masked.get("actor").asString()).isEqualTo("test-admin");
    assertThat(masked.get("payload").get("projection").asString()).isEqualTo("trajectory");
    assertThat(masked.get("payload").get("position").asLong()).isEqualTo(poison);
    assertThat(masked.get("payload").get("reason").asString()).isEqualTo("***");
    JsonNode clear = client.as("auditor").get(history, "Purpose", "complaint review").lines().getLast();
    assertThat(clear.get("payload").get("reason").asString()).isEqualTo("his sent a number");
    STUCK.stream().filter(stuck -> !stuck.equals(STUCK.get(1))).forEach(stuck -> {
      awaitParked(admin, stuck, poison);
      skip(admin, stuck, poison, "the same");
    });
  }

  @Test
  void only_operators_decide_and_what_they_get_wrong_is_named() {
    Client client = deployment.client();
    Client admin = client.as("admin");
    for (String what : List.of("/api/v1/policies/earning", "/api/v1/projections/trajectory")) {
      assertThat(client.get(what + "/parked").status()).isEqualTo(403);
      assertThat(client.as("analyst").get(what + "/parked").status()).isEqualTo(200);
      assertThat(skip(client.as("analyst"), what, 1, "because").status()).isEqualTo(403);
      assertThat(retry(client.as("analyst"), what, 1).status()).isEqualTo(403);
      Answer nothing = skip(admin, what, 1, "because");
      assertThat(nothing.status()).isEqualTo(404);
      assertThat(nothing.json().get("field").asString()).isEqualTo("position");
      assertThat(field(admin.post(what + "/parked/skip", Map.of("position", 1)))).isEqualTo("reason");
      assertThat(field(skip(admin, what, 1, " "))).isEqualTo("reason");
      assertThat(field(admin.post(what + "/parked/skip", Map.of("reason", "because")))).isEqualTo("position");
      assertThat(field(admin.post(what + "/parked/retry", Map.of("position", "first")))).isEqualTo("position");
      assertThat(field(admin.get(what + "/parked?limit=0"))).isEqualTo("limit");
    }
    assertThat(admin.get("/api/v1/policies/nonsense/parked").json().get("code").asString())
        .isEqualTo("unknown-policy");
    assertThat(admin.get("/api/v1/projections/nonsense/parked").json().get("code").asString())
        .isEqualTo("unknown-projection");
  }

  private static JsonNode awaitParked(Client admin, String what, long position) {
    return await().atMost(Duration.ofSeconds(60)).until(() -> parked(admin, what, position), Optional::isPresent)
        .orElseThrow();
  }

  private static Optional<JsonNode> parked(Client admin, String what, long position) {
    return StreamSupport.stream(admin.read(what + "/parked?limit=500").get("items").spliterator(), false)
        .filter(item -> item.get("position").asLong() == position).findFirst();
  }

  private static Answer retry(Client caller, String what, long position) {
    return caller.post(what + "/parked/retry", Map.of("position", position));
  }

  private static Answer skip(Client caller, String what, long position, String reason) {
    return caller.post(what + "/parked/skip", Map.of("position", position, "reason", reason));
  }

  private static String field(Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    return answer.json().get("field").asString();
  }
}
