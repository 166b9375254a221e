package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** H8: the catalogue of event types: schemas, counts, first and last seen, who reads them. */
@ParameterizedClass
@EnumSource(Deployment.class)
class CatalogueAcceptanceTest {
  private static final String TYPES = "/api/v1/event-types";

  @Parameter
  private Deployment deployment;

  @Test
  void a_fact_is_counted_at_once_and_was_seen_where_the_log_has_it() {
    Client client = deployment.client();
    Client analyst = client.as("analyst");
    long before = analyst.read(TYPES + "/activity.joined").get("count").asLong();
    String customer = someone();
    client.record(fact(customer, "activity.joined", "1999-12-31T01:00:00Z", Map.of("activity", "A")),
        fact(customer, "activity.joined", "2026-03-02T01:00:00Z", Map.of("activity", "B")));
    List<JsonNode> history = client.as("auditor").get("/api/v1/audit/customers/" + customer + "/history").lines();

    JsonNode after = client.as("analyst").read(TYPES + "/activity.joined");

    assertThat(after.get("count").asLong()).isEqualTo(before + 2);
    JsonNode last = history.getLast();
    assertThat(after.at("/lastSeen/position").asLong()).isEqualTo(last.get("position").asLong());
    assertThat(after.at("/lastSeen/recordedAt").asString()).isEqualTo(last.get("recordedAt").asString());
    assertThat(after.at("/firstSeen/position").asLong()).isLessThan(last.get("position").asLong());
    assertThat(after.get("occurredFrom").asString()).isEqualTo("1999-12-31T01:00:00Z");
    assertThat(after.at("/revisions/0/count").asLong()).isEqualTo(before + 2);
  }

  @Test
  void the_counts_are_those_of_the_log() {
    Client client = deployment.client();
    client.record(fact(someone(), "visit.completed", "2026-03-01T01:00:00Z", Map.of("visitId", "V")),
        fact("site:pudong", "cost.booked", "2026-03-01T01:00:00Z", Map.of("amount", "5", "currency", "CNY")));
    Client analyst = client.as("analyst");
    Answer answer = analyst.get(TYPES);
    byte[] log = analyst.download("/api/v1/export/events?to=" + answer.header("Position")).bytes();

    Map<String, String> counted = new HashMap<>();
    for (JsonNode type : answer.json().get("items")) {
      if (type.get("count").asLong() > 0) {
        counted.put(type.get("type").asString(), type.get("count").asLong() + " from "
            + type.at("/firstSeen/position").asLong() + " to " + type.at("/lastSeen/position").asLong());
      }
    }

    Map<String, String> expected = new HashMap<>();
    Duck.ask(log, "parquet", """
        select type, count(*) || ' from ' || min(position) || ' to ' || max(position) from data group by type""")
        .forEach(row -> expected.put(row.get(0), row.get(1)));
    assertThat(counted).isEqualTo(expected).containsKeys("visit.completed", "cost.booked", "loyalty.points-earned");
  }

