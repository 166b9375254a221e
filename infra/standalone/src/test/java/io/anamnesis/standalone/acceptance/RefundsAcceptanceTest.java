package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** B3: refunds, partial or whole, any number of times, in any order. */
@ParameterizedClass
@EnumSource(Deployment.class)
class RefundsAcceptanceTest {
  private static final String PAID = "2026-03-01T02:00:00Z";
  private static final String REFUNDED = "2026-03-03T02:00:00Z";

  @Parameter
  private Deployment deployment;

  @Test
  void after_any_number_of_refunds_a_line_keeps_what_its_remaining_amount_would_have_earned() {
    String customer = someone();
    Client client = deployment.client();
    client.record(purchase(customer, "P-1", PAID, line("obstetrics", "99.90"), line("postpartum", "50.50")));
    assertThat(Postings.of(client, customer).net()).isEqualTo(149);
    client.record(refundOfLine(customer, "P-1", 1, "0.90"));
    assertThat(Postings.of(client, customer).net()).as("99.00 and 50.50").isEqualTo(149);
    client.record(refundOfLine(customer, "P-1", 1, "0.01"));
    assertThat(Postings.of(client, customer).net()).as("98.99 and 50.50").isEqualTo(148);
    // In proportion to 98.99 and 50.50, to the cent: 66.22 and 33.78.
    client.record(refund(customer, "P-1", "CNY", "100"));
    assertThat(Postings.of(client, customer).net()).as("32.77 and 16.72").isEqualTo(48);
    client.record(refund(customer, "P-1", "CNY", "49.49"));
    Postings all = Postings.of(client, customer);
    assertThat(all.net()).isZero();
    assertThat(all.effects()).containsOnly("TAKEN").hasSize(4);
    assertThat(all.of("loyalty.points-clawed-back")).allMatch(back -> back.get("why").asString().equals("REFUND"));
  }

  @Test
  void a_refund_told_before_its_purchase_takes_effect_when_that_comes() {
    String customer = someone();
    Client client = deployment.client();
    client.record(refund(customer, "P-1", "CNY", "30"));
    assertThat(Postings.of(client, customer).effects()).containsExactly("UNKNOWN_PURCHASE");
    client.record(purchase(customer, "P-1", PAID, line("obstetrics", "100")));

    Postings all = Postings.of(client, customer);
    assertThat(all.effects()).containsExactly("TAKEN");
    assertThat(all.net()).isEqualTo(70);
    JsonNode back = all.of("loyalty.points-clawed-back").getFirst();
    assertThat(back.get("because")).isEqualTo(all.of("loyalty.refund-noted").getFirst().get("cause"));
  }

  @Test
  void what_no_purchase_covers_is_kept_and_flagged_without_effect() {
    String customer = someone();
    Client client = deployment.client();
    client.record(purchase(customer, "P-1", PAID, line("obstetrics", "100")), refund(customer, "P-2", "CNY", "10"),
        refund(customer, "P-1", "USD", "10"), refund(customer, "P-1", "CNY", "100.01"),
        refundOfLine(customer, "P-1", 2, "1"));

    Postings all = Postings.of(client, customer);
    assertThat(all.effects()).containsExactly("UNKNOWN_PURCHASE", "OTHER_CURRENCY", "MORE_THAN_REMAINS",
        "MORE_THAN_REMAINS");
    assertThat(all.net()).isEqualTo(100);
  }

  @Test
  void of_a_line_partly_paid_by_an_insurer_the_own_part_shrinks_in_proportion() {
    String customer = someone();
    Client client = deployment.client();
    client.record(fact(customer, "purchase.made", PAID,
        Map.of("purchaseId", "P-1", "currency", "CNY", "lines", List.of(line("obstetrics", "100")), "payments",
            List.of(Map.of("payer", "insurer", "amount", "60"), Map.of("payer", "self", "amount", "40")))),
        refund(customer, "P-1", "CNY", "25"));

    assertThat(Postings.of(client, customer).net()).isEqualTo(30);
  }

  @Test
  void a_refund_reaches_the_buyer_who_earned_whoever_it_names_and_whichever_comes_first() {
    Client client = deployment.client();
    for (boolean refundFirst : new boolean[]{false, true}) {
      for (boolean ofBuyer : new boolean[]{false, true}) {
        String patient = someone();
        String buyer = someone();
        Map<String, Object> purchase = fact(patient, "purchase.made", PAID, Map.of("purchaseId", "P-1", "currency",
            "CNY", "buyer", buyer, "lines", List.of(line("paediatrics", "100"))));
        Map<String, Object> refund = refund(ofBuyer ? buyer : patient, "P-1", "CNY", "30");
        client.record(refundFirst ? refund : purchase);
        client.record(refundFirst ? purchase : refund);

        assertThat(Postings.of(client, buyer).net()).as("refund first %s, of the buyer %s", refundFirst, ofBuyer)
            .isEqualTo(70);
        assertThat(Postings.of(client, patient).net()).isZero();
      }
    }
  }

  @Test
  void money_and_points_agree_on_what_remains_in_any_order() {
    Client client = deployment.client();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int life = 0; life < 10; life++) {
      String customer = someone();
      List<Map<String, Object>> facts = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        // Less than 1,000 points in all: no level multiplies.
        facts.add(purchase(customer, "P-" + i, PAID, line("a" + i, cents(random, 16_000)),
            line("b" + i, cents(random, 16_000))));
      }
      for (int i = 0; i < 9; i++) {
        String id = "P-" + random.nextInt(4);
        facts.add(random.nextBoolean()
            ? refund(customer, id, random.nextInt(5) == 0 ? "USD" : "CNY", cents(random, 9_000))
            : refundOfLine(customer, id, 1 + random.nextInt(3), cents(random, 9_000)));
      }
      Collections.shuffle(facts, random);
      client.record(facts);

      long points = Postings.of(client, customer).net();
      long money = 0;
      for (JsonNode bucket : client.read("/api/v1/customers/" + customer + "/trajectory").get("buckets")) {
        money += new BigDecimal(bucket.get("amount").asString()).setScale(0, RoundingMode.FLOOR).longValueExact();
      }
      assertThat(points).as("seed %d, %s", seed, facts).isEqualTo(money);
    }
  }

  private static String cents(Random random, int below) {
    return BigDecimal.valueOf(random.nextInt(below), 2).toPlainString();
  }

  private static Map<String, Object> refund(String customer, String purchase, String currency, String amount) {
    return fact(customer, "purchase.refunded", REFUNDED,
        new HashMap<>(Map.of("purchaseId", purchase, "currency", currency, "amount", amount)));
  }

  private static Map<String, Object> refundOfLine(String customer, String purchase, int line, String amount) {
    return fact(customer, "purchase.refunded", REFUNDED, Map.of("purchaseId", purchase, "currency", "CNY", "lines",
        List.of(Map.of("line", line, "amount", amount))));
  }
}
