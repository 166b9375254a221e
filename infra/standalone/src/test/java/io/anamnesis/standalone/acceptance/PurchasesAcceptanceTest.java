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

/** B2: purchases with lines, payers and references. */
@ParameterizedClass
@EnumSource(Deployment.class)
class PurchasesAcceptanceTest {
  @Parameter
  private Deployment deployment;

  @Test
  void only_the_customers_own_payment_earns() {
    String customer = someone();
    Client client = deployment.client();
    client.record(fact(customer, "purchase.made", "2026-03-01T02:00:00Z",
        Map.of("purchaseId", "P-1", "currency", "CNY", "lines",
            List.of(line("obstetrics", "75"), line("obstetrics", "25")), "payments",
            List.of(Map.of("payer", "insurer", "amount", "60"),
                Map.of("payer", "self", "method", "wechat-pay", "reference", "WX-1", "amount", "40")))));

    assertThat(client.read("/api/v1/customers/" + customer + "/points").get("pending").asInt()
        + client.read("/api/v1/customers/" + customer + "/points").get("available").asInt()).isEqualTo(40);
    JsonNode event = client.as("auditor")
        .get("/api/v1/audit/customers/" + customer + "/history", "Purpose", "complaint review").lines().getFirst();
    assertThat(event.get("payload").get("payments").get(1).get("reference").asString()).isEqualTo("WX-1");
    assertThat(event.get("type").asString()).isEqualTo("purchase.made");
    assertThat(event.get("stream").isNull()).isTrue();
  }

  @Test
  void lines_of_no_quantity_and_no_amount_are_kept() {
    String customer = someone();
    Client client = deployment.client();
    client.record(fact(customer, "purchase.made", "2026-03-01T02:00:00Z", Map.of("purchaseId", "P-1", "currency", "USD",
        "lines", List.of(Map.of("quantity", 0, "amount", "0")))));
    JsonNode total = client.read("/api/v1/customers/" + customer + "/trajectory").get("total").get(0);
    assertThat(total.get("currency").asString()).isEqualTo("USD");
    assertThat(total.get("purchases").asInt()).isEqualTo(1);
    assertThat(total.get("amount").asString()).isEqualTo("0.00");
  }

  @Test
  void a_purchase_without_lines_or_with_a_negative_amount_is_refused_by_field() {
    String customer = someone();
    Client client = deployment.client();
    Answer noLines = client.single(Facts.json(
        fact(customer, "purchase.made", "2026-03-01T02:00:00Z", Map.of("purchaseId", "P-1", "currency", "CNY"))));
    assertThat(noLines.status()).isEqualTo(400);
    assertThat(noLines.json().get("field").asString()).isEqualTo("data.lines");
    Answer negative = client.single(Facts.json(purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("x", "-1"))));
    assertThat(negative.json().get("code").asString()).isEqualTo("invalid");
    assertThat(negative.json().get("field").asString()).isEqualTo("data.lines[0].amount");
    assertThat(client.get("/api/v1/customers/" + customer + "/points").status()).isEqualTo(404);
    client.record(visit(customer, "V-1", "2026-03-01T02:00:00Z"));
  }
}
