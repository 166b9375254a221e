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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** E2: existing customers bring new ones, and are rewarded when those come and stay. */
@ParameterizedClass
@EnumSource(Deployment.class)
class ReferralsAcceptanceTest {
  private static final String CLAIMED = "2026-03-01T02:00:00Z";
  private static final String VISITED = "2026-03-05T02:00:00Z";
  private static final String PAID = "2026-03-06T02:00:00Z";
  private static final String VISIT = "referral-first-visit";
  private static final String PAID_VISIT = "referral-first-paid-visit";
  private static final String OF_REFERRED = "referred-first-paid-visit";

  @Parameter
  private Deployment deployment;

  private Client client;
  private final String referrer = someone();
  private final String referred = someone();

  @BeforeEach
  void connect() {
    client = deployment.client();
  }

  @Test
  void both_are_rewarded_for_the_first_visit_and_the_first_purchase_past_refunding() {
    client.record(claim(referrer, referred, CLAIMED), visit(referred, "V-1", VISITED));
    assertThat(rewards(referrer)).isEqualTo(Map.of(VISIT, 100L));
    assertThat(rewards(referred)).isEmpty();
    assertThat(person().get("state").asString()).isEqualTo("visited");

    client.record(purchase(referred, "P-1", PAID, line("obstetrics", "150"), line("obstetrics", "50")));
    assertThat(rewards(referrer)).isEqualTo(Map.of(VISIT, 100L, PAID_VISIT, 200L));
    assertThat(rewards(referred)).isEqualTo(Map.of(OF_REFERRED, 100L));
    JsonNode person = person();
    assertThat(person.get("state").asString()).isEqualTo("paid");
    assertThat(person.propertyNames()).as("when another came is not told").doesNotContain("visitAt", "paidAt",
        "undoneAt");
    assertThat(own().get("paidAt").asString()).isEqualTo("2026-03-13T02:00:00Z");
    assertThat(client.read("/api/v1/customers/" + referrer + "/points").get("lifetimeEarned").asLong()).isEqualTo(300);
    assertThat(client.read("/api/v1/customers/" + referrer + "/tier").get("qualifyingPoints").asLong()).isEqualTo(300);
  }

  @Test
  void a_later_refund_takes_both_paid_rewards_back_and_leaves_that_of_the_visit() {
    client.record(claim(referrer, referred, CLAIMED), visit(referred, "V-1", VISITED),
        purchase(referred, "P-1", PAID, line("obstetrics", "200")));
    assertThat(rewards(referred)).containsKey(OF_REFERRED);
    client.record(refund("P-1", "2026-04-01T02:00:00Z", "0.01"));

    assertThat(rewards(referrer)).isEqualTo(Map.of(VISIT, 100L));
    assertThat(rewards(referred)).isEmpty();
    assertThat(own().get("undoneAt").asString()).isEqualTo("2026-04-01T02:00:00Z");
    assertThat(Postings.of(client, referrer).of("loyalty.points-clawed-back")).singleElement()
        .satisfies(back -> assertThat(back.get("why").asString()).isEqualTo("REFUND"));
    assertThat(person("?effectiveAt=2026-03-20T00:00:00Z").get("state").asString()).isEqualTo("paid");
  }

  @Test
  void a_refund_within_the_pending_period_keeps_the_reward_from_being_given() {
    client.record(claim(referrer, referred, CLAIMED), visit(referred, "V-1", VISITED),
        refund("P-1", "2026-03-07T02:00:00Z", "0.01"), purchase(referred, "P-1", PAID, line("obstetrics", "200")));
    assertThat(rewards(referrer)).isEqualTo(Map.of(VISIT, 100L));
    client.record(purchase(referred, "P-2", "2026-03-20T02:00:00Z", line("obstetrics", "200")));
    assertThat(rewards(referrer)).containsEntry(PAID_VISIT, 200L);
  }

  @Test
  void an_earlier_claim_that_arrives_later_moves_the_rewards() {
    client.record(fact(referred, "customer.registered", "2026-03-02T02:00:00Z", Map.of("referredBy", referrer)),
        visit(referred, "V-1", VISITED), purchase(referred, "P-1", PAID, line("obstetrics", "200")));
    assertThat(rewards(referrer)).isEqualTo(Map.of(VISIT, 100L, PAID_VISIT, 200L));
    String earlier = someone();
    client.record(claim(earlier, referred, CLAIMED));

    assertThat(rewards(earlier)).isEqualTo(Map.of(VISIT, 100L, PAID_VISIT, 200L));
    assertThat(rewards(referrer)).isEmpty();
    assertThat(rewards(referred)).isEqualTo(Map.of(OF_REFERRED, 100L));
    assertThat(person().get("reason").asString()).isEqualTo("earlier-claim");
    assertThat(own().get("referrer").asString()).isEqualTo(earlier);
    assertThat(own().get("rewards").toString()).contains(OF_REFERRED);
  }

