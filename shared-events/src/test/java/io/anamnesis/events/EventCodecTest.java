package io.anamnesis.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.events.customer.CustomerRecordEvent.CustomerDeceased;
import io.anamnesis.events.customer.CustomerRecordEvent.CustomerRegistered;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.events.loyalty.LoyaltyEvent.Part;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.events.purchase.PurchaseEvent.RefundedLine;
import io.anamnesis.events.visit.VisitEvent.AppointmentBooked;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

class EventCodecTest {
  private final EventCodec codec = new EventCodec(EventCatalogue.standard());

  @Test
  void a_revision_newer_than_this_build_stops_the_reader() {
    assertThatThrownBy(() -> codec.decode("signin.made", 2, "{}")).isInstanceOf(UnknownRevision.class)
        .hasMessageContaining("signin.made").hasMessageContaining("deploy");
    assertThatThrownBy(() -> codec.decode("signin.made", 0, "{}")).isInstanceOf(UnknownRevision.class);
  }

  @Test
  void revisions_of_a_sources_own_type_are_data_and_all_of_one_form() {
    assertThat(codec.decode("x.any", 1, "{\"a\":1}")).isEqualTo(codec.decode("x.any", 7, "{\"a\":1}"));
    assertThatThrownBy(() -> codec.decode("x.any", 0, "{}")).isInstanceOf(UnknownRevision.class);
  }

  @Test
  void a_type_that_is_not_in_the_catalogue_stops_the_reader() {
    assertThatThrownBy(() -> codec.decode("no.such", 1, "{}")).isInstanceOf(UnknownType.class);
  }

  @Test
  void an_extension_keeps_its_whole_payload() {
    var event = (ExtensionFact) codec.decode("x.hydration", 1, "{\"b\":{\"~\":\"r.AA\"},\"a\":1.50}");

    assertThat(event.type()).isEqualTo("x.hydration");
    assertThat(codec.encode(event)).isEqualTo("{\"b\":{\"~\":\"r.AA\"},\"a\":1.50}");
  }

  @Test
  void sealed_members_stay_sealed_and_unknown_ones_are_passed_over() {
    var event = (CustomerRegistered) codec.decode("customer.registered", 1,
        "{\"name\":{\"~\":\"r.AA\"},\"phone\":null,\"unheardOf\":{\"~\":\"r.BB\"}}");

    assertThat(event.name()).isEqualTo(new Sealed("r.AA"));
    assertThat(event.phone()).isNull();
  }

  @Test
  void the_date_of_a_date_time_is_the_one_that_was_told() {
    assertThat(codec.decode("customer.deceased", 1, "{\"date\":\"2026-02-28T23:30:00+08:00\"}"))
        .isEqualTo(new CustomerDeceased(LocalDate.of(2026, 2, 28)));
  }

