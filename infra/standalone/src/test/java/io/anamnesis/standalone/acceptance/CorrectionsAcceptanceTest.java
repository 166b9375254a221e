package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** H4: a corrected or withdrawn fact repairs everything that depends on it. Expected figures are written out. */
@ParameterizedClass
@EnumSource(Deployment.class)
class CorrectionsAcceptanceTest {
  private static final String SPEND = """
      projection: spent-here
      on:
        purchase.made:
          each: event.lines
          tally:
            by:
              currency: event.currency
            add:
              spent: item.amount
      """;

  @Parameter
  private Deployment deployment;

  private final String customer = someone();
  private final String site = "site-" + UUID.randomUUID();

  private final Map<String, Object> purchase =
      fact(customer, "purchase.made", "2026-03-03T02:00:00Z", bought("100.00", "20.50"));
  private final Map<String, Object> first = visit("V-1", "2026-03-01T02:00:00Z");
  private final Map<String, Object> second = visit("V-2", "2026-03-05T02:00:00Z");

  private Map<String, Object> bought(String postpartum, String paediatrics) {
    return Map.of("purchaseId", "P-1", "currency", "CNY", "site", site, "lines",
        List.of(line("postpartum", postpartum), line("paediatrics", paediatrics)));
  }

  private Map<String, Object> visit(String id, String time) {
    return fact(customer, "visit.completed", time, Map.of("visitId", id, "kind", "outpatient", "site", site));
  }

  private Map<String, Object> correction(Map<String, Object> of, Map<String, Object> content) {
    return fact(customer, "fact.corrected", "2026-04-01T02:00:00Z",
        Map.of("corrects", Map.of("source", of.get("source"), "id", of.get("id")), "data", content));
  }

  private Map<String, Object> withdrawal(Map<String, Object> of, String reason) {
    return fact(customer, "fact.withdrawn", "2026-04-02T02:00:00Z",
        Map.of("withdraws", Map.of("source", of.get("source"), "id", of.get("id")), "reason", reason));
  }

  private String of(String view) {
    return "/api/v1/customers/" + customer + "/" + view;
  }

  private static List<String> buckets(JsonNode trajectory) {
    List<String> buckets = new ArrayList<>();
    trajectory.get("buckets").forEach(bucket -> {
      if (!bucket.get("currency").isNull()) {
        buckets.add(bucket.get("businessLine").asString() + " " + bucket.get("amount").asString());
      }
    });
    return buckets;
  }

  private static int visits(JsonNode trajectory) {
    int visits = 0;
    for (JsonNode bucket : trajectory.get("buckets")) {
      visits += bucket.get("visits").asInt();
    }
    return visits;
  }

  /** Money and visits of the site. */
  private String volumes(Client client) {
    BigDecimal amount = BigDecimal.ZERO;
    int visits = 0;
    for (JsonNode row : client.as("analyst").read("/api/v1/projections/volumes/rows?site=" + site).get("items")) {
      amount = amount.add(new BigDecimal(row.get("amount").asString("0")));
      visits += row.get("visits").asInt(0);
    }
    return amount.stripTrailingZeros().toPlainString() + " " + visits;
  }

  @Test
  void every_view_shows_what_is_true_now_and_the_past_what_was_known_then() {
    Client client = deployment.client();
    client.record(fact(customer, "customer.registered", "2026-03-01T01:00:00Z", Map.of("name", "Wang Fang")), purchase,
        first, second);
    JsonNode before = client.read(of("trajectory?by=month"));
    JsonNode portraitBefore = client.read(of("portrait"));
    assertThat(buckets(before)).containsExactlyInAnyOrder("postpartum 100.00", "paediatrics 20.50");
    assertThat(visits(before)).isEqualTo(2);
    assertThat(volumes(client)).isEqualTo("120.5 2");
    String known = lastRecordedAt(client);

    client.record(correction(purchase, bought("90.00", "0.50")), withdrawal(second, "entered twice"));

    JsonNode after = client.read(of("trajectory?by=month"));
    assertThat(buckets(after)).containsExactlyInAnyOrder("postpartum 90.00", "paediatrics 0.50");
    assertThat(visits(after)).isEqualTo(1);
    JsonNode portrait = client.read(of("portrait"));
    assertThat(portrait.get("visits").get("count").asInt()).isEqualTo(1);
    assertThat(portrait.get("spend").toString()).contains("90.50").doesNotContain("120.50");
    assertThat(volumes(client)).isEqualTo("90.5 1");

    assertThat(client.read(of("trajectory?by=month&asOf=" + known))).isEqualTo(before);
    assertThat(client.read(of("portrait?asOf=" + known)).get("spend")).isEqualTo(portraitBefore.get("spend"));
    assertThat(buckets(client.read(of("trajectory?by=month&effectiveAt=2026-03-04T00:00:00Z"))))
        .as("it was so then, as is known now").containsExactlyInAnyOrder("postpartum 90.00", "paediatrics 0.50");
  }

  @Test
  void the_timeline_tells_both_what_was_told_and_what_was_said_of_it() {
    Client client = deployment.client();
    client.record(purchase, second, correction(purchase, bought("90.00", "0.50")), withdrawal(second, "entered twice"));

    List<String> summaries = new ArrayList<>();
    JsonNode items = client.read(of("timeline"), "Accept-Language", "en").get("items");
    items.forEach(item -> summaries.add(item.get("type").asString() + ": " + item.get("summary").asString()));
    assertThat(summaries).contains("purchase.made: Purchase of 120.50 CNY, lines: 2",
        "fact.corrected: Corrected by its source: Purchase of 120.50 CNY, lines: 2 – now: Purchase of 90.50 CNY, lines: 2",
        "fact.withdrawn: Withdrawn by its source: Visit completed");
    assertThat(items.findValuesAsString("reason")).containsExactly("entered twice");
  }

