package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** H4: late, corrected and withdrawn facts repair the points and levels that depend on them, and say why. */
@ParameterizedClass
@EnumSource(Deployment.class)
class CorrectedPointsAcceptanceTest {
  @Parameter
  private Deployment deployment;

  @Test
  void a_corrected_purchase_earns_what_it_would_have_earned_told_right() {
    String customer = someone();
    Client client = deployment.client();
    Map<String, Object> wrong = purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("obstetrics", "400"));
    client.record(wrong);
    client.record(corrected(customer, wrong, purchase(customer, "P-1", "", line("obstetrics", "100"))));
    assertThat(Postings.of(client, customer).net()).isEqualTo(100);
    client.record(corrected(customer, wrong, purchase(customer, "P-1", "", line("obstetrics", "250.90"))));

    Postings all = Postings.of(client, customer);
    assertThat(all.net()).isEqualTo(250);
    JsonNode back = all.of("loyalty.points-clawed-back").getFirst();
    assertThat(back.get("why").asString()).isEqualTo("CORRECTION");
    assertThat(back.get("undone").asLong()).isEqualTo(300);
    assertThat(back.get("because")).isNotEqualTo(back.get("cause"));
  }

  @Test
  void a_withdrawn_visit_gives_its_place_under_the_cap_to_the_next() {
    String customer = someone();
    Client client = deployment.client();
    Map<String, Object> first = visit(customer, "V-1", "2026-03-01T02:00:00Z");
    client.record(first, visit(customer, "V-2", "2026-03-01T03:00:00Z"));
    client.record(fact(customer, "fact.withdrawn", "2026-03-05T02:00:00Z",
        Map.of("withdraws", Map.of("source", Facts.SOURCE, "id", first.get("id")))));

    Postings all = Postings.of(client, customer);
    assertThat(all.net()).isEqualTo(20);
    assertThat(all.of("loyalty.points-clawed-back")).singleElement()
        .satisfies(back -> assertThat(back.get("why").asString()).isEqualTo("WITHDRAWAL"));
    JsonNode second = all.of("loyalty.points-earned").getLast();
    assertThat(second.get("because")).isNotEqualTo(second.get("cause"));
  }

  @Test
  void a_withdrawn_purchase_takes_back_the_level_and_the_multiplier_that_it_had_led_to() {
    String customer = someone();
    Client client = deployment.client();
    Map<String, Object> large = purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("obstetrics", "20000"));
    client.record(large, purchase(customer, "P-2", "2026-03-02T02:00:00Z", line("obstetrics", "99.90")));
    assertThat(Postings.of(client, customer).net()).isEqualTo(20_149);
    client.record(fact(customer, "fact.withdrawn", "2026-03-05T02:00:00Z",
        Map.of("withdraws", Map.of("source", Facts.SOURCE, "id", large.get("id")))));

    Postings all = Postings.of(client, customer);
    assertThat(all.net()).isEqualTo(99);
    JsonNode revised = all.of("loyalty.tier-revised").getLast();
    assertThat(revised.get("from").asString()).isEqualTo("2026-03-01T02:00:00Z");
    assertThat(revised.get("steps")).isEmpty();
  }

  @Test
  void a_late_purchase_lifts_the_multiplier_of_those_after_it() {
    String customer = someone();
    Client client = deployment.client();
    client.record(purchase(customer, "P-2", "2026-03-02T02:00:00Z", line("obstetrics", "99.90")));
    client.record(purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("obstetrics", "20000")));

    assertThat(Postings.of(client, customer).net()).isEqualTo(20_149);
  }

  @Test
  void a_buyer_told_wrong_loses_the_points_to_the_right_one_with_the_refunds() {
    String patient = someone();
    String wrong = someone();
    String right = someone();
    Client client = deployment.client();
    Map<String, Object> purchase = bought(patient, wrong);
    client.record(purchase, fact(patient, "purchase.refunded", "2026-03-02T02:00:00Z",
        Map.of("purchaseId", "P-1", "currency", "CNY", "amount", "30")));
    assertThat(Postings.of(client, wrong).net()).isEqualTo(70);
    client.record(corrected(patient, purchase, bought(patient, right)));

    assertThat(Postings.of(client, wrong).net()).isZero();
    assertThat(Postings.of(client, right).net()).isEqualTo(70);
  }

  @Test
  void a_withdrawn_refund_gives_back_what_it_took() {
    String customer = someone();
    Client client = deployment.client();
    Map<String, Object> refund = fact(customer, "purchase.refunded", "2026-03-02T02:00:00Z",
        Map.of("purchaseId", "P-1", "currency", "CNY", "amount", "30"));
    List<Map<String, Object>> told = new ArrayList<>();
    told.add(purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("obstetrics", "100")));
    told.add(refund);
    client.record(told);
    assertThat(Postings.of(client, customer).net()).isEqualTo(70);
    client.record(fact(customer, "fact.withdrawn", "2026-03-05T02:00:00Z",
        Map.of("withdraws", Map.of("source", Facts.SOURCE, "id", refund.get("id")))));

    assertThat(Postings.of(client, customer).net()).isEqualTo(100);
  }

  private static Map<String, Object> bought(String patient, String buyer) {
    return fact(patient, "purchase.made", "2026-03-01T02:00:00Z", Map.of("purchaseId", "P-1", "currency", "CNY",
        "buyer", buyer, "lines", List.of(line("paediatrics", "100"))));
  }

  private static Map<String, Object> corrected(String customer, Map<String, Object> fact, Map<String, Object> right) {
    return fact(customer, "fact.corrected", "2026-03-05T02:00:00Z", Map.of("corrects",
        Map.of("source", Facts.SOURCE, "id", fact.get("id")), "data", right.get("data")));
  }
}