  @Test
  void a_withdrawn_visit_takes_its_reward_back_and_a_withdrawn_claim_everything() {
    Map<String, Object> claim = claim(referrer, referred, CLAIMED);
    Map<String, Object> visit = visit(referred, "V-1", VISITED);
    client.record(claim, visit, purchase(referred, "P-1", PAID, line("obstetrics", "200")));
    assertThat(rewards(referrer)).hasSize(2);
    client.record(withdrawing(referred, visit));
    assertThat(rewards(referrer)).as("nobody came").isEmpty();
    client.record(visit(referred, "V-2", "2026-03-09T02:00:00Z"));
    assertThat(rewards(referrer)).hasSize(2);
    client.record(withdrawing(referrer, claim));

    assertThat(rewards(referrer)).isEmpty();
    assertThat(rewards(referred)).isEmpty();
    assertThat(person().get("reason").asString()).isEqualTo("withdrawn");
    assertThat(client.read("/api/v1/customers/" + referrer + "/points").get("arrears").asLong()).isZero();
  }

  @Test
  void nobody_is_rewarded_for_oneself_the_same_phone_the_household_staff_or_a_known_customer() {
    List<String> people = List.of(referrer, someone(), someone(), someone(), someone());
    client.record(phone(referrer, "138 0013 8000"), phone(people.get(1), "+86-13800138000"),
        fact(people.get(2), "family.linked", CLAIMED, Map.of("other", referrer, "relation", "spouse")),
        fact(people.get(3), "identity.bound", CLAIMED, Map.of("system", "staff", "identifier", "N-17")),
        visit(people.get(4), "V-0", "2026-02-01T02:00:00Z"));
    for (String person : people) {
      client.record(claim(referrer, person, "2026-03-02T02:00:00Z"), visit(person, "V-1", VISITED));
    }

    assertThat(rewards(referrer)).isEmpty();
    List<String> told = new ArrayList<>();
    for (String person : people) {
      client.read("/api/v1/customers/" + referrer + "/referrals").get("people").forEach(one -> {
        if (one.get("referred").asString().equals(person)) {
          told.add(one.get("state").asString() + " " + one.get("reason").asString());
        }
      });
    }
    assertThat(told).as("nothing of how they are tied, or whether they were here").hasSize(5)
        .containsOnly("refused not-eligible");
    assertThat(client.as("auditor").get("/api/v1/audit/customers/" + referrer + "/history", "Purpose", "check").body())
        .contains("SELF", "SAME_PHONE", "HOUSEHOLD", "STAFF", "NOT_NEW");
  }

  @Test
  void a_phone_that_is_told_of_the_referrer_later_takes_the_reward_back() {
    client.record(phone(referred, "13900139000"), claim(referrer, referred, CLAIMED),
        visit(referred, "V-1", VISITED));
    assertThat(rewards(referrer)).isEqualTo(Map.of(VISIT, 100L));
    client.record(phone(referrer, "13900139000"));
    assertThat(rewards(referrer)).isEmpty();
    assertThat(person().get("reason").asString()).isEqualTo("not-eligible");
  }

  @Test
  void the_eleventh_person_of_a_month_brings_nothing_until_one_of_the_ten_falls_away() {
    List<Map<String, Object>> visits = new ArrayList<>();
    List<String> people = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      people.add(someone());
      visits.add(visit(people.get(i), "V-1", "2026-03-1" + i / 2 + "T0" + i % 2 + ":00:00Z"));
      client.record(claim(referrer, people.get(i), CLAIMED), visits.get(i));
    }
    client.record(purchase(people.get(10), "P-1", "2026-03-15T02:00:00Z", line("obstetrics", "200")));
    assertThat(rewards(referrer)).isEqualTo(Map.of(VISIT, 1_000L));
    assertThat(rewards(people.get(10))).as("both get none").isEmpty();
    assertThat(person(people.get(10), "").get("reason").asString()).isEqualTo("month-full");

