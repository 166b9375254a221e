package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Answer.problem;
import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** H7: staff of some sites see whom these cover, and beyond that only what they say why they read it. */
@ParameterizedClass
@EnumSource(Deployment.class)
class SitesAcceptanceTest {
  private static final String CUSTOMERS = "/api/v1/customers/";
  private static final String REASON = "Unconscious in the emergency room";

  @Parameter
  private Deployment deployment;
  private Client everywhere;
  private WrittenReads written;
  private final String customer = someone();
  private final String name = "Name" + UUID.randomUUID();

  @BeforeEach
  void record() {
    everywhere = deployment.client();
    written = new WrittenReads(deployment.database());
    everywhere.record(registered(customer), visit(customer, "shanghai"));
  }

  private Map<String, Object> registered(String whom) {
    return fact(whom, "customer.registered", "2026-03-01T10:00:00+08:00", Map.of("name", name, "site", "shanghai"));
  }

  private static Map<String, Object> visit(String whom, String site) {
    return fact(whom, "visit.completed", "2026-03-02T10:00:00+08:00",
        Map.of("visitId", "V-" + UUID.randomUUID(), "kind", "outpatient", "site", site));
  }

  private Client of(String... sites) {
    return everywhere.of("nurse-" + customer, sites);
  }

  @Test
  void who_has_a_fact_at_one_of_the_sites_is_seen_with_his_whole_life() {
    assertThat(of("beijing", "shanghai").read(CUSTOMERS + customer + "/timeline").get("items")).hasSizeGreaterThan(1);

    assertThat(hidden(of("beijing"), "/portrait")).contains("Break-Glass");
    everywhere.record(visit(customer, "beijing"));
    assertThat(of("beijing").get(CUSTOMERS + customer + "/portrait").body()).contains(name);
  }

  @Test
  void a_fact_without_a_site_belongs_to_all_of_them() {
    hidden(of("beijing"), "/points");

    everywhere.record(fact(customer, "signin.made", "2026-03-03T10:00:00+08:00", Map.of("channel", "app")));

    assertThat(of("beijing").get(CUSTOMERS + customer + "/points").status()).isEqualTo(200);
  }

  @Test
  void what_is_corrected_counts_by_its_last_word_and_what_is_withdrawn_does_not_count() {
    Map<String, Object> wrong = visit(customer, "beijing");
    everywhere.record(wrong);
    assertThat(of("beijing").get(CUSTOMERS + customer + "/tier").status()).isEqualTo(200);
    Map<String, Object> about = Map.of("source", wrong.get("source"), "id", wrong.get("id"));
    Map<String, Object> right = Map.of("visitId", "V-" + customer, "kind", "outpatient", "site", "chengdu");

    everywhere.record(fact(customer, "fact.corrected", "2026-03-04T10:00:00+08:00",
        Map.of("corrects", about, "data", right)));
    hidden(of("beijing"), "/tier");
    assertThat(of("chengdu").get(CUSTOMERS + customer + "/tier").status()).isEqualTo(200);

    everywhere.record(fact(customer, "fact.withdrawn", "2026-03-05T10:00:00+08:00", Map.of("withdraws", about)));
    hidden(of("chengdu"), "/tier");
  }

  @Test
  void a_stated_reason_breaks_the_glass_for_a_read_and_is_kept_with_it() {
    Client nurse = of("beijing");
    assertThat(nurse.get(CUSTOMERS + customer + "/portrait", "Break-Glass", REASON).body()).contains(name);
    assertThat(of("shanghai").get(CUSTOMERS + customer + "/portrait", "Break-Glass", "not needed").status())
        .isEqualTo(200);
    assertThat(problem(nurse.get(CUSTOMERS + customer + "/portrait", "Break-Glass", "x".repeat(501)), 400))
        .isEqualTo("invalid");

    JsonNode broken = everywhere.as("auditor")
        .read("/api/v1/audit/reads?breakGlass=true&customer=" + customer, "Purpose", "a monthly look").get("items");
    assertThat(broken).hasSize(1);
    assertThat(broken.get(0).get("breakGlass").asString()).isEqualTo(REASON);
    assertThat(broken.get(0).get("sites").valueStream().map(JsonNode::asString)).containsExactly("beijing");
    assertThat(broken.get(0).get("reader").asString()).isEqualTo("nurse-" + customer);
    assertThat(everywhere.as("auditor").read("/api/v1/audit/reads?breakGlass=true&customer=" + customer).get("items")
        .get(0).get("breakGlass").asString()).isEqualTo("***");
    assertThat(written.count("payload like '%" + REASON + "%'")).isZero();
    assertThat(everywhere.as("app").read(CUSTOMERS + customer + "/reads").get("items")
        .findValues("breakGlass").stream().filter(JsonNode::booleanValue)).hasSize(1);
  }

