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

  @Test
  void all_awards_of_a_lifetime_are_the_same_whatever_refunds_came_and_went() {
    String customer = someone();
    Client client = deployment.client();
    Map<String, Object> bought = purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("obstetrics", "100"));
    Map<String, Object> refund = fact(customer, "purchase.refunded", "2026-03-02T02:00:00Z",
        Map.of("purchaseId", "P-1", "currency", "CNY", "amount", "30"));
    client.record(bought, refund);
    assertThat(lifetime(client, customer)).isEqualTo(100);
    client.record(corrected(customer, refund, fact(customer, "purchase.refunded", "",
        Map.of("purchaseId", "P-1", "currency", "CNY", "amount", "10"))));
    assertThat(lifetime(client, customer)).as("a smaller refund").isEqualTo(100);
    client.record(fact(customer, "fact.withdrawn", "2026-03-05T02:00:00Z",
        Map.of("withdraws", Map.of("source", Facts.SOURCE, "id", refund.get("id")))));
    assertThat(lifetime(client, customer)).as("no refund").isEqualTo(100);
    client.record(fact(customer, "purchase.refunded", "2026-03-06T02:00:00Z",
        Map.of("purchaseId", "P-1", "currency", "CNY", "amount", "40")),
        corrected(customer, bought, purchase(customer, "P-1", "", line("obstetrics", "80"))));
    assertThat(lifetime(client, customer)).as("told right at last").isEqualTo(80);
    client.record(fact(customer, "fact.withdrawn", "2026-03-07T02:00:00Z",
        Map.of("withdraws", Map.of("source", Facts.SOURCE, "id", bought.get("id")))));
    assertThat(lifetime(client, customer)).as("never bought").isZero();
  }

  private static int lifetime(Client client, String customer) {
    String path = "/api/v1/customers/" + customer;
    int lifetime = client.read(path + "/points").get("lifetimeEarned").asInt();
    assertThat(client.read(path + "/portrait").get("points").get("lifetimeEarned").asInt()).isEqualTo(lifetime);
    return lifetime;
  }

  @Test
  void what_was_true_on_a_day_is_told_as_if_the_late_fact_had_come_in_time() {
    String customer = someone();
    Client client = deployment.client();
    List<Map<String, Object>> told = new ArrayList<>();
    for (int day = 1; day <= 12; day++) {
      if (day != 5) {
        told.add(signIn(customer, day));
      }
    }
    client.record(told);
    client.record(signIn(customer, 5));

    for (int day = 1; day <= 13; day++) {
      // Five a day, and ten more on the seventh day in a row.
      int expected = 5 * Math.min(day, 12) + (day >= 7 ? 10 : 0);
      JsonNode points = client.read("/api/v1/customers/" + customer + "/points?effectiveAt=2026-03-"
          + String.format("%02d", day) + "T12:00:00Z");
      assertThat(points.get("available").asInt()).as("on day %d", day).isEqualTo(expected);
      assertThat(points.get("lifetimeEarned").asInt()).as("by day %d", day).isEqualTo(expected);
      assertThat(points.get("arrears").asInt()).isZero();
    }
    JsonNode now = client.read("/api/v1/customers/" + customer + "/points");
    assertThat(now.get("available").asInt()).isEqualTo(70);
    assertThat(now.get("lifetimeEarned").asInt()).isEqualTo(70);
  }

  @Test
  void a_withdrawn_purchase_was_never_true_though_it_was_known() {
    String customer = someone();
    Client client = deployment.client();
    Map<String, Object> purchase = purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("obstetrics", "100"));
    client.record(purchase);
    String path = "/api/v1/customers/" + customer + "/points?effectiveAt=2026-03-20T00:00:00Z";
    assertThat(client.read(path).get("available").asInt()).isEqualTo(100);
    client.record(fact(customer, "fact.withdrawn", "2026-04-05T02:00:00Z",
        Map.of("withdraws", Map.of("source", Facts.SOURCE, "id", purchase.get("id")))));

    assertThat(client.read(path).get("available").asInt()).isZero();
    assertThat(client.read(path).get("lifetimeEarned").asInt()).isZero();
  }

  @Test
  void a_purchase_for_another_and_its_withdrawal_in_one_breath_leave_nothing_whoever_is_decided_first() {
    Client client = deployment.client();
    List<Map<String, Object>> told = new ArrayList<>();
    List<String> buyers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String buyer = someone();
      Map<String, Object> purchase = bought(someone(), buyer);
      buyers.add(buyer);
      told.add(purchase);
      told.add(fact((String) purchase.get("subject"), "fact.withdrawn", "2026-03-05T02:00:00Z",
          Map.of("withdraws", Map.of("source", Facts.SOURCE, "id", purchase.get("id")))));
    }
    client.record(told);

    for (String buyer : buyers) {
      Answer answer = client.get("/api/v1/customers/" + buyer + "/points");
      // Whether a buyer of nothing is known depends on who came first; points he has none.
      assertThat(answer.status() == 404 ? 0 : answer.json().get("lifetimeEarned").asInt()).isZero();
    }
  }

  private static Map<String, Object> signIn(String customer, int day) {
    return fact(customer, "signin.made", "2026-03-" + String.format("%02d", day) + "T02:00:00Z", Map.of());
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
