package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** L8: what becomes of a level after it was reached. */
@ParameterizedClass
@EnumSource(Deployment.class)
class RetentionAcceptanceTest {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  @Parameter
  private Deployment deployment;

  private final String customer = someone();

  @Test
  void a_level_of_long_ago_was_judged_kept_and_lost_and_nobody_was_warned() {
    Client client = deployment.client();
    client.record(bought("P-1", "2022-03-10T02:00:00Z", "5000"), bought("P-2", "2022-08-10T02:00:00Z", "5000"));

    JsonNode judged = tier(client, "2023-03-31T16:00:00Z");
    assertThat(judged.get("level").asInt()).isEqualTo(3);
    assertThat(judged.get("validUntil").asString()).isEqualTo("2024-03-31T16:00:00Z");
    JsonNode grace = tier(client, "2024-05-30T15:59:59Z");
    assertThat(grace.get("level").asInt()).isEqualTo(3);
    assertThat(grace.get("graceUntil").asString()).isEqualTo("2024-05-30T16:00:00Z");
    JsonNode down = tier(client, "2024-05-30T16:00:00Z");
    assertThat(down.get("level").asInt()).isEqualTo(2);
    assertThat(down.get("validUntil").asString()).isEqualTo("2025-05-31T16:00:00Z");
    assertThat(client.read(path("/tier")).get("level").asInt()).isEqualTo(1);
    assertThat(types(client)).contains("loyalty.tier-retained", "loyalty.tier-grace-begun", "loyalty.tier-downgraded")
        .doesNotContain("loyalty.tier-will-expire");
  }

  @Test
  void a_late_purchase_keeps_a_level_that_was_lost_and_what_was_bought_since_earns_by_it() {
    Client client = deployment.client();
    client.record(bought("P-1", "2023-03-10T02:00:00Z", "20000"), bought("P-3", "2024-09-01T02:00:00Z", "100"));
    assertThat(tier(client, "2024-09-02T00:00:00Z").get("level").asInt()).isEqualTo(3);
    assertThat(Postings.of(client, customer).net()).isEqualTo(20_120);
    client.record(bought("P-2", "2023-12-10T02:00:00Z", "15000"));
    assertThat(tier(client, "2024-09-02T00:00:00Z").get("level").asInt()).isEqualTo(4);
    assertThat(Postings.of(client, customer).net()).as("22,500 for P-2, and 30 more for P-3").isEqualTo(42_650);
    assertThat(types(client)).contains("loyalty.tier-revised");
  }

  @Test
  void a_level_of_refunded_points_falls_at_the_end_of_the_refunds_month() {
    Client client = deployment.client();
    client.record(bought("P-1", "2026-03-10T02:00:00Z", "5000"),
        fact(customer, "purchase.refunded", "2026-03-20T02:00:00Z",
            Map.of("purchaseId", "P-1", "currency", "CNY", "amount", "3500")));
    JsonNode until = tier(client, "2026-03-31T15:59:59Z");
    assertThat(until.get("level").asInt()).isEqualTo(3);
    assertThat(until.get("fallsAt").asString()).isEqualTo("2026-03-31T16:00:00Z");
    assertThat(tier(client, "2026-03-31T16:00:00Z").get("level").asInt()).isEqualTo(2);
  }

  @Test
  void no_level_falls_while_its_holder_is_in_hospital() {
    Client client = deployment.client();
    client.record(bought("P-1", "2024-03-10T02:00:00Z", "5000"),
        fact(customer, "admission.admitted", "2025-05-20T02:00:00Z", Map.of("stayId", customer)));
    JsonNode frozen = tier(client, "2025-08-01T00:00:00Z");
    assertThat(frozen.get("level").asInt()).isEqualTo(3);
    assertThat(frozen.get("frozen").asBoolean()).isTrue();
    Map<String, Object> discharged =
        fact(customer, "admission.discharged", "2025-08-01T02:00:00Z", Map.of("stayId", customer));
    client.record(discharged);
    assertThat(tier(client, "2025-08-01T01:59:59Z").get("level").asInt()).isEqualTo(3);
    assertThat(tier(client, "2025-08-01T02:00:00Z").get("level").asInt()).isEqualTo(2);
    client.record(fact(customer, "fact.withdrawn", Instant.now().toString(),
        Map.of("withdraws", Map.of("source", Facts.SOURCE, "id", discharged.get("id")))));
    assertThat(tier(client, "2025-08-01T02:00:00Z").get("level").asInt()).isEqualTo(3);
  }

