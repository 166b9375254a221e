package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** L10: every point is explained down to the interaction, the version of the rules and the lots. */
@ParameterizedClass
@EnumSource(Deployment.class)
class ExplanationAcceptanceTest {
  @Parameter
  private Deployment deployment;

  @Test
  void an_award_names_its_interaction_rule_version_values_and_lot_and_what_became_of_it() {
    String customer = someone();
    Client client = deployment.client();
    Map<String, Object> bought = purchase(customer, "P-1", "2026-03-01T10:15:00+08:00", line("postpartum", "99.90"),
        line("postpartum", "50.00"));
    Map<String, Object> refunded = fact(customer, "purchase.refunded", "2026-03-02T10:00:00+08:00",
        Map.of("purchaseId", "P-1", "currency", "CNY", "lines", List.of(Map.of("line", 2, "amount", "20.00"))));
    client.record(bought, refunded);

    JsonNode award = explain(client, customer, entry(client, customer, "earned"));
    assertThat(award.get("points").asLong()).isEqualTo(149);
    assertThat(award.get("interaction").get("type").asString()).isEqualTo("purchase.made");
    assertThat(award.get("interaction").get("source").asString()).isEqualTo(bought.get("source"));
    assertThat(award.get("interaction").get("id").asString()).isEqualTo(bought.get("id"));
    assertThat(award.get("interaction").get("occurredAt").asString()).isEqualTo("2026-03-01T02:15:00Z");
    assertThat(award.get("because").isNull()).isTrue();
    assertThat(award.get("rule").asString()).isEqualTo("purchase");
    assertThat(award.get("programme").asString()).isEqualTo("default-1");
    assertThat(award.get("level").asInt()).isEqualTo(1);
    assertThat(award.get("multiplier").decimalValue()).isEqualByComparingTo("1");
    assertThat(texts(award.get("parts"), "base")).containsExactly("99.90", "50.00");
    assertThat(texts(award.get("parts"), "points")).containsExactly("99", "50");
    assertThat(award.get("parts").get(0).get("values").toString()).contains("postpartum");
    JsonNode lot = award.get("lots").get(0);
    assertThat(lot.get("points").asLong()).isEqualTo(149);
    assertThat(lot.get("activeAt").asString()).isEqualTo("2026-03-08T02:15:00Z");
    assertThat(lot.get("expiresAt").asString()).isEqualTo("2027-03-31T16:00:00Z");
    assertThat(texts(lot.get("fate"), "kind")).containsExactly("clawed-back");
    assertThat(texts(lot.get("fate"), "points")).containsExactly("-20");

    JsonNode clawback = explain(client, customer, entry(client, customer, "clawed-back"));
    assertThat(clawback.get("interaction").get("id").asString()).isEqualTo(bought.get("id"));
    assertThat(clawback.get("because").get("id").asString()).isEqualTo(refunded.get("id"));
    assertThat(texts(clawback.get("parts"), "points")).containsExactly("99", "30");
    assertThat(clawback.get("lots").get(0).get("origin").get("entryId").asString())
        .isEqualTo(award.get("entryId").asString());
  }

  @Test
  void the_ledger_adds_up_to_the_balance_line_by_line() {
    String customer = someone();
    Client client = deployment.client();
    client.record(purchase(customer, "P-1", "2026-03-01T10:15:00+08:00", line("vip", "300.00")),
        fact(customer, "signin.made", "2026-03-02T10:15:00+08:00", Map.of()),
        fact(customer, "purchase.refunded", "2026-03-03T10:00:00+08:00",
            Map.of("purchaseId", "P-1", "currency", "CNY", "amount", "100.50")));

    JsonNode lines = client.read("/api/v1/customers/" + customer + "/points/ledger").get("items");
    List<Long> moved = new ArrayList<>();
    lines.forEach(one -> moved.add(one.get("points").asLong()));
    // 300.00 less 100.50 is 199.50: 199 points remain.
    assertThat(moved).containsExactly(-101L, 5L, 300L);
    assertThat(lines.get(0).get("balanceAfter").asLong()).isEqualTo(204);
    JsonNode points = client.read("/api/v1/customers/" + customer + "/points?effectiveAt=2026-03-20T00:00:00Z");
    assertThat(points.get("available").asLong()).isEqualTo(204);
    assertThat(points.get("lifetimeEarned").asLong()).isEqualTo(305);
  }

  @Test
  void the_sentence_is_in_the_readers_language() {
    String customer = someone();
    Client client = deployment.client();
    client.record(fact(customer, "signin.made", "2026-03-02T10:15:00+08:00", Map.of()));
    String path = path(customer, entry(client, customer, "earned"));

    assertThat(client.read(path, "Accept-Language", "en").get("text").asString())
        .isEqualTo("5 points by rule sign-in of programme default-1, at level 1");
    assertThat(client.read(path).get("text").asString()).isEqualTo("按计划 default-1 的规则 sign-in 获得 5 积分，当时等级 1");
  }

  @Test
  void a_line_of_another_customers_ledger_or_of_none_is_not_found() {
    String customer = someone();
    String other = someone();
    Client client = deployment.client();
    client.record(fact(customer, "signin.made", "2026-03-02T10:15:00+08:00", Map.of()),
        fact(other, "signin.made", "2026-03-02T10:15:00+08:00", Map.of()));
    String entry = entry(client, customer, "earned");

    for (String path : List.of(path(other, entry), path(customer, "00000000-0000-0000-0000-000000000000"))) {
      Answer answer = client.get(path);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.json().get("type").asString()).isEqualTo("/problems/unknown-entry");
    }
    assertThat(client.get(path(customer, "no-uuid")).status()).isEqualTo(400);
  }

  @Test
  void what_came_later_is_unknown_as_of_an_earlier_instant() {
    String customer = someone();
    Client client = deployment.client();
    client.record(purchase(customer, "P-1", "2026-03-01T10:15:00+08:00", line("vip", "300.00")));
    String entry = entry(client, customer, "earned");
    String before = client.read("/api/v1/customers/" + customer + "/points/ledger").get("items").get(0)
        .get("recordedAt").asString();
    client.record(fact(customer, "purchase.refunded", "2026-03-03T10:00:00+08:00",
        Map.of("purchaseId", "P-1", "currency", "CNY", "amount", "300.00")));

    assertThat(client.read(path(customer, entry)).get("lots").get(0).get("fate")).hasSize(1);
    assertThat(client.read(path(customer, entry) + "?asOf=" + before).get("lots").get(0).get("fate")).isEmpty();
  }

  private static String path(String customer, String entry) {
    return "/api/v1/customers/" + customer + "/points/ledger/" + entry + "/explanation";
  }

  private static JsonNode explain(Client client, String customer, String entry) {
    return client.read(path(customer, entry));
  }

  /** The id of the only line of a kind. */
  private static String entry(Client client, String customer, String kind) {
    return StreamSupport
        .stream(client.read("/api/v1/customers/" + customer + "/points/ledger").get("items").spliterator(), false)
        .filter(line -> line.get("kind").asString().equals(kind)).map(line -> line.get("entryId").asString()).toList()
        .getFirst();
  }

  private static List<String> texts(JsonNode list, String member) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.get(member).asString()));
    return texts;
  }
}
