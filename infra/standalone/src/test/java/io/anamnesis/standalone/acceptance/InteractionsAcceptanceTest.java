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

/** E1 and E2: every kind of interaction is recorded, replayable and told in human terms. */
@ParameterizedClass
@EnumSource(Deployment.class)
class InteractionsAcceptanceTest {
  @Parameter
  private Deployment deployment;

  @Test
  void every_interaction_is_in_the_history_to_the_letter() {
    String customer = someone();
    List<Map<String, Object>> facts = new ArrayList<>();
    Map.<String, Map<String, ?>>ofEntries(Map.entry("signin.made", Map.of("channel", "mini-program")),
        Map.entry("content.shared", Map.of("content", "A-1", "channel", "wecom")),
        Map.entry("content.liked", Map.of("content", "A-1")), Map.entry("content.viewed", Map.of("content", "A-1")),
        Map.entry("activity.joined", Map.of("activity", "K-1", "kind", "lecture")),
        Map.entry("activity.attended", Map.of("activity", "K-1", "unknownField", Map.of("seat", 12))),
        Map.entry("enquiry.made", Map.of("about", "prices", "factors", List.of("price", "service"))),
        Map.entry("call.received", Map.of("phone", "13800000001", "about", "a bill")),
        Map.entry("message.sent", Map.of("channel", "wecom", "text", "see you tomorrow")),
        Map.entry("referral.made", Map.of("referred", someone(), "code", "R-1")),
        Map.entry("survey.answered", Map.of("survey", "S-1", "score", 9.5, "answers", Map.of("q1", "fine"))),
        Map.entry("x.robot-greeted", Map.of("mood", "glad", "nested", List.of(1, 2.50, "three"))))
        .forEach((type, data) -> facts.add(fact(customer, type, "2026-03-01T02:00:00Z", data)));
    Client client = deployment.client();
    client.record(facts);
    client.read("/api/v1/customers/" + customer + "/points");

    List<JsonNode> history = client.as("auditor")
        .get("/api/v1/audit/customers/" + customer + "/history", "Purpose", "complaint review").lines();
    List<JsonNode> told = history.stream().filter(event -> event.get("stream").isNull()).toList();
    assertThat(told).hasSameSizeAs(facts);
    for (int i = 0; i < facts.size(); i++) {
      assertThat(told.get(i).get("type").asString()).isEqualTo(facts.get(i).get("type"));
      assertThat(told.get(i).get("payload").toString().replace("2.50", "2.5"))
          .isEqualTo(Facts.json(facts.get(i).get("data")));
    }
    JsonNode timeline = client.read("/api/v1/customers/" + customer + "/timeline?limit=500").get("items");
    assertThat(timeline.size()).isEqualTo(history.size());
    for (JsonNode item : timeline) {
      assertThat(item.get("summary").asString()).isNotBlank();
    }
  }

  @Test
  void what_an_auditor_sees_without_a_purpose_holds_no_personal_text() {
    String customer = someone();
    Client client = deployment.client();
    client.record(fact(customer, "message.received", "2026-03-01T02:00:00Z", Map.of("text", "CANARY-TEXT")),
        fact(customer, "x.note", "2026-03-01T02:00:00Z", Map.of("any", "CANARY-TEXT")),
        visit(customer, "V-1", "2026-03-01T02:00:00Z"),
        purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("postpartum", "10")));
    Answer masked = client.as("auditor").get("/api/v1/audit/customers/" + customer + "/history");
    assertThat(masked.body()).doesNotContain("CANARY").contains("***");
  }
}
