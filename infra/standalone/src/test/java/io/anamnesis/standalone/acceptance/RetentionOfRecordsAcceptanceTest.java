package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** C11: a record that had to be kept is erased when its time is over, whatever happens on the way there. */
@ParameterizedClass
@EnumSource(Deployment.class)
class RetentionOfRecordsAcceptanceTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Parameter
  private Deployment deployment;

  private final String customer = someone();
  private final String other = someone();
  private final String path = "/api/v1/customers/" + customer;

  @Test
  void a_later_visit_moves_the_end_a_hold_stops_it_and_no_figure_changes() throws Exception {
    ShiftedClock clock = new ShiftedClock();
    try (OwnDeployment own = new OwnDeployment(deployment, Map.of(), clock)) {
      Client staff = own.client("staff");
      for (String person : List.of(customer, other)) {
        staff.record(fact(person, "customer.registered", "2026-03-01T02:00:00Z",
            Map.of("name", "Li " + person, "phone", "139" + person, "birthDate", "1987-06-05", "gender", "female")),
            visit(person, "V-" + person, "2026-03-02T02:00:00Z"),
            purchase(person, "P-" + person, "2026-03-02T03:00:00Z", line("postpartum", "760.00")));
      }
      staff.read(path + "/portrait");
      ViewRows rows = new ViewRows(own.database());
      rows.awaitAllRead();
      SortedMap<String, List<String>> before = rows.all();

      assertThat(erase(staff).get("record").get("until").asString()).isEqualTo("2041-03-02T02:00:00Z");
      staff.read(path + "/portrait");
      rows.awaitAllRead();
      assertThat(differing(before, rows.all())).containsExactly("portrait", "portrait_lookup");
      assertThat(others(rows.all())).isEqualTo(others(before));
      assertThat(rows.lookupsOf(customer)).as("of name and id alone").hasSize(1);

      staff.record(fact(customer, "admission.admitted", "2026-05-01T02:00:00Z", Map.of("stayId", "S-1")),
          fact(customer, "admission.discharged", "2026-05-03T02:00:00Z", Map.of("stayId", "S-1")));
      own.restart();
      Client after = own.client("staff");
      clock.to(Instant.parse("2041-03-02T02:00:01Z"));
      await().atMost(LONG).untilAsserted(() -> assertThat(receipt(after).get("record").get("until").asString())
          .isEqualTo("2056-05-03T02:00:00Z"));
      assertThat(
          after.as("auditor").read(path + "/portrait", "Purpose", "case 7").get("identity").get("name").asString())
          .isEqualTo("Li " + customer);

      after.post(path + "/legal-hold", Map.of("reason", "court"));
      clock.to(Instant.parse("2056-05-03T02:00:01Z"));
      assertThat(receipt(after).get("state").asString()).isEqualTo("held");
      after.delete(path + "/legal-hold", Map.of("reason", "settled"));
      await().atMost(LONG).untilAsserted(() -> assertThat(receipt(after).get("state").asString()).isEqualTo("done"));
      JsonNode identity =
          after.as("auditor").read(path + "/portrait", "Purpose", "case 7").get("identity");
      assertThat(identity.get("name").isNull()).isTrue();
      assertThat(identity.get("gender").asString()).isEqualTo("female");
      assertThat(rows.lookupsOf(customer)).isEmpty();
      assertThat(rows.lookupsOf(other)).hasSize(2);
      rebuiltAlike(own, rows);
    }
  }

  /** What was rebuilt from the log equals what has lived through it. */
  private void rebuiltAlike(OwnDeployment own, ViewRows rows) throws Exception {
    Client analyst = own.client("analyst");
    own.client("staff").read(path + "/portrait");
    rows.awaitAllRead();
    SortedMap<String, List<String>> live = rows.all();
    assertThat(analyst.post("/api/v1/projections/rebuild", Map.of("names", List.of("portrait"))).status())
        .isEqualTo(202);
    await().atMost(LONG).until(() -> {
      JsonNode portrait = analyst.read("/api/v1/projections/portrait");
      return portrait.get("state").asString().equals("live") && !portrait.get("standby").isNull();
    });
    assertThat(rows.all()).isEqualTo(live);
  }

  private JsonNode erase(Client staff) {
    Answer answer = staff.post(path + "/erasure", Map.of("reason", "asked"), "Prefer", "wait=20");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode receipt(Client staff) {
    return staff.read(path + "/erasure");
  }

  private static List<String> differing(SortedMap<String, List<String>> before, SortedMap<String, List<String>> after) {
    return before.keySet().stream().filter(table -> !before.get(table).equals(after.get(table))).toList();
  }

  /** All that is not of the erased person alone. */
  private List<String> others(SortedMap<String, List<String>> rows) {
    return rows.values().stream().flatMap(List::stream).filter(row -> !row.contains("\"" + customer + "\"")).toList();
  }
}