  @Test
  void an_instant_keeps_the_offset_that_was_told() {
    var booked = (AppointmentBooked) codec.decode("appointment.booked", 1,
        "{\"appointmentId\":\"A\",\"scheduledFor\":\"2026-03-04T09:30:00+08:00\"}");

    assertThat(booked.scheduledFor()).isEqualTo(OffsetDateTime.parse("2026-03-04T09:30:00+08:00"));
    assertThat(booked.scheduledFor().getOffset()).hasToString("+08:00");
    assertThat(codec.encode(booked)).contains("\"2026-03-04T09:30:00+08:00\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "2.0", "2e0", "20e-1"})
  void a_whole_number_decodes_however_it_was_written(String line) {
    var refunded = (PurchaseRefunded) codec.decode("purchase.refunded", 1,
        "{\"purchaseId\":\"P\",\"currency\":\"CNY\",\"lines\":[{\"line\":" + line + ",\"amount\":\"1.50\"}]}");

    assertThat(refunded.lines()).extracting(RefundedLine::line).isEqualTo(List.of(2));
  }

  @Test
  void absent_optional_members_are_not_written() {
    assertThat(codec.encode(new SigninMade(null))).isEqualTo("{}");
    assertThat(codec.encode(new SigninMade(new Code("wecom")))).isEqualTo("{\"channel\":\"wecom\"}");
  }

  @Test
  void an_unreadable_payload_is_told_by_its_place_and_never_by_its_value() {
    List<String> payloads =
        List.of("{\"channel\":{\"13800138000\":1}}", "{\"channel\":\"13800138000\"", "[\"13800138000\"]",
            "{\"channel\":\"\\u000013800138000\"}");
    for (String payload : payloads) {
      assertThatThrownBy(() -> codec.decode("signin.made", 1, payload)).as(payload)
          .isInstanceOf(UnreadablePayload.class).hasNoCause().hasMessageContaining("signin.made")
          .hasMessageNotContaining("13800138000");
    }
    assertThatThrownBy(() -> codec.decode("x.any", 1, "[]")).isInstanceOf(UnreadablePayload.class);
  }

  @Test
  void a_member_told_twice_is_refused_at_any_depth() {
    for (String text : List.of("{\"a\":1,\"a\":1}", "{\"a\":{\"b\":1,\"b\":2}}", "[{\"a\":1,\"a\":1}]")) {
      assertThatThrownBy(() -> EventCodec.outside().readTree(text)).isInstanceOf(JacksonException.class);
    }
    String twice = "{\"purchaseId\":\"P\",\"currency\":\"CNY\",\"lines\":[{\"amount\":\"1\",\"amount\":\"1\"}]}";
    assertThatThrownBy(() -> codec.decode("purchase.refunded", 1, twice)).isInstanceOf(UnreadablePayload.class);
  }

  @Test
  void what_is_no_object_at_all_is_unreadable() {
    for (String text : List.of("null", "", " ", "7", "\"a\"", "{\"channel\":\"a\"} {}")) {
      assertThatThrownBy(() -> codec.decode("signin.made", 1, text)).isInstanceOf(UnreadablePayload.class);
    }
  }

  @Test
  void the_place_of_what_cannot_be_read_is_told() {
    String wrong = "{\"purchaseId\":\"P\",\"lines\":[{\"amount\":\"1\"},{\"amount\":\"-1\"}]}";

    assertThatThrownBy(() -> codec.decode("purchase.made", 1, wrong)).isInstanceOf(UnreadablePayload.class)
        .hasMessageContaining("\"lines\"").hasMessageContaining("[1]").hasMessageContaining("\"amount\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "{}x", "{\"a\":NaN}", "{'a':1}", "{\"a\":01}", "{\"a\":1,}", "// c\n{}"})
  void what_is_no_JSON_is_refused(String text) {
    assertThatThrownBy(() -> EventCodec.outside().readTree(text)).isInstanceOf(JacksonException.class);
  }

  @Test
  void what_comes_from_outside_is_bounded_in_depth_and_length() {
    assertThat(EventCodec.outside().readTree("[".repeat(64) + "]".repeat(64)).isArray()).isTrue();
    assertThat(EventCodec.outside().readTree('"' + "a".repeat(1_000_000) + '"').isString()).isTrue();
    List<String> tooMuch = List.of("[".repeat(65) + "]".repeat(65), '"' + "a".repeat(1_000_001) + '"', "1".repeat(401),
        "{\"" + "n".repeat(50_001) + "\":1}");
    for (String text : tooMuch) {
      assertThatThrownBy(() -> EventCodec.outside().readTree(text)).isInstanceOf(JacksonException.class);
    }
  }

  @Test
  void what_was_let_in_can_be_read_back_when_it_is_longer_by_its_sealing() {
    String stored = "{\"a\":".repeat(64) + "{\"~\":\"" + "A".repeat(4_000_000) + "\"}" + "}".repeat(64);

    assertThat(codec.decode("x.any", 1, stored)).isInstanceOf(ExtensionFact.class);
  }

  @Test
  void decimals_are_read_exactly_and_written_as_they_came() {
    var tree = (ObjectNode) EventCodec.mapper().readTree("{\"a\":0.10,\"b\":9007199254740993,\"c\":1e400,\"d\":1.0}");

    assertThat(tree.get("a").decimalValue()).isEqualTo(new BigDecimal("0.10"));
    assertThat(tree.get("b").decimalValue()).isEqualTo(new BigDecimal("9007199254740993"));
    assertThat(EventCodec.mapper().readTree(EventCodec.mapper().writeValueAsString(tree))).isEqualTo(tree);
    assertThat(tree.toString()).contains("\"a\":0.10", "\"d\":1.0");
  }

  @Test
  void the_shared_mapper_writes_unknown_values_as_null_in_the_order_of_declaration() {
    assertThat(EventCodec.mapper().writeValueAsString(Map.of("part", new Part(null, null, null, null, 5, List.of()))))
        .isEqualTo(
            "{\"part\":{\"line\":null,\"amount\":null,\"base\":null,\"currency\":null,\"points\":5,\"values\":[]}}");
  }
}
