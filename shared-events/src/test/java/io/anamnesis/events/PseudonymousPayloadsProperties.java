package io.anamnesis.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PseudonymousPayloadsProperties {
  private static final EventCatalogue CATALOGUE = EventCatalogue.standard();

  private final PseudonymousPayloads payloads = new PseudonymousPayloads(CATALOGUE, number -> "p" + number.length());

  @Example
  void what_is_sealed_is_left_out_and_what_is_clear_stays() {
    String stored = """
        {"lines":[{"product":"X","amount":"7.50"}],"currency":"CNY","purchaseId":"P","unheardOf":{"~":"r.AA"},
         "payments":[{"payer":"self","reference":{"~":"c.BB"},"amount":"7.50"}],"visitId":null}""";

    assertThat(payloads.of("purchase.made", 1, stored)).hasToString("{\"purchaseId\":\"P\",\"currency\":\"CNY\","
        + "\"lines\":[{\"product\":\"X\",\"amount\":\"7.50\"}],\"payments\":[{\"payer\":\"self\",\"amount\":\"7.50\"}]}");
  }

  @Example
  void a_customers_number_gives_way_to_a_pseudonym_wherever_a_record_has_one() {
    assertThat(payloads.of("purchase.made", 1, "{\"buyer\":\"C-0042\"}")).hasToString("{\"buyer\":\"p6\"}");
    assertThat(payloads.of("referral.made", 1, "{\"referred\":\"C-1\"}")).hasToString("{\"referred\":\"p3\"}");
    assertThat(payloads.of("family.linked", 1, "{\"other\":\"C\"}")).hasToString("{\"other\":\"p1\"}");
    assertThat(payloads.of("customer.registered", 1, "{\"referredBy\":\"C-12\"}"))
        .hasToString("{\"referredBy\":\"p4\"}");
  }

  @Example
  void an_earlier_revision_is_shown_as_the_newest() {
    assertThat(payloads.of("loyalty.points-earned", 1, "{\"points\":7}").get("parts"))
        .hasToString("[{\"points\":7,\"values\":[]}]");
    assertThatThrownBy(() -> payloads.of("loyalty.points-earned", 4, "{}")).isInstanceOf(UnknownRevision.class);
  }

  @Example
  void of_a_type_of_the_sources_own_nothing_is_shown() {
    assertThat(payloads.of("x.hydration", 1, "{\"a\":{\"~\":\"r.AA\"},\"b\":1}")).hasToString("{}");
  }

  /** Members in clear that no record declares are there on purpose: not even those come through. */
  @Property(tries = 50)
  void nothing_sealed_and_nothing_unheard_of_comes_through(@ForAll Random random) {
    for (EventDescriptor type : CATALOGUE.all()) {
      ObjectNode stored = new RandomPayloads(random).of(type.recordType());

      JsonNode shown = payloads.of(type.type(), type.revision(), stored.toString());

      assertThat(shown.toString()).as("%s %s", type, stored).doesNotContain("\"~\":", "unheard of", "C-");
    }
  }
}
