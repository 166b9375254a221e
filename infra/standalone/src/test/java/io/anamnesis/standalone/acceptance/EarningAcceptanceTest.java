package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** L1: what interactions earn. Expected points are written out from the rules, not computed by the product. */
@ParameterizedClass
@EnumSource(Deployment.class)
class EarningAcceptanceTest {
  @Parameter
  private Deployment deployment;

  private static final String TODAY = Instant.now().minusSeconds(60).toString();

  @Test
  void each_interaction_earns_what_the_default_programme_says() {
    record Earned(String type, Map<String, ?> data, int points) {}
    List<Earned> all = List.of(new Earned("signin.made", Map.of("channel", "wecom"), 5),
        new Earned("visit.completed", Map.of("visitId", "V-1"), 20),
        new Earned("content.shared", Map.of("content", "A-1"), 10),
        new Earned("content.liked", Map.of("content", "A-1"), 0),
        new Earned("activity.attended", Map.of("activity", "K-1"), 30),
        new Earned("survey.answered", Map.of("survey", "S-1", "score", 2), 10),
        new Earned("review.posted", Map.of("platform", "dianping", "rating", 1), 15),
        new Earned("plan.joined", Map.of("planId", "L-1", "kind", "rehabilitation"), 50),
        new Earned("plan.step-done", Map.of("planId", "L-1", "kind", "rehabilitation"), 5),
        new Earned("plan.joined", Map.of("planId", "L-2", "kind", "chronic"), 0));
    Client client = deployment.client();
    for (Earned earned : all) {
      String customer = someone();
      client.record(fact(customer, earned.type(), TODAY, earned.data()));
      JsonNode points = client.read("/api/v1/customers/" + customer + "/points");
      assertThat(points.get("available").asInt()).as(earned.type()).isEqualTo(earned.points());
      assertThat(points.get("lifetimeEarned").asInt()).as(earned.type()).isEqualTo(earned.points());
    }
  }

  @Test
  void spend_is_pending_for_seven_days_and_expires_with_the_thirteenth_month() {
    String customer = someone();
    Client client = deployment.client();
    client.record(purchase(customer, "P-1", "2026-03-01T10:15:00+08:00", line("postpartum", "760.00")));

    String path = "/api/v1/customers/" + customer + "/points?effectiveAt=";
    JsonNode before = client.read(path + "2026-03-08T02:14:59Z");
    assertThat(before.get("pending").asInt()).isEqualTo(760);
    assertThat(before.get("available").asInt()).isZero();
    JsonNode active = client.read(path + "2026-03-08T02:15:00Z");
    assertThat(active.get("available").asInt()).isEqualTo(760);
    assertThat(active.get("nextExpiry").get("at").asString()).isEqualTo("2027-03-31T16:00:00Z");
    assertThat(client.read(path + "2027-03-31T15:59:59Z").get("available").asInt()).isEqualTo(760);
    assertThat(client.read(path + "2027-03-31T16:00:00Z").get("available").asInt()).isZero();
  }

  @Test
  void a_buyer_earns_for_another_persons_purchase() {
    String patient = someone();
    String buyer = someone();
    Client client = deployment.client();
    client.record(fact(patient, "purchase.made", TODAY, Map.of("purchaseId", "P-1", "currency", "CNY", "buyer", buyer,
        "lines", List.of(line("paediatrics", "100")))));

    assertThat(client.read("/api/v1/customers/" + buyer + "/points").get("pending").asInt()).isEqualTo(100);
    assertThat(client.read("/api/v1/customers/" + patient + "/points").get("pending").asInt()).isZero();
  }

  @Test
  void seven_days_in_a_row_bring_ten_more() {
    String customer = someone();
    Instant first = Instant.parse("2026-05-01T01:00:00Z");
    List<Map<String, Object>> week = new ArrayList<>();
    Stream.iterate(0, day -> day + 1).limit(7)
        .forEach(day -> week.add(fact(customer, "signin.made", first.plus(day, ChronoUnit.DAYS).toString(), Map.of())));
    Client client = deployment.client();
    client.record(week);

    assertThat(client.read("/api/v1/customers/" + customer + "/points").get("lifetimeEarned").asInt()).isEqualTo(45);
  }

  @Test
  void the_ledger_tells_each_award_newest_first_with_the_balance_after_it() {
    String customer = someone();
    Client client = deployment.client();
    client.record(visit(customer, "V-1", TODAY), purchase(customer, "P-1", TODAY, line("obstetrics", "12.90")));

    JsonNode items = client.read("/api/v1/customers/" + customer + "/points/ledger").get("items");
    assertThat(items).hasSize(2);
    assertThat(items.get(0).get("points").asInt()).isEqualTo(12);
    assertThat(items.get(0).get("balanceAfter").asInt()).isEqualTo(32);
    assertThat(items.get(0).get("rule").asString()).isEqualTo("purchase");
    assertThat(items.get(1).get("points").asInt()).isEqualTo(20);
    assertThat(items.get(1).get("balanceAfter").asInt()).isEqualTo(20);
  }

  @Test
  void a_fact_sent_again_earns_nothing_more() {
    String customer = someone();
    Client client = deployment.client();
    Map<String, Object> visit = visit(customer, "V-1", TODAY);
    client.record(visit);
    assertThat(client.record(visit).get("duplicates").asInt()).isEqualTo(1);

    assertThat(client.read("/api/v1/customers/" + customer + "/points").get("available").asInt()).isEqualTo(20);
  }
}