  @Test
  void what_a_schema_requires_the_intake_requires() {
    Client client = deployment.client();
    JsonNode types = client.as("analyst").read(TYPES).get("items");
    List<String> facts = new ArrayList<>();
    for (JsonNode type : types) {
      if (type.get("kind").asString().equals("fact") && !type.get("type").asString().startsWith("x.")) {
        facts.add(type.get("type").asString());
        JsonNode schema = type.get("revisions").get(type.get("revisions").size() - 1).get("schema");
        assertThat(schema.get("$schema").asString()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        String subject = type.get("subject").asString().equals("site") ? "site:shanghai" : someone();
        Answer refused = client.single(
            Facts.json(fact(subject, type.get("type").asString(), "2026-03-01T01:00:00Z", Map.of())));
        boolean requires = schema.has("required") || schema.has("oneOf");
        assertThat(refused.status()).as(type.get("type").asString()).isEqualTo(requires ? 400 : 201);
        if (schema.has("required")) {
          assertThat(schema.get("required").toString())
              .contains('"' + refused.json().get("field").asString().replace("data.", "") + '"');
        }
      }
    }
    assertThat(facts).hasSizeGreaterThan(50).contains("purchase.made", "care.step", "staff.worked");
  }

  @Test
  void personal_fields_are_marked_with_the_key_that_seals_them() {
    JsonNode registered = deployment.client().as("analyst").read(TYPES + "/customer.registered");

    assertThat(registered.at("/revisions/0/schema/properties/phone/x-personal").asBoolean()).isTrue();
    assertThat(registered.at("/revisions/0/schema/properties/phone/x-key").asString()).isEqualTo("contact");
    assertThat(registered.at("/revisions/0/schema/properties/site").has("x-personal")).isFalse();
  }

  @Test
  void every_revision_has_its_schema_and_its_own_count() {
    JsonNode earned = deployment.client().as("analyst").read(TYPES + "/loyalty.points-earned");

    assertThat(earned.get("kind").asString()).isEqualTo("decision");
    assertThat(earned.get("revision").asInt()).isEqualTo(3);
    assertThat(earned.get("revisions").size()).isEqualTo(3);
    assertThat(earned.at("/revisions/0/count").asLong()).isZero();
    assertThat(earned.at("/revisions/0/schema/properties").has("parts")).isFalse();
    assertThat(earned.at("/revisions/1/schema/properties").has("parts")).isTrue();
    assertThat(earned.at("/revisions/1/schema/properties").has("because")).isFalse();
    assertThat(earned.at("/revisions/2/schema/properties").has("because")).isTrue();
  }

  @Test
  void a_type_tells_which_projections_and_policies_read_it() {
    JsonNode purchase = deployment.client().as("analyst").read(TYPES + "/purchase.made");
    JsonNode step = deployment.client().as("analyst").read(TYPES + "/care.step");
    JsonNode cost = deployment.client().as("analyst").read(TYPES + "/cost.booked");

    assertThat(words(purchase.get("projections"))).contains("portrait", "trajectory", "volumes")
        .doesNotContain("ledger");
    assertThat(words(purchase.get("policies"))).contains("earning");
    // A version of the programme yet to come may reward any fact about a customer, and none about a site.
    assertThat(words(step.get("policies"))).contains("earning");
    assertThat(words(cost.get("policies"))).doesNotContain("earning");
  }

  @Test
  void a_field_tells_which_views_read_it_and_one_that_none_reads_is_not_named() {
    JsonNode purchase = deployment.client().as("analyst").read(TYPES + "/purchase.made").get("fields");
    JsonNode visit = deployment.client().as("analyst").read(TYPES + "/visit.completed").get("fields");

    assertThat(words(purchase.get("lines[].amount"))).contains("portrait", "trajectory", "volumes");
    assertThat(words(purchase.get("channel"))).contains("portrait").doesNotContain("trajectory", "volumes");
    assertThat(purchase.has("lines[].product")).isFalse();
    assertThat(visit.has("doctor")).isFalse();
  }

  @Test
  void an_analysts_projection_reads_the_fields_that_its_expressions_name() {
    Client analyst = deployment.client().as("analyst");
    String name = "lines-" + UUID.randomUUID().toString().substring(0, 8);
    Answer posted = analyst.post("/api/v1/projections", "application/yaml", BodyPublishers.ofString("""
        projection: %s
        on:
          purchase.made:
            each: event.lines
            where: item.quantity.orValue(decimal("1")) > decimal("0")
            tally:
              by:
                product: item.product
              add:
                sold: item.quantity.orValue(decimal("1"))
        """.formatted(name)));
    assertThat(posted.status()).as(posted.body()).isEqualTo(201);

    JsonNode fields = analyst.read(TYPES + "/purchase.made").get("fields");

    List<String> read = fields.propertyStream().filter(field -> words(field.getValue()).contains(name))
        .map(Map.Entry::getKey).toList();
    assertThat(read).containsExactly("lines", "lines[].product", "lines[].quantity");
    assertThat(analyst.read(TYPES + "/visit.completed").get("fields").toString()).doesNotContain(name);
  }

  @Test
  void an_analysts_projection_is_among_the_readers_as_soon_as_it_is_posted() {
    Client analyst = deployment.client().as("analyst");
    String name = "likes-" + UUID.randomUUID().toString().substring(0, 8);
    Answer posted = analyst.post("/api/v1/projections", "application/yaml", BodyPublishers.ofString("""
        projection: %s
        on:
          content.liked:
            tally:
              by:
                content: event.content
              add:
                likes: 1
        """.formatted(name)));
    assertThat(posted.status()).as(posted.body()).isEqualTo(201);

    assertThat(words(analyst.read(TYPES + "/content.liked").get("projections"))).contains(name);
    assertThat(words(analyst.read(TYPES + "/content.shared").get("projections"))).doesNotContain(name);
  }

  @Test
  void a_sources_own_type_is_in_the_catalogue_once_it_was_seen() {
    String type = "x." + UUID.randomUUID();
    Client client = deployment.client();
    assertThat(client.as("analyst").get(TYPES + "/" + type).status()).isEqualTo(404);

    client.record(fact(someone(), type, "2026-03-01T01:00:00Z", Map.of("a", 1)));

    JsonNode entry = client.as("analyst").read(TYPES + "/" + type);
    assertThat(entry.get("count").asLong()).isEqualTo(1);
    assertThat(entry.get("capability").isNull()).isTrue();
    assertThat(entry.at("/revisions/0/schema/additionalProperties/x-personal").asBoolean()).isTrue();
  }

  @Test
  void titles_speak_the_readers_language() {
    Client analyst = deployment.client().as("analyst");

    assertThat(analyst.read(TYPES + "/visit.completed").get("title").asString()).containsPattern("[\\u4e00-\\u9fff]");
    assertThat(analyst.read(TYPES + "/purchase.made", "Accept-Language", "en").get("title").asString())
        .isEqualTo("Purchase");
  }

  @Test
  void pages_are_the_whole_and_others_may_not_look() {
    Client client = deployment.client();
    Client analyst = client.as("analyst");
    List<String> whole = types(analyst.read(TYPES).get("items"));
    List<String> pages = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = analyst.read(TYPES + "?limit=20" + cursor);
      pages.addAll(types(page.get("items")));
      cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asString();
    } while (!cursor.isEmpty());

    assertThat(pages).isEqualTo(whole).doesNotHaveDuplicates();
    for (String scope : List.of("app", "staff", "auditor")) {
      assertThat(client.as(scope).get(TYPES).status()).isEqualTo(403);
      assertThat(client.as(scope).get(TYPES + "/visit.completed").status()).isEqualTo(403);
    }
    assertThat(analyst.get(TYPES + "/no.such").status()).isEqualTo(404);
  }

  private static List<String> types(JsonNode items) {
    return items.valueStream().map(item -> item.get("type").asString()).toList();
  }

  private static List<String> words(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }
}
