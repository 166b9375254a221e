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

/** L1, and the caps of L6: what interactions earn. Expected points are written out from the rules, not computed by the product. */
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

  @Test
  void caps_leave_what_the_default_programme_says() {
    record Capped(String why, List<Map<String, Object>> facts, int points) {}
    String day = "2026-03-10T02:00:00Z";
    String later = "2026-03-10T03:00:00Z";
    String nextDay = "2026-03-10T17:00:00Z";
    String nextMonth = "2026-04-01T02:00:00Z";
    String c = someone();
    List<Capped> all = List.of(
        new Capped("a sign-in a day", List.of(fact(c, "signin.made", day, Map.of()),
            fact(c, "signin.made", later, Map.of()), fact(c, "signin.made", nextDay, Map.of())), 10),
        new Capped("a visit a day", List.of(visit(c, "V-1", day), visit(c, "V-2", later), visit(c, "V-3", nextDay)),
            40),
        new Capped("three shares a day of distinct content",
            List.of(share(c, "A", day), share(c, "A", later), share(c, "B", later), share(c, "C", later),
                share(c, "D", later), share(c, "A", nextDay)),
            40),
        new Capped("once an activity", List.of(fact(c, "activity.attended", day, Map.of("activity", "K")),
            fact(c, "activity.attended", nextMonth, Map.of("activity", "K")),
            fact(c, "activity.attended", later, Map.of("activity", "L"))), 60),
        new Capped("a survey a visit, without one a survey a month",
            List.of(fact(c, "survey.answered", day, Map.of("survey", "S", "score", 9, "visitId", "V")),
                fact(c, "survey.answered", nextMonth, Map.of("survey", "T", "score", 9, "visitId", "V")),
                fact(c, "survey.answered", day, Map.of("survey", "S", "score", 9)),
                fact(c, "survey.answered", later, Map.of("survey", "S", "score", 9)),
                fact(c, "survey.answered", nextMonth, Map.of("survey", "S", "score", 9))),
            30),
        new Capped("a review a visit, without one a platform a month",
            List.of(fact(c, "review.posted", day, Map.of("platform", "p", "rating", 5, "visitId", "V")),
                fact(c, "review.posted", nextMonth, Map.of("platform", "q", "rating", 5, "visitId", "V")),
                fact(c, "review.posted", day, Map.of("platform", "p", "rating", 5)),
                fact(c, "review.posted", later, Map.of("platform", "p", "rating", 5)),
                fact(c, "review.posted", later, Map.of("platform", "q", "rating", 5))),
            45),
        new Capped("once a plan, a step a day",
            List.of(plan(c, "plan.joined", "L", day), plan(c, "plan.joined", "L", nextMonth),
                plan(c, "plan.step-done", "L", day), plan(c, "plan.step-done", "L", later),
                plan(c, "plan.step-done", "L", nextDay)),
            60));
    Client client = deployment.client();
    for (Capped capped : all) {
      String customer = someone();
      capped.facts().forEach(fact -> fact.put("subject", customer));
      client.record(capped.facts());
      JsonNode points = client.read("/api/v1/customers/" + customer + "/points");
      assertThat(points.get("lifetimeEarned").asInt()).as(capped.why()).isEqualTo(capped.points());
    }
  }

  @Test
  void all_but_purchases_together_give_500_a_month_and_the_award_that_crosses_it_is_cut() {
    String customer = someone();
    List<Map<String, Object>> march = new ArrayList<>();
    for (int day = 1; day <= 24; day++) {
      march.add(visit(customer, "V-" + day, "2026-03-%02dT02:00:00Z".formatted(day)));
    }
    march.add(fact(customer, "activity.attended", "2026-03-25T02:00:00Z", Map.of("activity", "K-1")));
    march.add(visit(customer, "V-26", "2026-03-26T02:00:00Z"));
    march.add(purchase(customer, "P-1", "2026-03-27T02:00:00Z", line("obstetrics", "100")));
    // In Shanghai it is April by then.
    march.add(visit(customer, "V-32", "2026-03-31T16:00:00Z"));
    Client client = deployment.client();
    client.record(march);

    assertThat(Postings.of(client, customer).byRule()).isEqualTo(
        Map.of("visit", 24 * 20L + 20, "activity", 20L, "purchase", 100L));
  }

  @Test
  void a_capped_day_still_counts_in_a_streak_and_a_late_day_moves_the_bonus() {
    String customer = someone();
    Client client = deployment.client();
    List<Map<String, Object>> signIns = new ArrayList<>();
    for (int day : new int[]{1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12}) {
      signIns.add(fact(customer, "signin.made", "2026-05-%02dT01:00:00Z".formatted(day), Map.of()));
    }
    client.record(signIns);
    assertThat(Postings.of(client, customer).byRule()).isEqualTo(Map.of("sign-in", 55L, "sign-in-streak", 10L));

    client.record(fact(customer, "signin.made", "2026-05-05T01:00:00Z", Map.of()));
    Postings postings = Postings.of(client, customer);
    assertThat(postings.byRule()).isEqualTo(Map.of("sign-in", 60L, "sign-in-streak", 10L));
    assertThat(postings.byDay("sign-in-streak")).isEqualTo(Map.of("2026-05-07", 10L, "2026-05-12", 0L));
  }

  private static Map<String, Object> share(String customer, String content, String time) {
    return fact(customer, "content.shared", time, Map.of("content", content));
  }

  private static Map<String, Object> plan(String customer, String type, String plan, String time) {
    return fact(customer, type, time, Map.of("planId", plan, "kind", "rehabilitation"));
  }
}
