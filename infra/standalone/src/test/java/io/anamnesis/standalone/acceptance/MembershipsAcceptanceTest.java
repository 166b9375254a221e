package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Paid memberships: bought, due, renewed, lapsed; and how many are renewed. */
@ParameterizedClass
@EnumSource(Deployment.class)
class MembershipsAcceptanceTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  @Parameter
  private Deployment deployment;

  private final String customer = someone();
  private final LocalDate today = LocalDate.now(ZONE);

  @Test
  void a_paid_membership_is_bought_due_renewed_and_lapses_each_announced_once() {
    ShiftedClock clock = new ShiftedClock();
    try (OwnDeployment own = new OwnDeployment(deployment, Map.of(), clock)) {
      Client staff = own.client("staff");
      LocalDate until = today.plusDays(40);
      staff.record(membership("started", Instant.now(), "M-1", "paid", "gold", until));
      assertThat(state(staff, "M-1")).isEqualTo("active " + until + " 0");

      clock.forward(Duration.ofDays(11));
      await().untilAsserted(() -> assertThat(announced(staff)).containsExactly("membership-due"));
      assertThat(state(staff, "M-1")).isEqualTo("due " + until + " 0");
      JsonNode due = staff.read("/api/v1/customers/" + customer + "/timeline").get("items").get(0);
      assertThat(due.get("type").asString()).isEqualTo("loyalty.membership-due");
      assertThat(due.toString()).contains(until.toString());
      assertThat(Instant.parse(due.get("occurredAt").asString()))
          .isEqualTo(until.plusDays(1).minusDays(30).atStartOfDay(ZONE).toInstant());

      Map<String, Object> renewal = membership("renewed", Instant.now(), "M-1", null, null, until.plusYears(1));
      staff.record(renewal);
      assertThat(state(staff, "M-1")).isEqualTo("active " + until.plusYears(1) + " 1");

      // It turns out that it was not renewed: then it ends when it would have.
      staff.record(fact(customer, "fact.withdrawn", Instant.now().toString(),
          Map.of("withdraws", Map.of("source", renewal.get("source"), "id", renewal.get("id")))));
      assertThat(state(staff, "M-1")).isEqualTo("due " + until + " 0");
      own.restart();
      clock.forward(Duration.ofDays(31));
      Client after = own.client("staff");
      await().atMost(Duration.ofSeconds(20)).untilAsserted(
          () -> assertThat(announced(after)).containsExactly("membership-lapsed", "membership-due"));
      assertThat(state(after, "M-1")).isEqualTo("lapsed " + until + " 0");
      assertThat(after.read("/api/v1/customers/" + customer + "/memberships?effectiveAt="
          + until.atStartOfDay(ZONE).toInstant()).get("memberships").get(0).get("state").asString()).isEqualTo("due");
    }
  }

  @Test
  void what_is_imported_from_years_ago_warns_nobody() {
    Client staff = deployment.client();
    LocalDate until = today.minusDays(400);
    staff.record(membership("started", Instant.now().minus(800, ChronoUnit.DAYS), "M-1", "paid", "gold", until),
        membership("started", Instant.now().minus(800, ChronoUnit.DAYS), "M-2", "insurer", null, until),
        membership("started", Instant.now().minus(80, ChronoUnit.DAYS), "M-3", "paid", null, null));
    await().untilAsserted(() -> assertThat(announced(staff)).containsExactly("membership-lapsed"));
    assertThat(state(staff, "M-1")).isEqualTo("lapsed " + until + " 0");
    assertThat(state(staff, "M-2")).isEqualTo("lapsed " + until + " 0");
    assertThat(state(staff, "M-3")).isEqualTo("active null 0");
  }

  @Test
  @SuppressWarnings("unchecked")
  void what_a_correction_makes_due_in_the_past_is_not_announced() {
    Client staff = deployment.client();
    Map<String, Object> start = membership("started", Instant.now(), "M-1", "paid", "gold", today.plusYears(1));
    staff.record(start);
    LocalDate until = today.plusDays(12);
    Map<String, Object> data = new LinkedHashMap<>((Map<String, Object>) start.get("data"));
    data.put("validUntil", until.toString());
    staff.record(fact(customer, "fact.corrected", Instant.now().toString(),
        Map.of("corrects", Map.of("source", start.get("source"), "id", start.get("id")), "data", data)));
    assertThat(state(staff, "M-1")).isEqualTo("due " + until + " 0");
    await().during(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(announced(staff)).isEmpty());
  }

  @Test
  void the_renewal_rate_is_of_the_paid_ones_whose_last_day_has_passed() {
    try (OwnDeployment own = new OwnDeployment(deployment)) {
      Client staff = own.client("staff");
      Instant start = Instant.parse("2025-02-01T02:00:00Z");
      LocalDate march = LocalDate.parse("2026-03-15");
      // Renewed 30 days late, and 31: the second has been lost and won again.
      staff.record(membership("started", start, "M-1", "paid", "gold", march),
          membership("renewed", march.plusDays(30).atTime(9, 0).atZone(ZONE).toInstant(), "M-1", null, null,
              today.plusDays(500)),
          membership("started", start, "M-2", "paid", "silver", march),
          membership("renewed", march.plusDays(31).atTime(9, 0).atZone(ZONE).toInstant(), "M-2", null, null,
              today.plusDays(500)),
          membership("started", start, "M-3", "paid", "gold", march),
          // Not paid, ended before, and not yet over.
          membership("started", start, "M-4", "corporate", "gold", march),
          membership("started", start, "M-5", "paid", "gold", march),
          membership("ended", start.plus(9, ChronoUnit.DAYS), "M-5", null, null, null),
          membership("started", start, "M-6", "paid", "gold", today));
      Client analyst = staff.as("analyst");
      JsonNode all = analyst.read("/api/v1/kpis/renewal-rate");
      assertThat(all.get("name").asString()).isEqualTo("renewal-rate");
      assertThat(items(all)).containsExactly("2026-02-28T16:00:00Z all 0.3333 1/3");
      assertThat(items(analyst.read("/api/v1/kpis/renewal-rate?by=plan"))).containsExactly(
          "2026-02-28T16:00:00Z gold 0.5 1/2", "2026-02-28T16:00:00Z silver 0.0 0/1");
      assertThat(items(analyst.read("/api/v1/kpis/renewal-rate?from=2026-04-01"))).isEmpty();
      assertThat(items(analyst.read("/api/v1/kpis/renewal-rate?to=2026-04-01"))).hasSize(1);
      assertThat(analyst.get("/api/v1/kpis/renewal-rate?by=site").json().get("field").asString()).isEqualTo("by");
      assertThat(analyst.get("/api/v1/kpis/renewal-rate?site=shanghai").json().get("field").asString())
          .isEqualTo("site");
      assertThat(staff.get("/api/v1/kpis/renewal-rate").status()).isEqualTo(403);
    }
  }

  private Map<String, Object> membership(String what, Instant at, String id, String kind, String plan,
      LocalDate until) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("membershipId", id);
    if (kind != null) {
      data.put("kind", kind);
      data.put("fee", "999.00");
      data.put("currency", "CNY");
    }
    if (plan != null) {
      data.put("plan", plan);
    }
    if (until != null) {
      data.put("validUntil", until.toString());
    }
    return fact(customer, "membership." + what, at.truncatedTo(ChronoUnit.MILLIS).toString(), data);
  }

  private String state(Client client, String id) {
    for (JsonNode one : client.read("/api/v1/customers/" + customer + "/memberships").get("memberships")) {
      if (one.get("membershipId").asString().equals(id)) {
        return one.get("state").asString() + " " + one.get("validUntil").asString("null") + " "
            + one.get("renewals").asInt();
      }
    }
    throw new AssertionError(id);
  }

  /** Newest first. */
  private List<String> announced(Client client) {
    List<String> types = new ArrayList<>();
    client.read("/api/v1/customers/" + customer + "/timeline?limit=500").get("items").findValuesAsString("type")
        .stream()
        .filter(type -> type.startsWith("loyalty.membership-")).map(type -> type.substring("loyalty.".length()))
        .forEach(types::add);
    return types;
  }

  private static List<String> items(JsonNode kpi) {
    List<String> items = new ArrayList<>();
    for (JsonNode item : kpi.get("items")) {
      items.add(item.get("from").asString() + " " + item.get("group").asString() + " "
          + item.get("value").asDouble() + " " + item.get("numerator").asInt() + "/"
          + item.get("denominator").asInt());
    }
    return items;
  }
}
