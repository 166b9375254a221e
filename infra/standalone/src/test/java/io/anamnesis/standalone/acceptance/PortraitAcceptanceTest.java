package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** C1 and I1: the master record, and the portrait from the facts so far. */
@ParameterizedClass
@EnumSource(Deployment.class)
class PortraitAcceptanceTest {
  @Parameter
  private Deployment deployment;

  @Test
  void the_master_record_is_amended_field_by_field() {
    String customer = someone();
    Client client = deployment.client();
    client.record(
        fact(customer, "customer.registered", "2026-01-01T02:00:00Z",
            Map.of("name", "示例一", "phone", "13800000001", "birthDate", "1990-05-06", "gender", "f", "channel",
                "wecom")),
        fact(customer, "customer.amended", "2026-02-01T02:00:00Z", Map.of("phone", "13800000002")));

    JsonNode identity = portrait(client, customer).get("identity");
    assertThat(identity.get("name").asString()).isEqualTo("示例一");
    assertThat(identity.get("phone").asString()).isEqualTo("13800000002");
    assertThat(identity.get("birthDate").asString()).isEqualTo("1990-05-06");
    JsonNode earlier =
        client.read("/api/v1/customers/" + customer + "/portrait?effectiveAt=2026-01-15T00:00:00Z").get("identity");
    assertThat(earlier.get("phone").asString()).isEqualTo("13800000001");
  }

  @Test
  void an_amendment_told_late_does_not_undo_a_newer_one() {
    String customer = someone();
    Client client = deployment.client();
    client.record(fact(customer, "customer.registered", "2026-01-01T02:00:00Z", Map.of("name", "示例一")),
        fact(customer, "customer.amended", "2026-03-01T02:00:00Z", Map.of("phone", "13800000003")),
        fact(customer, "customer.amended", "2026-02-01T02:00:00Z", Map.of("phone", "13800000002")));
    assertThat(portrait(client, customer).get("identity").get("phone").asString()).isEqualTo("13800000003");
  }

  @Test
  void an_auditor_sees_personal_fields_with_a_purpose_only() {
    String customer = someone();
    Client client = deployment.client();
    client.record(fact(customer, "customer.registered", "2026-01-01T02:00:00Z", Map.of("name", "示例一")));
    String path = "/api/v1/customers/" + customer + "/portrait";
    assertThat(client.as("auditor").read(path).get("identity").get("name").asString()).isEqualTo("***");
    assertThat(client.as("auditor").read(path, "Purpose", "complaint review").get("identity").get("name").asString())
        .isEqualTo("示例一");
  }

  @Test
  void a_recent_visit_makes_class_C_an_old_one_M() {
    String recent = someone();
    String old = someone();
    Client client = deployment.client();
    client.record(visit(recent, "V-1", Instant.now().minusSeconds(86_400).toString()),
        visit(old, "V-2", "2020-01-01T02:00:00Z"));
    assertThat(portrait(client, recent).get("class").asString()).isEqualTo("C");
    assertThat(portrait(client, old).get("class").asString()).isEqualTo("M");
    assertThat(client.read("/api/v1/customers/" + old + "/portrait?effectiveAt=2020-07-01T15:59:59Z").get("class")
        .asString()).isEqualTo("C");
    assertThat(client.read("/api/v1/customers/" + old + "/portrait?effectiveAt=2020-07-01T16:00:00Z").get("class")
        .asString()).isEqualTo("M");
  }

  @Test
  void an_open_complaint_is_an_open_matter_until_it_is_resolved() {
    String customer = someone();
    Client client = deployment.client();
    client.record(fact(customer, "complaint.filed", "2026-03-01T02:00:00Z", Map.of("complaintId", "K-1")),
        purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("postpartum", "10")));
    JsonNode open = portrait(client, customer);
    assertThat(open.get("openMatters")).hasSize(1);
    assertThat(open.get("spend").toString()).contains("10.00");
    client.record(fact(customer, "complaint.resolved", "2026-03-02T02:00:00Z", Map.of("complaintId", "K-1")));
    assertThat(portrait(client, customer).get("openMatters")).isEmpty();
  }

  @Test
  void a_customer_is_found_by_name_phone_or_id_number_in_a_body_never_in_a_url() {
    String customer = someone();
    Client client = deployment.client();
    String phone = "139" + Math.abs(customer.hashCode() % 100_000_000);
    client.record(fact(customer, "customer.registered", "2026-01-01T02:00:00Z",
        Map.of("name", "Example " + customer, "phone", phone, "nationalId", "ID-" + customer)));
    for (Map<String, String> wanted : java.util.List.of(Map.of("phone", phone), Map.of("name", "EXAMPLE " + customer),
        Map.of("nationalId", "ID-" + customer))) {
      JsonNode items = client.post("/api/v1/customers/search", wanted).json().get("items");
      assertThat(items).as("%s", wanted.keySet()).hasSize(1);
      assertThat(items.get(0).get("customer").asString()).isEqualTo(customer);
    }
    assertThat(client.post("/api/v1/customers/search", Map.of()).status()).isEqualTo(400);
    assertThat(client.as("app").post("/api/v1/customers/search", Map.of("phone", phone)).status()).isEqualTo(403);
  }

  private static JsonNode portrait(Client client, String customer) {
    return client.read("/api/v1/customers/" + customer + "/portrait");
  }
}
