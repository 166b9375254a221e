package io.anamnesis.command.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.web.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class FactParserTest {
  private final FactParser parser = new FactParser(EventCatalogue.standard(),
      Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      purchase.made | {"currency":"CNY","lines":[{"amount":"1"}]} | MISSING | data.purchaseId
      purchase.made | {"purchaseId":"P","lines":[{"amount":"1"}]} | MISSING | data.currency
      purchase.made | {"purchaseId":"P","currency":"CNY"} | MISSING | data.lines
      purchase.made | {"purchaseId":"P","currency":"CNY","lines":[]} | INVALID | data.lines
      purchase.made | {"purchaseId":"P","currency":"CNY","lines":[{"amount":"1"},{}]} | MISSING | data.lines[1].amount
      purchase.made | {"purchaseId":"P","currency":"CNY","lines":[{"amount":1}]} | INVALID | data.lines[0].amount
      purchase.made | {"purchaseId":"P","currency":"CNY","lines":[{"amount":"-1"}]} | INVALID | data.lines[0].amount
      purchase.made | {"purchaseId":"P","currency":"CNY","lines":[{"amount":"1.00001"}]} | INVALID | data.lines[0].amount
      purchase.made | {"purchaseId":"P","currency":"XXY","lines":[{"amount":"1"}]} | INVALID | data.currency
      purchase.made | {"purchaseId":"P","currency":"CNY","lines":[{"amount":"1","quantity":1e999999999}]} | INVALID | data.lines[0].quantity
      survey.answered | {"survey":"S","score":11} | INVALID | data.score
      customer.registered | {"birthDate":"1980-02-30"} | INVALID | data.birthDate
      customer.registered | {"name":7} | INVALID | data.name
      customer.registered | {"name":"\\ud83d"} | INVALID | data.name
      x.anything | {"a":[{"b":"\\udc00"}]} | INVALID | data.a[0].b
      """)
  void a_payload_of_another_form_is_refused_naming_the_field(String type, String payload, ProblemType code,
      String field) {
    String text = SampleFacts.of("A-1", type, "C-1", "{}").toString().replace("\"data\":{}", "\"data\":" + payload);

    assertThat(parser.parse(SampleFacts.raw(text))).isInstanceOfSatisfying(Rejection.class, rejection -> {
      assertThat(rejection.code()).isEqualTo(code);
      assertThat(rejection.field()).isEqualTo(field);
      assertThat(rejection.source()).isEqualTo(SampleFacts.SOURCE);
      assertThat(rejection.id()).isEqualTo("A-1");
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "7", "\"text\"", "{} {}", "{}]", "{\"id\":\"a\",\"id\":\"a\"}",
      "{\"data\":{\"a\":1,\"a\":1}}", "{\"a\":1e99999999999}", "{\"a\":NaN}", "{'a':1}", "{\"a\":\"\u0001\"}",
      "{\"a\":01}", "{\"a\":1,}", "/**/{}", "\ufeff\ufeff{}"})
  void what_is_not_one_json_object_is_malformed(String text) {
    assertThat(parser.parse(SampleFacts.raw(text))).isInstanceOfSatisfying(Rejection.class,
        rejection -> assertThat(rejection.code()).isEqualTo(ProblemType.MALFORMED));
  }

  @Test
  void nesting_without_end_is_malformed() {
    String text =
        SampleFacts.signin("A-1", "C-1").toString().replace("\"wecom\"", "[".repeat(100_000) + "]".repeat(100_000));

    assertThat(parser.parse(SampleFacts.raw(text))).isInstanceOfSatisfying(Rejection.class,
        rejection -> assertThat(rejection.code()).isEqualTo(ProblemType.MALFORMED));
  }

  @Test
  void broken_utf_8_is_malformed() {
    for (byte[] broken : new byte[][]{{(byte) 0xC3, 0x28}, {(byte) 0xC0, (byte) 0xAF},
        {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80}, {(byte) 0xE4, (byte) 0xBD}}) {
      byte[] text = SampleFacts.signin("A-1", "C-1").toString().replace("wecom", "w".repeat(broken.length))
          .getBytes(StandardCharsets.UTF_8);
      int place = new String(text, StandardCharsets.UTF_8).indexOf("\"channel\":\"") + "\"channel\":\"".length();
      System.arraycopy(broken, 0, text, place, broken.length);

      assertThat(parser.parse(new RawFact(1, text, false))).isInstanceOfSatisfying(Rejection.class,
          rejection -> assertThat(rejection.code()).isEqualTo(ProblemType.MALFORMED));
    }
  }

  @Test
  void an_event_is_too_large_beyond_the_limit_only() {
    assertThat(parser.parse(new RawFact(1, new byte[]{'{'}, true))).isInstanceOfSatisfying(Rejection.class,
        rejection -> assertThat(rejection.code()).isEqualTo(ProblemType.TOO_LARGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"corrects", "withdraws"})
  void only_the_same_source_takes_a_fact_back(String member) {
    ObjectNode event = SampleFacts.of("A-2", member.equals("corrects") ? "fact.corrected" : "fact.withdrawn", "C-1");
    event.withObject("data").withObject(member).put("source", "/his/beijing");

    assertThat(parser.parse(SampleFacts.raw(event))).isInstanceOfSatisfying(Rejection.class, rejection -> {
      assertThat(rejection.code()).isEqualTo(ProblemType.INVALID);
      assertThat(rejection.field()).isEqualTo("data." + member + ".source");
    });
  }

  @Test
  void a_sites_fact_is_taken_back_under_the_site() {
    assertThat(parser.parse(SampleFacts.raw(SampleFacts.of("A-2", "fact.withdrawn", "site:shanghai"))))
        .isInstanceOf(ParsedFact.class);
    assertThat(parser.parse(SampleFacts.raw(SampleFacts.of("A-2", "signin.made", "site:shanghai"))))
        .isInstanceOf(Rejection.class);
    assertThat(parser.parse(SampleFacts.raw(SampleFacts.of("A-2", "cost.booked", "C-1"))))
        .isInstanceOf(Rejection.class);
  }

  @Test
  void attributes_of_the_sources_own_are_kept_and_absent_ones_may_be_null() {
    ObjectNode event = SampleFacts.signin("A-1", "C-1").put("traceparent", "00-1").put("sequence", 7)
        .put("dataschema", "/schemas/signin").put("datacontenttype", "application/vnd.his+json; charset=utf-8")
        .putNull("data_base64").putNull("ward");

    assertThat(parser.parse(SampleFacts.raw(event))).isInstanceOfSatisfying(ParsedFact.class,
        fact -> assertThat(fact.extensions().propertyNames()).containsExactly("traceparent", "sequence", "dataschema"));
  }

  @Test
  void a_half_character_in_an_attribute_is_malformed() {
    assertThat(parser.parse(SampleFacts.raw(SampleFacts.signin("A-1", "C-1").put("ward", "\ud800"))))
        .isInstanceOfSatisfying(Rejection.class,
            rejection -> assertThat(rejection.code()).isEqualTo(ProblemType.MALFORMED));
  }
}
