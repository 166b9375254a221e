package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
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

/** C7: everything about a person in one answer, as JSON to take along and as a page to read. */
@ParameterizedClass
@EnumSource(Deployment.class)
class AccessAcceptanceTest {
  /** Personal values as they are told; one of them tries to be more than text. */
  private static final List<String> PERSONAL = List.of("Wang <script>alert(1)</script> Fang", "13800000001",
      "310101199001011234", "Nanjing Road 1", "wakes at night", "locker of Fang");

  @Parameter
  private Deployment deployment;

  private final String customer = someone();
  private final String mother = someone();
  private final String friend = someone();

  private Client recorded() {
    Client client = deployment.client();
    client.record(
        fact(customer, "customer.registered", "2026-02-01T00:00:00Z",
            Map.of("name", PERSONAL.get(0), "phone", PERSONAL.get(1), "nationalId", PERSONAL.get(2), "address",
                PERSONAL.get(3))),
        fact(customer, "health.noted", "2026-02-02T00:00:00Z", Map.of("kind", "chronic", "text", PERSONAL.get(4))),
        fact(customer, "x.locker.opened", "2026-02-03T00:00:00Z", Map.of("locker", PERSONAL.get(5))),
        fact(customer, "family.linked", "2026-02-04T00:00:00Z", Map.of("other", mother, "relation", "mother")),
        fact(customer, "referral.made", "2026-02-05T00:00:00Z", Map.of("referred", friend)),
        fact(customer, "consent.given", "2026-02-06T00:00:00Z", Map.of("purpose", "marketing", "textVersion", "3")),
        fact(customer, "consent.withdrawn", "2026-02-08T00:00:00Z", Map.of("purpose", "marketing")),
        // Told last, occurred before: the withdrawal stays the last word.
        fact(customer, "consent.given", "2026-02-07T00:00:00Z", Map.of("purpose", "marketing")),
        fact(customer, "consent.given", "2026-02-06T00:00:00Z",
            Map.of("purpose", "research", "textVersion", "1", "until", "2027-01-01")),
        visit(customer, "V-1", "2026-02-09T00:00:00Z"));
    return client;
  }

  private String everything() {
    return "/api/v1/customers/" + customer + "/everything";
  }

  @Test
  void every_event_every_answer_every_consent_and_whoever_is_linked_is_told_in_clear() {
    Client client = recorded();
    JsonNode told = client.as("app").read(everything());
    List<JsonNode> history =
        client.as("auditor").get("/api/v1/audit/customers/" + customer + "/history", "Purpose", "check").lines();

    assertThat(told.get("events").valueStream().map(item -> item.get("event")).toList()).isEqualTo(history);
    assertThat(told.get("position").asLong()).isGreaterThanOrEqualTo(history.getLast().get("position").asLong());
    assertThat(told.toString()).contains("13800000001", "310101199001011234", "Nanjing Road 1", "wakes at night",
        "locker of Fang");
    for (String model : List.of("points", "tier", "trajectory", "portrait")) {
      assertThat(told.get("models").get(model)).as(model)
          .isEqualTo(client.as("app").read("/api/v1/customers/" + customer + "/" + model));
    }
    assertThat(told.get("models").propertyNames()).contains("ledger", "memberships", "referrals");
    assertThat(told.get("consents").valueStream()
        .map(one -> one.get("purpose").asString() + " " + one.get("state").asString() + " "
            + one.get("textVersion").asString("-") + " " + one.get("until").asString("-")))
        .containsExactly("marketing withdrawn - -", "research given 1 2027-01-01");
    List<String> linked = new ArrayList<>();
    told.get("linked").forEach(other -> other.get("by")
        .forEach(type -> linked.add(other.get("customer").asString() + " " + type.asString())));
    assertThat(linked).contains(mother + " family.linked", friend + " referral.made");
    assertThat(told.get("linked").findValuesAsString("customer")).containsExactlyInAnyOrder(mother, friend);
  }

  @Test
  void a_person_reads_it_as_a_page_without_scripts_or_anything_from_elsewhere() {
    Client client = recorded();
    for (String language : List.of("zh-CN", "en")) {
      Answer page = client.get(everything(), "Accept", "text/html", "Accept-Language", language);
      assertThat(page.status()).as(page.body()).isEqualTo(200);
      assertThat(page.header("Content-Type")).startsWith("text/html");
      assertThat(page.header("Content-Language")).isEqualTo(language);
      assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
      assertThat(page.header("Cache-Control")).isEqualTo("no-store");
      assertThat(page.body()).contains("Wang &lt;script&gt;alert(1)&lt;/script&gt; Fang", "310101199001011234",
          "wakes at night", mother, "marketing").endsWith("</body></html>\n");
      assertThat(page.body().toLowerCase(java.util.Locale.ROOT)).doesNotContain("<script", "http:", "https:", "src=");
      for (JsonNode item : client.read("/api/v1/customers/" + customer + "/timeline?limit=500", "Accept-Language",
          language).get("items")) {
        assertThat(page.body()).contains(item.get("summary").asString());
      }
    }
    assertThat(client.get(everything(), "Accept", "text/html", "Accept-Language", "en").body()).contains("Visit");
  }

  @Test
  void the_form_is_the_one_that_the_reader_likes_best() {
    Client client = recorded();
    Map<String, String> forms = Map.of("application/json", "application/json", "*/*", "application/json", "text/html",
        "text/html", "text/html,application/xml;q=0.9,*/*;q=0.8", "text/html", "text/html;q=0.1,application/json",
        "application/json");
    forms.forEach((accept, type) -> assertThat(client.get(everything(), "Accept", accept).header("Content-Type"))
        .as(accept).startsWith(type));
    assertThat(client.get(everything(), "Accept", "application/pdf").status()).isEqualTo(406);
  }

  @Test
  void an_auditor_sees_personal_values_for_a_purpose_alone_and_others_nothing() {
    Client client = recorded();
    for (String accept : List.of("application/json", "text/html")) {
      String masked = client.as("auditor").get(everything(), "Accept", accept).body();
      assertThat(masked).contains("***", customer).doesNotContain("13800000001", "Nanjing", "wakes", "locker of",
          "310101");
      assertThat(client.as("auditor").get(everything(), "Accept", accept, "Purpose", "complaint").body())
          .contains("13800000001", "Nanjing", "wakes", "locker of");
    }
    for (String none : List.of("analyst", "admin")) {
      assertThat(client.as(none).get(everything()).status()).as(none).isEqualTo(403);
    }
    assertThat(Answer.problem(client.get("/api/v1/customers/" + someone() + "/everything"), 404))
        .isEqualTo("unknown-customer");
  }

  @Test
  void of_a_past_only_what_was_so_then_is_told() {
    Client client = recorded();
    JsonNode then = client.read(everything() + "?effectiveAt=2026-02-06T12:00:00Z");
    assertThat(then.get("consents").findValuesAsString("state")).containsExactly("given", "given");
    assertThat(then.get("events").valueStream().map(item -> item.get("event").get("occurredAt").asString()))
        .isNotEmpty().allMatch(at -> at.compareTo("2026-02-06T12:00:00Z") <= 0);
    assertThat(then.get("models").get("points"))
        .isEqualTo(client.read("/api/v1/customers/" + customer + "/points?effectiveAt=2026-02-06T12:00:00Z"));
  }
}
