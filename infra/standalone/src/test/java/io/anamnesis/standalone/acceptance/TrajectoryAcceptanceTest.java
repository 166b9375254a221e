package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** B5: what was bought and visited, when, where and for how much. */
@ParameterizedClass
@EnumSource(Deployment.class)
class TrajectoryAcceptanceTest {
  @Parameter
  private Deployment deployment;

  private static final String MARCH = "2026-02-28T16:00:00Z";

  @Test
  void purchases_are_counted_by_month_business_line_and_currency() {
    String customer = someone();
    Client client = deployment.client();
    client.record(
        purchase(customer, "P-1", "2026-03-01T00:15:00+08:00", line("postpartum", "760.00"), line("paediatrics", "40")),
        purchase(customer, "P-2", "2026-03-31T23:59:59+08:00", line("postpartum", "0.50")),
        purchase(customer, "P-3", "2026-04-01T00:00:00+08:00", line("postpartum", "5")),
        fact(customer, "visit.completed", "2026-03-05T02:00:00Z",
            Map.of("visitId", "V-1", "businessLine", "postpartum")));

    JsonNode trajectory = client.read("/api/v1/customers/" + customer + "/trajectory?by=month");
    JsonNode march = bucket(trajectory, MARCH, "postpartum", "CNY");
    assertThat(march.get("purchases").asInt()).isEqualTo(2);
    assertThat(march.get("amount").asString()).isEqualTo("760.50");
    assertThat(march.get("visits").asInt()).isZero();
    JsonNode visits = bucket(trajectory, MARCH, "postpartum", null);
    assertThat(visits.get("visits").asInt()).isEqualTo(1);
    assertThat(visits.get("purchases").asInt()).isZero();
    assertThat(visits.get("amount").asString()).isEqualTo("0.00");
    assertThat(trajectory.get("buckets")).hasSize(4);
    // A purchase of two business lines counts once.
    assertThat(trajectory.get("total")).hasSize(1);
    assertThat(trajectory.get("total").get(0).get("purchases").asInt()).isEqualTo(3);
    assertThat(trajectory.get("total").get(0).get("amount").asString()).isEqualTo("805.50");
    assertThat(trajectory.get("first").asString()).isEqualTo("2026-02-28T16:15:00Z");
    assertThat(trajectory.get("last").asString()).isEqualTo("2026-03-31T16:00:00Z");
  }

  @Test
  void a_refund_is_booked_on_the_day_of_its_purchase_and_spread_over_its_lines() {
    String customer = someone();
    Client client = deployment.client();
    client.record(
        purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("postpartum", "10.00"), line("paediatrics", "20.00")),
        fact(customer, "purchase.refunded", "2026-05-01T02:00:00Z",
            Map.of("purchaseId", "P-1", "currency", "CNY", "amount", "10.00")));

    JsonNode trajectory = client.read("/api/v1/customers/" + customer + "/trajectory?by=month");
    // 10.00 over 10.00 and 20.00: 3.33… and 6.66…; the odd cent goes to the larger remainder.
    assertThat(bucket(trajectory, MARCH, "postpartum", "CNY").get("amount").asString()).isEqualTo("6.67");
    assertThat(bucket(trajectory, MARCH, "paediatrics", "CNY").get("amount").asString()).isEqualTo("13.33");
    assertThat(trajectory.get("total").get(0).get("amount").asString()).isEqualTo("20.00");
  }

  @Test
  void a_refund_told_before_its_purchase_takes_effect_with_it_and_one_of_too_much_has_none() {
    String customer = someone();
    Client client = deployment.client();
    client.record(
        fact(customer, "purchase.refunded", "2026-03-02T02:00:00Z",
            Map.of("purchaseId", "P-1", "currency", "CNY", "lines", List.of(Map.of("line", 1, "amount", "4")))),
        fact(customer, "purchase.refunded", "2026-03-03T02:00:00Z",
            Map.of("purchaseId", "P-1", "currency", "CNY", "amount", "7")),
        fact(customer, "purchase.refunded", "2026-03-03T02:00:00Z",
            Map.of("purchaseId", "P-1", "currency", "USD", "amount", "1")),
        purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("postpartum", "10")));

    JsonNode trajectory = client.read("/api/v1/customers/" + customer + "/trajectory?by=year");
    assertThat(trajectory.get("total").get(0).get("amount").asString()).isEqualTo("6.00");
  }

  @Test
  void a_purchase_refunded_to_zero_still_counts() {
    String customer = someone();
    Client client = deployment.client();
    client.record(purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("postpartum", "10")),
        fact(customer, "purchase.refunded", "2026-03-02T02:00:00Z",
            Map.of("purchaseId", "P-1", "currency", "CNY", "amount", "10")));
    JsonNode trajectory = client.read("/api/v1/customers/" + customer + "/trajectory?by=day");
    assertThat(trajectory.get("total").get(0).get("purchases").asInt()).isEqualTo(1);
    assertThat(trajectory.get("total").get(0).get("amount").asString()).isEqualTo("0.00");
  }

  @Test
  void another_period_than_day_month_or_year_is_refused_by_name() {
    String customer = someone();
    Client client = deployment.client();
    client.record(visit(customer, "V-1", "2026-03-01T02:00:00Z"));
    Answer answer = client.get("/api/v1/customers/" + customer + "/trajectory?by=week");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("field").asString()).isEqualTo("by");
  }

  private static JsonNode bucket(JsonNode trajectory, String from, String line,
      @org.jspecify.annotations.Nullable String currency) {
    for (JsonNode bucket : trajectory.get("buckets")) {
      boolean sameCurrency = currency == null
          ? bucket.get("currency").isNull()
          : !bucket.get("currency").isNull() && bucket.get("currency").asString().equals(currency);
      if (bucket.get("from").asString().equals(from) && bucket.get("businessLine").asString().equals(line)
          && sameCurrency) {
        return bucket;
      }
    }
    throw new AssertionError("no bucket " + from + " " + line + " " + currency + " in " + trajectory);
  }
}
