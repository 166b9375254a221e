package io.anamnesis.standalone.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What becomes of the two data sets, held against figures counted from the files by other means. */
class DemoSetTest {
  private static final DemoSet HOSPITAL = DemoSet.ALL.getFirst();
  private static final DemoSet SHOP = DemoSet.ALL.getLast();

  @Test
  void every_row_of_the_hospital_becomes_the_facts_that_it_means() {
    List<Fact> facts = facts(HOSPITAL);

    assertThat(countByType(facts)).isEqualTo(Map.of("customer.registered", 300L, "visit.arrived", 4_757L,
        "visit.completed", 4_757L, "admission.admitted", 43L, "admission.discharged", 43L, "purchase.made", 3_797L,
        "care.step", 1_684L));
    assertThat(spend(facts)).isEqualByComparingTo("2786278.95");
    assertThat(countByKind(facts)).isEqualTo(
        Map.of("outpatient", 2_130L + 1_046L, "emergency", 414L + 312L, "remote", 30L, "wellness", 825L));
    assertThat(ids(facts)).doesNotHaveDuplicates();
  }

  @Test
  void every_row_of_the_shop_becomes_the_facts_that_it_means() {
    List<Fact> facts = facts(SHOP);

    assertThat(countByType(facts)).isEqualTo(
        Map.of("purchase.made", 47_243L, "campaign.sent", 6_589L, "campaign.responded", 2_102L));
    assertThat(lines(facts, line -> true)).isEqualTo(75_000);
    assertThat(lines(facts, line -> line.path("quantity").decimalValue().signum() == 0)).isEqualTo(416);
    assertThat(lines(facts, line -> !line.has("businessLine"))).as("lines of products that are not listed")
        .isEqualTo(222);
    assertThat(ids(facts)).doesNotHaveDuplicates();
  }

  @Test
  void an_immunisation_during_a_stay_names_the_stay() {
    List<JsonNode> steps = facts(HOSPITAL).stream().map(Fact::json)
        .filter(fact -> fact.path("type").asString().equals("care.step")).map(fact -> fact.path("data")).toList();

    assertThat(steps).filteredOn(step -> step.has("stayId")).hasSize(1).noneMatch(step -> step.has("visitId"));
    assertThat(steps).filteredOn(step -> step.has("visitId")).hasSize(1_683);
  }

  @Test
  void nothing_that_names_an_organisation_is_shipped() {
    assertThat(facts(HOSPITAL)).allSatisfy(fact -> {
      JsonNode site = fact.json().path("data").path("site");
      assertThat(site.isMissingNode() || site.asString().matches("[0-9a-f-]{36}")).isTrue();
    });
  }

  @Test
  void facts_come_in_the_order_in_which_they_happened() {
    assertThat(facts(HOSPITAL)).extracting(Fact::time).isSorted();
    assertThat(facts(SHOP)).extracting(Fact::time).isSorted();
  }

  @Test
  void the_shift_is_the_largest_number_of_whole_weeks_that_leaves_the_last_fact_before_today() {
    LocalDate today = LocalDate.parse("2026-03-10");

    assertThat(DemoSet.shift(Instant.parse("2026-03-09T23:59:59Z"), today)).isEqualTo(Duration.ZERO);
    assertThat(DemoSet.shift(Instant.parse("2026-03-03T00:00:00Z"), today)).as("would be today")
        .isEqualTo(Duration.ZERO);
    assertThat(DemoSet.shift(Instant.parse("2026-03-02T23:59:59Z"), today)).isEqualTo(Duration.ofDays(7));
    assertThat(DemoSet.shift(Instant.parse("2018-01-01T03:47:38Z"), today)).isEqualTo(Duration.ofDays(7 * 427));
  }

  private static List<Fact> facts(DemoSet set) {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    return new Import(set.files(), null, new Progress(nowhere, false)).factsInTimeOrder();
  }

  private static Map<String, Long> countByType(List<Fact> facts) {
    return facts.stream().collect(
        Collectors.groupingBy(fact -> fact.json().path("type").asString(), TreeMap::new, Collectors.counting()));
  }

  private static Map<String, Long> countByKind(List<Fact> facts) {
    return facts.stream().map(Fact::json).filter(fact -> fact.path("type").asString().equals("visit.completed"))
        .collect(Collectors.groupingBy(fact -> fact.path("data").path("kind").asString(), Collectors.counting()));
  }

  private static List<String> ids(List<Fact> facts) {
    return facts.stream().map(fact -> fact.json().path("id").asString()).toList();
  }

  private static BigDecimal spend(List<Fact> facts) {
    return facts.stream().flatMap(fact -> StreamSupport.stream(lines(fact).spliterator(), false))
        .map(line -> new BigDecimal(line.path("amount").asString())).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static long lines(List<Fact> facts, Predicate<JsonNode> which) {
    return facts.stream().flatMap(fact -> StreamSupport.stream(lines(fact).spliterator(), false)).filter(which).count();
  }

  private static JsonNode lines(Fact fact) {
    return fact.json().path("data").path("lines");
  }
}
