package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** L3: five levels by points, at once, several if earned; benefits and multipliers by level. */
@ParameterizedClass
@EnumSource(Deployment.class)
class TiersAcceptanceTest {
  @Parameter
  private Deployment deployment;

  @Test
  void a_level_is_reached_with_its_threshold_and_tells_what_is_missing() {
    String customer = someone();
    Client client = deployment.client();
    client.record(purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("postpartum", "999")));
    JsonNode below = tier(client, customer, "2026-03-02T00:00:00Z");
    assertThat(below.get("level").asInt()).isEqualTo(1);
    assertThat(below.get("toNext").asInt()).isEqualTo(1);

    client.record(purchase(customer, "P-2", "2026-03-03T02:00:00Z", line("postpartum", "1")));
    JsonNode reached = tier(client, customer, "2026-03-04T00:00:00Z");
    assertThat(reached.get("level").asInt()).isEqualTo(2);
    assertThat(reached.get("qualifyingPoints").asInt()).isEqualTo(1_000);
    assertThat(reached.get("toNext").asInt()).isEqualTo(4_000);
    assertThat(reached.get("toRetain").asInt()).as("March of this year will not count in the end").isEqualTo(1_000);
    assertThat(reached.get("validUntil").asString()).isEqualTo("2027-03-31T16:00:00Z");
  }

  @Test
  void several_levels_are_reached_at_once_and_the_next_purchase_earns_by_the_new_multiplier() {
    String customer = someone();
    Client client = deployment.client();
    client.record(purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("aesthetics", "20000")),
        purchase(customer, "P-2", "2026-03-01T03:00:00Z", line("aesthetics", "99.90")));

    assertThat(tier(client, customer, "2026-03-02T00:00:00Z").get("level").asInt()).isEqualTo(4);
    // 99.90 × 1 × 1.5 → 149
    assertThat(client.read("/api/v1/customers/" + customer + "/points").get("lifetimeEarned").asInt())
        .isEqualTo(20_149);
  }

  @Test
  void awards_of_more_than_twelve_months_ago_no_longer_qualify() {
    String customer = someone();
    Client client = deployment.client();
    client.record(purchase(customer, "P-1", "2025-03-01T02:00:00Z", line("aesthetics", "600")),
        purchase(customer, "P-2", "2026-03-01T02:00:00Z", line("aesthetics", "600")));

    JsonNode tier = tier(client, customer, "2026-03-01T02:00:00Z");
    assertThat(tier.get("qualifyingPoints").asInt()).isEqualTo(600);
    assertThat(tier.get("level").asInt()).isEqualTo(1);
  }

  @Test
  void an_unknown_future_level_is_null_at_the_top() {
    String customer = someone();
    Client client = deployment.client();
    client.record(purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("aesthetics", "50000")));

    JsonNode tier = tier(client, customer, "2026-03-02T00:00:00Z");
    assertThat(tier.get("level").asInt()).isEqualTo(5);
    assertThat(tier.get("toNext").isNull()).isTrue();
    assertThat(tier.get("benefits").size()).isGreaterThanOrEqualTo(6);
  }

  @Test
  void who_has_earned_nothing_is_on_level_one() {
    String customer = someone();
    Client client = deployment.client();
    client.record(fact(customer, "customer.registered", "2026-03-01T02:00:00Z", Map.of("gender", "f")));
    JsonNode tier = client.read("/api/v1/customers/" + customer + "/tier");
    assertThat(tier.get("level").asInt()).isEqualTo(1);
    assertThat(tier.get("qualifyingPoints").asInt()).isZero();
    assertThat(tier.get("toNext").asInt()).isEqualTo(1_000);
    client.record(visit(customer, "V-1", "2026-03-02T02:00:00Z"));
    assertThat(tier(client, customer, "2026-03-03T00:00:00Z").get("qualifyingPoints").asInt()).isEqualTo(20);
  }

  private static JsonNode tier(Client client, String customer, String at) {
    return client.read("/api/v1/customers/" + customer + "/tier?effectiveAt=" + at);
  }
}
