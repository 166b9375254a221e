package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** H2: any read model as known at any instant, and as true at any instant. */
@ParameterizedClass
@EnumSource(Deployment.class)
class TimeTravelAcceptanceTest {
  @Parameter
  private Deployment deployment;

  @Test
  void an_answer_as_of_an_instant_knows_only_what_was_recorded_by_then_and_stays_the_same() {
    String customer = someone();
    Client client = deployment.client();
    client.record(visit(customer, "V-1", "2026-03-01T02:00:00Z"));
    client.read("/api/v1/customers/" + customer + "/points");
    String between = lastRecordedAt(client, customer);
    client.record(visit(customer, "V-2", "2026-02-01T02:00:00Z"));

    String asOf = "/api/v1/customers/" + customer + "/points?asOf=" + between;
    assertThat(client.read(asOf).get("lifetimeEarned").asInt()).isEqualTo(20);
    assertThat(client.read("/api/v1/customers/" + customer + "/points").get("lifetimeEarned").asInt()).isEqualTo(40);
    assertThat(client.read(asOf)).isEqualTo(client.read(asOf));
  }

  @Test
  void an_answer_effective_at_an_instant_takes_what_had_occurred_by_then() {
    String customer = someone();
    Client client = deployment.client();
    client.record(visit(customer, "V-2", "2026-03-01T02:00:00Z"), visit(customer, "V-1", "2026-02-01T02:00:00Z"));

    String at = "/api/v1/customers/" + customer + "/points?effectiveAt=";
    assertThat(client.read(at + "2026-01-31T00:00:00Z").get("lifetimeEarned").asInt()).isZero();
    assertThat(client.read(at + "2026-02-01T02:00:00Z").get("lifetimeEarned").asInt()).isEqualTo(20);
    assertThat(client.read(at + "2026-03-01T02:00:00Z").get("lifetimeEarned").asInt()).isEqualTo(40);
  }

  @Test
  void both_clocks_together_judge_what_was_known_then_at_that_instant() {
    String customer = someone();
    Client client = deployment.client();
    client.record(visit(customer, "V-2", "2026-03-01T02:00:00Z"));
    client.read("/api/v1/customers/" + customer + "/points");
    String known = lastRecordedAt(client, customer);
    client.record(visit(customer, "V-1", "2026-02-01T02:00:00Z"));

    String path = "/api/v1/customers/" + customer + "/points?asOf=" + known + "&effectiveAt=";
    assertThat(client.read(path + "2026-02-15T00:00:00Z").get("lifetimeEarned").asInt()).isZero();
    assertThat(client.read(path + "2026-03-15T00:00:00Z").get("lifetimeEarned").asInt()).isEqualTo(20);
  }

  @Test
  void live_and_time_machine_agree_at_now() {
    String customer = someone();
    Client client = deployment.client();
    client.record(visit(customer, "V-1", "2026-03-01T02:00:00Z"),
        purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("postpartum", "1200")),
        fact(customer, "survey.answered", "2026-03-02T02:00:00Z", Map.of("survey", "S-1", "score", 9)));
    for (String view : List.of("points", "tier", "trajectory", "portrait")) {
      JsonNode live = client.read("/api/v1/customers/" + customer + "/" + view);
      assertThat(client.read("/api/v1/customers/" + customer + "/" + view + "?asOf=" + Instant.now())).as(view)
          .isEqualTo(live);
    }
  }

  @Test
  void what_was_unknown_then_is_not_found_and_the_future_is_refused() {
    String customer = someone();
    Client client = deployment.client();
    Instant before = Instant.now();
    client.record(visit(customer, "V-1", "2026-03-01T02:00:00Z"));
    String path = "/api/v1/customers/" + customer + "/points";
    assertThat(client.get(path + "?asOf=" + before.minusSeconds(1)).status()).isEqualTo(404);
    assertThat(client.get(path + "?asOf=" + Instant.now().plusSeconds(3_600)).status()).isEqualTo(400);
    assertThat(client.get(path + "?asOf=yesterday").json().get("field").asString()).isEqualTo("asOf");
    assertThat(client.get("/api/v1/customers/" + someone() + "/points").json().get("type").asString())
        .contains("unknown-customer");
    JsonNode initial = client.read(path + "?effectiveAt=2020-01-01T00:00:00Z");
    assertThat(initial.get("lifetimeEarned").asInt()).isZero();
  }

  private static String lastRecordedAt(Client client, String customer) {
    List<JsonNode> events = client.as("auditor").get("/api/v1/audit/customers/" + customer + "/history").lines();
    return events.getLast().get("recordedAt").asString();
  }
}
