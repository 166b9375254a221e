package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** V1 and V2: appointments and visits, on the timeline and in the portrait. */
@ParameterizedClass
@EnumSource(Deployment.class)
class VisitsAcceptanceTest {
  @Parameter
  private Deployment deployment;

  @Test
  void an_appointment_is_next_due_until_it_is_cancelled() {
    String customer = someone();
    Client client = deployment.client();
    String soon = Instant.now().plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
    String later = Instant.now().plus(5, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
    client.record(fact(customer, "appointment.booked", "2026-03-01T02:00:00Z",
        Map.of("appointmentId", "A-1", "scheduledFor", soon, "department", "obstetrics")));
    assertThat(portrait(client, customer).get("nextDue").toString()).contains(soon);
    client.record(fact(customer, "appointment.rescheduled", "2026-03-02T02:00:00Z",
        Map.of("appointmentId", "A-1", "scheduledFor", later)));
    assertThat(portrait(client, customer).get("nextDue").toString()).contains(later);
    client.record(fact(customer, "appointment.cancelled", "2026-03-03T02:00:00Z", Map.of("appointmentId", "A-1")));
    assertThat(portrait(client, customer).get("nextDue").isNull()).isTrue();
  }

  @Test
  void each_step_of_a_visit_is_on_the_timeline_newest_first_in_the_readers_language() {
    String customer = someone();
    Client client = deployment.client();
    client.record(fact(customer, "visit.arrived", "2026-03-01T01:00:00Z", Map.of("visitId", "V-1")),
        fact(customer, "visit.roomed", "2026-03-01T01:20:00Z", Map.of("visitId", "V-1")),
        visit(customer, "V-1", "2026-03-01T02:00:00Z"));
    JsonNode timeline = client.read("/api/v1/customers/" + customer + "/timeline").get("items");
    assertThat(timeline.findValuesAsString("type")).containsExactly("loyalty.points-earned", "visit.completed",
        "visit.roomed", "visit.arrived");
    JsonNode visits = portrait(client, customer).get("visits");
    assertThat(visits.toString()).contains("\"count\":1");
  }

  @Test
  void the_timeline_is_read_in_pages_without_loss() {
    String customer = someone();
    Client client = deployment.client();
    for (int day = 1; day <= 9; day++) {
      client.record(fact(customer, "content.viewed", "2026-03-0" + day + "T01:00:00Z", Map.of("content", "A-" + day)));
    }
    int seen = 0;
    String cursor = "";
    do {
      JsonNode page = client.read("/api/v1/customers/" + customer + "/timeline?limit=4" + cursor);
      seen += page.get("items").size();
      cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asString();
    } while (!cursor.isEmpty());
    assertThat(seen).isEqualTo(9);
    assertThat(client.get("/api/v1/customers/" + customer + "/timeline?limit=501").status()).isEqualTo(400);
    client.record(purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("postpartum", "10")));
  }

  private static JsonNode portrait(Client client, String customer) {
    return client.read("/api/v1/customers/" + customer + "/portrait");
  }
}