  @Test
  void a_refusal_does_not_tell_whether_the_number_is_known_and_is_recorded() {
    String nobody = someone();
    assertThat(hidden(of("beijing"), "/portrait"))
        .isEqualTo(of("beijing").get(CUSTOMERS + nobody + "/portrait", "Accept-Language", "en").json().get("detail")
            .asString());

    assertThat(written.of(customer)).contains(
        "nurse-" + customer + " GET /customers/{customer}/portrait 404 NONE");
  }

  @Test
  void decisions_are_not_for_broken_glass_but_a_fact_may_always_be_told() {
    Client nurse = of("beijing");
    Answer refused = nurse.post(CUSTOMERS + customer + "/points/adjustments", Map.of("points", 5, "reason", "r"),
        "Break-Glass", REASON);
    assertThat(problem(refused, 404)).isEqualTo("unknown-customer");

    nurse.record(visit(customer, "beijing"));
    assertThat(nurse.post(CUSTOMERS + customer + "/points/adjustments", Map.of("points", 5, "reason", "r")).status())
        .isEqualTo(201);
  }

  @Test
  void search_and_worklists_show_only_whom_the_sites_cover() {
    String other = someone();
    everywhere.record(fact(other, "customer.registered", "2026-03-01T10:00:00+08:00",
        Map.of("name", name, "site", "beijing")));
    assertThat(found(everywhere)).containsExactlyInAnyOrder(customer, other);
    assertThat(found(of("beijing"))).containsExactly(other);
    assertThat(found(of("chengdu"))).isEmpty();

    for (String whom : List.of(customer, other)) {
      assertThat(everywhere.post(CUSTOMERS + whom + "/points/adjustments", Map.of("points", 5_000, "reason", "r"))
          .status()).isEqualTo(201);
    }
    assertThat(of("beijing").read("/api/v1/loyalty/adjustments?limit=500").get("items")
        .findValuesAsString("customer")).contains(other).doesNotContain(customer);
    assertThat(problem(of("beijing").get("/api/v1/loyalty/reviews?customer=" + customer), 404))
        .isEqualTo("unknown-customer");
    assertThat(written.of(customer)).as("the try").contains("nurse-" + customer + " GET /loyalty/reviews 404 NONE");

    String source = "/of/" + customer;
    everywhere.ndjson(List.of(customer, other).stream().map(whom -> """
        {"specversion":"1.0","id":"%s","source":"%s","type":"no.such","subject":"%s","time":"2026-03-01T00:00:00Z"}
        """.formatted(whom, source, whom)).collect(joining()) + "no JSON, of " + source);
    String rejected = "/api/v1/facts/rejected?source=" + source;
    assertThat(everywhere.read(rejected).get("items")).hasSize(3);
    assertThat(of("beijing").read(rejected).get("items").findValuesAsString("id")).containsExactly(other);
  }

  @Test
  void a_token_without_the_claim_covers_all_sites_and_the_claim_limits_staff_alone() {
    assertThat(everywhere.get(CUSTOMERS + customer + "/portrait").status()).isEqualTo(200);
    assertThat(everywhere.as("app").get(CUSTOMERS + customer + "/portrait").status()).isEqualTo(200);
    assertThat(everywhere.as("auditor").get(CUSTOMERS + customer + "/portrait").status()).isEqualTo(200);
  }

  private List<String> found(Client client) {
    return client.post(CUSTOMERS + "search", Map.of("name", name)).json().get("items").findValuesAsString("customer");
  }

  private String hidden(Client client, String view) {
    Answer answer = client.get(CUSTOMERS + customer + view, "Accept-Language", "en");
    assertThat(problem(answer, 404)).isEqualTo("unknown-customer");
    assertThat(answer.body()).doesNotContain(name);
    return answer.json().get("detail").asString();
  }
}
