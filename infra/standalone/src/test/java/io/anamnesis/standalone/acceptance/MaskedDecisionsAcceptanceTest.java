package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.FieldClass;
import io.anamnesis.events.Shape;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.personal.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * C11: what personal fields of decisions tell, of every type and of every revision there ever was, also of those that no test brings
 * about otherwise: they are put into the log as this installation would have sealed them.
 */
@ParameterizedClass
@EnumSource(Deployment.class)
class MaskedDecisionsAcceptanceTest {
  private static final Path GOLDEN = Path.of("../../shared-events/src/test/resources/golden");
  /** Whoever has one of these gets a reward: of a redemption no revision ever held one, but two could. */
  private static final Set<String> CODES =
      Set.of("loyalty.voucher-issued code", "loyalty.redemption-confirmed vouchers");

  @Parameter
  private Deployment deployment;

  private final String customer = someone();
  private final Map<String, List<String>> canaries = new LinkedHashMap<>();

  @Test
  void an_auditor_with_a_purpose_is_told_all_but_what_gives_something_to_its_holder_and_without_one_nothing()
      throws IOException {
    try (OwnDeployment own = new OwnDeployment(deployment)) {
      own.client("staff").record(fact(customer, "signin.made", "2026-03-01T00:00:00Z", Map.of("channel", "app")));
      smuggle(own);
      Client auditor = own.client("auditor");
      String history = "/api/v1/audit/customers/" + customer + "/history";

      String masked = auditor.get(history).body();
      String told = auditor.get(history, "Purpose", "complaint 17").body();

      assertThat(canaries.keySet()).contains("loyalty.award-refused reason", "loyalty.arrears-written-off reason",
          "insight.key-skipped reason").containsAll(CODES);
      canaries.forEach((field, values) -> values.forEach(value -> {
        assertThat(masked).as(field).contains("\"" + field.split(" ")[0] + "\"").doesNotContain(value);
        assertThat(told.contains(value)).as(field).isEqualTo(!CODES.contains(field));
      }));
      assertThat(told).contains("\"code\":\"***\"");
    }
  }

  /** All but those of an erasure: they would be carried out. */
  private void smuggle(OwnDeployment own) throws IOException {
    PersonalData personal = own.bean(PersonalData.class);
    personal.prepare(List.of(customer));
    for (EventDescriptor type : EventCatalogue.standard().all()) {
      if (!type.isFact() && type.ofCustomer() && !type.type().startsWith("customer.")) {
        for (int revision = 1; revision <= type.revision(); revision++) {
          Path file = GOLDEN.resolve(type.type() + ".r" + revision + ".json");
          String golden = Files.readString(file);
          if (golden.contains("\"~\"")) {
            UUID id = UUID.randomUUID();
            JsonNode payload = personal.bind(customer, Place.of(id, type.type(), revision),
                sealed(personal, type.type(), Facts.parse(golden)));
            Deployment.smuggle(own.database(), customer, id, type.type(), revision, payload.toString());
          }
        }
      }
    }
  }

  private JsonNode sealed(PersonalData personal, String field, JsonNode value) {
    if (value instanceof ObjectNode object && object.has("~")) {
      String canary = "Kanarie" + UUID.randomUUID().toString().replace("-", "");
      canaries.computeIfAbsent(field, first -> new ArrayList<>()).add(canary);
      FieldClass any = object.get("~").asString().startsWith("r.") ? FieldClass.NAME : FieldClass.PHONE;
      return personal
          .seal(customer, Place.underWay(field.split(" ")[0]), new Shape.Members(Map.of("it", new Shape.Sealing(any))),
              JsonNodeFactory.instance.objectNode().put("it", canary))
          .get("it");
    }
    if (value instanceof ObjectNode object) {
      ObjectNode whole = JsonNodeFactory.instance.objectNode();
      object.properties().forEach(member -> whole
          .set(member.getKey(), sealed(personal, field.split(" ")[0] + " " + member.getKey(), member.getValue())));
      return whole;
    }
    if (value instanceof ArrayNode array) {
      ArrayNode whole = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> whole.add(sealed(personal, field, element)));
      return whole;
    }
    return value;
  }
}