  @Test
  void staff_give_a_level_with_a_reason_and_give_it_no_longer() {
    Client client = deployment.client();
    client.record(bought("P-1", "2026-03-10T02:00:00Z", "100"));
    String until = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
    Map<String, Object> body = Map.of("level", 4, "until", until, "reason", "院领导关怀");
    Client staff = client.as("staff");
    Answer given = staff.post(path("/tier/override"), body, "Idempotency-Key", "K-" + customer);
    assertThat(given.status()).as(given.body()).isEqualTo(201);
    assertThat(staff.post(path("/tier/override"), body, "Idempotency-Key", "K-" + customer).body())
        .isEqualTo(given.body());
    JsonNode held = staff.read(path("/tier"));
    assertThat(held.get("level").asInt()).isEqualTo(4);
    assertThat(held.get("validUntil").asString()).isEqualTo(until);
    staff.record(bought("P-2", Instant.now().toString(), "100"));
    assertThat(Postings.of(staff, customer).net()).as("100, and 150 by level 4").isEqualTo(250);
    assertThat(staff.as("auditor").get("/api/v1/audit/customers/" + customer + "/history").body())
        .as("a reason is personal").doesNotContain("院领导关怀");

    assertThat(client.as("app").post(path("/tier/override"), body).status()).isEqualTo(403);
    for (Map.Entry<String, Object> wrong : Map.<String, Object>of("level", 6, "until", "yesterday", "reason", " ")
        .entrySet()) {
      Map<String, Object> bad = new java.util.HashMap<>(body);
      bad.put(wrong.getKey(), wrong.getValue());
      Answer refused = staff.post(path("/tier/override"), bad);
      assertThat(refused.status()).as(refused.body()).isEqualTo(400);
      assertThat(refused.json().get("field").asString()).isEqualTo(wrong.getKey());
    }
    Answer end = staff.post(path("/tier/override/withdraw"), Map.of("reason", "误操作"));
    assertThat(end.status()).as(end.body()).isEqualTo(200);
    assertThat(staff.read(path("/tier")).get("level").asInt()).isEqualTo(1);
    Answer again = staff.post(path("/tier/override/withdraw"), Map.of("reason", "误操作"));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().get("code").asString()).isEqualTo("no-override");
  }

  @Test
  void a_level_is_warned_of_judged_and_lost_as_time_passes_each_once_whatever_stands_still() {
    ShiftedClock clock = new ShiftedClock();
    ZonedDateTime reached = ZonedDateTime.now(SHANGHAI).minusMonths(11).withDayOfMonth(10);
    Instant end = reached.plusMonths(12).withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS).plusMonths(1).toInstant();
    try (OwnDeployment own = new OwnDeployment(deployment, Map.of(), clock)) {
      Client client = own.client("staff");
      client.record(bought("P-1", reached.toInstant().toString(), "5000"));
      JsonNode before = client.read(path("/tier"));
      assertThat(before.get("level").asInt()).isEqualTo(3);
      assertThat(before.get("validUntil").asString()).isEqualTo(end.toString());

      clock.to(end.minus(Duration.ofDays(30)).plusSeconds(1));
      String warning = "loyalty.tier-will-expire";
      await().atMost(Duration.ofSeconds(30)).until(() -> count(client, warning) == 1);
      JsonNode event = Postings.of(client, customer).of(warning).getFirst();
      assertThat(event.get("warnedAt").asString()).isEqualTo(end.minus(Duration.ofDays(30)).toString());
      assertThat(event.get("missing").asLong()).isEqualTo(5_000);

      own.close();
      clock.to(end.plusSeconds(1));
      own.start();
      Client later = own.client("staff");
      await().atMost(Duration.ofSeconds(30)).until(() -> count(later, "loyalty.tier-grace-begun") == 1);
      assertThat(count(later, warning)).as("what stood still warns of nothing that is past").isEqualTo(1);
      assertThat(later.read(path("/tier")).get("level").asInt()).isEqualTo(3);

      clock.to(end.plus(Duration.ofDays(60)).plusSeconds(1));
      assertThat(later.read(path("/tier")).get("level").asInt()).as("at the instant, recorded or not").isEqualTo(2);
      await().atMost(Duration.ofSeconds(30)).until(() -> count(later, "loyalty.tier-downgraded") == 1);
      assertThat(later.read(path("/timeline?limit=500"), "Accept-Language", "en").get("items")
          .findValuesAsString("summary")).contains("Down from level 3 to level 2");
    }
  }

  private Map<String, Object> bought(String id, String at, String yuan) {
    return purchase(customer, id, at, line("wellness", yuan));
  }

  private String path(String rest) {
    return "/api/v1/customers/" + customer + rest;
  }

  private JsonNode tier(Client client, String at) {
    return client.read(path("/tier?effectiveAt=" + at));
  }

  private List<String> types(Client client) {
    return client.read(path("/timeline?limit=500")).get("items").findValuesAsString("type");
  }

  private long count(Client client, String type) {
    return types(client).stream().filter(type::equals).count();
  }
}