    client.record(withdrawing(people.get(3), visits.get(3)));
    assertThat(rewards(referrer)).isEqualTo(Map.of(VISIT, 1_000L, PAID_VISIT, 200L));
    assertThat(rewards(people.get(10))).isEqualTo(Map.of(OF_REFERRED, 100L));
    assertThat(person(people.get(10), "").get("reason").isNull()).isTrue();
  }

  @Test
  void the_tree_can_be_read_as_of_any_time() {
    client.record(claim(referrer, referred, CLAIMED), visit(referred, "V-1", VISITED));
    assertThat(person("?effectiveAt=2026-03-02T00:00:00Z").get("state").asString()).isEqualTo("claimed");
    assertThat(person("?effectiveAt=2026-03-02T00:00:00Z").get("rewards")).isEmpty();
    assertThat(client.read("/api/v1/customers/" + referrer + "/referrals?effectiveAt=2026-02-01T00:00:00Z")
        .get("people")).isEmpty();
    String late = someone();
    client.record(claim(referrer, late, CLAIMED));
    assertThat(person(late, "").get("reason").asString()).isEqualTo("lapsed");
    assertThat(person(late, "?effectiveAt=2026-03-31T15:59:59Z").get("state").asString()).isEqualTo("claimed");
  }

  @Test
  void a_reward_is_explained_and_told_in_both_languages() {
    client.record(claim(referrer, referred, CLAIMED), visit(referred, "V-1", VISITED));
    JsonNode entry = client.read("/api/v1/customers/" + referrer + "/points/ledger").get("items").get(0);
    assertThat(entry.get("rule").asString()).isEqualTo(VISIT);
    assertThat(entry.get("occurredAt").asString()).isEqualTo(VISITED);
    JsonNode why = client.read(
        "/api/v1/customers/" + referrer + "/points/ledger/" + entry.get("entryId").asString() + "/explanation");
    assertThat(why.get("interaction").get("type").asString()).isEqualTo("referral.rewarded");
    assertThat(why.get("programme").asString()).isEqualTo("default-1");
    assertThat(why.get("values").toString()).contains(referred);
    assertThat(client.get("/api/v1/customers/" + referrer + "/timeline", "Accept-Language", "en").body())
        .contains("100 points for a referral", "the person has visited");
    assertThat(client.get("/api/v1/customers/" + referrer + "/timeline", "Accept-Language", "zh-CN").body())
        .contains("转介绍奖励 100 积分", "已首次就诊");
  }

  @Test
  void a_customer_has_one_code_for_ever() {
    String path = "/api/v1/customers/" + referrer + "/referral-code";
    assertThat(client.get(path).status()).isEqualTo(404);
    client.record(visit(referrer, "V-1", VISITED));
    String code = client.read(path).get("code").asString();
    assertThat(code).matches("[2-9A-HJ-NP-Z]{10}");
    assertThat(client.read(path).get("code").asString()).isEqualTo(code);
    assertThat(client.read("/api/v1/customers/" + referrer + "/referrals").get("code").asString()).isEqualTo(code);
    client.record(fact(referrer, "referral.made", CLAIMED, Map.of("referred", referred, "code", code)),
        visit(referred, "V-1", VISITED));
    assertThat(rewards(referrer)).isEqualTo(Map.of(VISIT, 100L));
  }

  private Map<String, Long> rewards(String customer) {
    Map<String, Long> points = Postings.of(client, customer).byRule();
    points.keySet().removeIf(rule -> !rule.startsWith("refer"));
    points.values().removeIf(sum -> sum == 0);
    return points;
  }

  /** How the referred person's own referral stands. */
  private JsonNode own() {
    return client.read("/api/v1/customers/" + referred + "/referrals").get("referredBy");
  }

  private JsonNode person() {
    return person("");
  }

  private JsonNode person(String query) {
    return person(referred, query);
  }

  private JsonNode person(String number, String query) {
    for (JsonNode person : client.read("/api/v1/customers/" + referrer + "/referrals" + query).get("people")) {
      if (person.get("referred").asString().equals(number)) {
        return person;
      }
    }
    throw new AssertionError("nobody of the number " + number);
  }

  private static Map<String, Object> claim(String referrer, String referred, String time) {
    return fact(referrer, "referral.made", time, Map.of("referred", referred));
  }

  private static Map<String, Object> phone(String customer, String number) {
    return fact(customer, "customer.registered", "2026-02-20T02:00:00Z", Map.of("phone", number));
  }

  private Map<String, Object> refund(String purchase, String time, String amount) {
    return fact(referred, "purchase.refunded", time,
        Map.of("purchaseId", purchase, "currency", "CNY", "amount", amount));
  }

  private static Map<String, Object> withdrawing(String subject, Map<String, Object> fact) {
    return fact(subject, "fact.withdrawn", "2026-06-01T00:00:00Z",
        Map.of("withdraws", Map.of("source", fact.get("source"), "id", fact.get("id"))));
  }
}