  @Test
  void the_history_has_both_to_the_letter_and_a_replay_shows_what_the_correction_changed() {
    Client client = deployment.client();
    Map<String, Object> correction = correction(purchase, bought("90.00", "0.50"));
    client.record(purchase, first, correction, withdrawal(purchase, "a test"));

    JsonNode told = client.as("auditor").get("/api/v1/audit/customers/" + customer + "/history", "Purpose", "check")
        .lines().stream().filter(event -> event.get("type").asString().equals("fact.corrected")).findFirst()
        .orElseThrow();
    assertThat(told.get("payload")).isEqualTo(Facts.parse(Facts.json(correction.get("data"))));

    List<JsonNode> steps =
        client.as("auditor").get("/api/v1/audit/customers/" + customer + "/replay?model=trajectory").lines();
    JsonNode corrected = step(steps, "fact.corrected");
    assertThat(total(corrected.get("before"))).isEqualTo("120.50");
    assertThat(total(corrected.get("after"))).isEqualTo("90.50");
    assertThat(step(steps, "fact.withdrawn").get("after").get("total").isEmpty()).isTrue();
    for (int i = 1; i < steps.size(); i++) {
      assertThat(steps.get(i).get("before")).isEqualTo(steps.get(i - 1).get("after"));
    }
    assertThat(steps.getLast().get("after")).isEqualTo(client.as("auditor").read(of("trajectory")));
  }

  private static JsonNode step(List<JsonNode> steps, String type) {
    return steps.stream().filter(step -> step.get("event").get("type").asString().equals(type)).findFirst()
        .orElseThrow();
  }

  private static String total(JsonNode trajectory) {
    return trajectory.get("total").get(0).get("amount").asString();
  }

  @Test
  void a_withdrawn_fact_is_reinstated_by_a_later_correction() {
    Client client = deployment.client();
    client.record(purchase, withdrawal(purchase, "not paid"), correction(purchase, bought("80.00", "0")));

    assertThat(total(client.read(of("trajectory")))).isEqualTo("80.00");
  }

  @Test
  void only_the_same_source_may_and_only_about_a_fact_of_the_same_customer_that_is_there() {
    Client client = deployment.client();
    Map<String, Object> unknown = correction(purchase, bought("1", "1"));
    refused(client, unknown, "data.corrects.id");
    client.record(purchase);
    Map<String, Object> foreign = correction(purchase, bought("1", "1"));
    foreign.put("source", "/another/source");
    refused(client, foreign, "data.corrects.source");
    Map<String, Object> ofAnother = correction(purchase, bought("1", "1"));
    ofAnother.put("subject", someone());
    refused(client, ofAnother, "subject");
    refused(client, correction(purchase, Map.of("purchaseId", "P-1")), "data.data.currency");

    assertThat(total(client.read(of("trajectory")))).isEqualTo("120.50");
    client.record(unknown);
    assertThat(total(client.read(of("trajectory")))).as("taken when its original was there").isEqualTo("2.00");
  }

  private static void refused(Client client, Map<String, Object> fact, String field) {
    Answer answer = client.single(Facts.json(fact));
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().get("field").asString()).isEqualTo(field);
  }

  @Test
  void an_analysts_projection_and_a_restart_know_it_too() throws IOException {
    try (OwnDeployment own = new OwnDeployment(deployment)) {
      Client client = own.client("staff");
      client.record(purchase, first, correction(purchase, bought("90.00", "0.50")));
      Client analyst = client.as("analyst");
      Answer posted = analyst.post("/api/v1/projections", "application/yaml",
          BodyPublishers.ofString(SPEND));
      assertThat(posted.status()).as(posted.body()).isEqualTo(201);
      assertThat(analyst.post("/api/v1/projections/spent-here/backfill", Map.of()).status()).isLessThan(300);
      await().atMost(Duration.ofSeconds(60)).until(
          () -> analyst.read("/api/v1/projections/spent-here").get("state").asString().equals("comparing"));
      assertThat(analyst.post("/api/v1/projections/spent-here/swap", Map.of()).status()).isLessThan(300);
      await().atMost(Duration.ofSeconds(60))
          .until(() -> analyst.read("/api/v1/projections/spent-here").get("state").asString().equals("live"));
      assertThat(spent(client)).isEqualTo("90.5");

      client.record(correction(purchase, bought("70.00", "0.25")));
      assertThat(spent(client)).isEqualTo("70.25");

      own.restart();
      Client again = own.client("staff");
      again.record(withdrawal(purchase, "a test"));
      assertThat(spent(again)).isEqualTo("0");
      assertThat(again.read(of("trajectory")).get("total").isEmpty()).isTrue();
    }
  }

  private static String spent(Client client) {
    JsonNode items = client.as("analyst").read("/api/v1/projections/spent-here/rows").get("items");
    // A figure of nothing has no row.
    return items.isEmpty()
        ? "0"
        : new BigDecimal(items.get(0).get("spent").asString()).stripTrailingZeros().toPlainString();
  }

  private String lastRecordedAt(Client client) {
    return client.as("auditor").get("/api/v1/audit/customers/" + customer + "/history").lines().getLast()
        .get("recordedAt").asString();
  }
}
