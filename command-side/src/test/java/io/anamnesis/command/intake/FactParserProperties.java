package io.anamnesis.command.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.web.ProblemType;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.node.ObjectNode;

/** Whatever has the right form is taken as it came; whatever was changed for the worse is refused by name. */
class FactParserProperties {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private final FactParser parser = new FactParser(EventCatalogue.standard(), Clock.fixed(NOW, ZoneOffset.UTC));

  @Example
  void there_is_a_sample_of_every_type_of_fact() {
    assertThat(SampleFacts.PAYLOADS.keySet())
        .containsAll(EventCatalogue.standard().all().stream().filter(EventDescriptor::isFact)
            .map(EventDescriptor::type).toList());
  }

  @Property(tries = 2000)
  void a_fact_of_the_right_form_is_taken_as_it_came(@ForAll("facts") ObjectNode event) {
    assertThat(parser.parse(SampleFacts.raw(event))).isInstanceOfSatisfying(ParsedFact.class, fact -> {
      assertThat(fact.data()).isEqualTo(EventCodec.outside().readTree(event.get("data").toString()));
      assertThat(fact.source()).isEqualTo(event.get("source").stringValue());
      assertThat(fact.id()).isEqualTo(event.get("id").stringValue());
      assertThat(fact.time()).isEqualTo(OffsetDateTime.parse(event.get("time").stringValue()).toInstant());
    });
  }

  @Property(tries = 3000)
  void a_change_for_the_worse_is_refused_by_code_and_field(@ForAll("facts") ObjectNode event,
      @ForAll("mutations") Mutation mutation) {
    mutation.change.accept(event);

    assertThat(parser.parse(SampleFacts.raw(event))).as(event.toString())
        .isInstanceOfSatisfying(Rejection.class, rejection -> {
          assertThat(rejection.code()).isEqualTo(mutation.code);
          assertThat(rejection.field()).isEqualTo(mutation.field);
        });
  }

  @Property(tries = 2000)
  void no_bytes_whatever_break_the_parser(@ForAll byte[] bytes) {
    assertThat(parser.parse(new RawFact(1, bytes, false))).isInstanceOf(Rejection.class);
  }

  /** A cut or a flipped byte may leave a good fact; it never leaves an exception, nor a value in what is said of it. */
  @Property(tries = 2000)
  void a_damaged_fact_is_parsed_or_refused_and_never_quoted(@ForAll("facts") ObjectNode event, @ForAll int place,
      @ForAll byte put) {
    event.withObject("data").put("text", "SECRET-13800138000");
    byte[] bytes = event.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    bytes[Math.floorMod(place, bytes.length)] = put;

    if (parser.parse(new RawFact(1, bytes, false)) instanceof Rejection rejection) {
      assertThat(rejection.expected() + rejection.field()).doesNotContain("SECRET", "13800138000", "张三");
    }
  }

  @Provide
  Arbitrary<ObjectNode> facts() {
    Arbitrary<String> identifiers =
        Arbitraries.strings().withCharRange(' ', '~').withChars("病历号'\";--{}<>\\").ofMinLength(1).ofMaxLength(60);
    Arbitrary<String> unknown = Arbitraries.of("null", "1e400", "-0.0", "[[]]", "{\"a\":{\"~\":\"c.x\"}}", "true",
        "\"'; drop table event; --\"", "\"\\u0000\"", "12345678901234567890123", "\"😀\"");
    Arbitrary<String> times = Arbitraries.of("2026-03-01T10:15:00+08:00", "1900-01-01T00:00:00Z",
        "2026-03-01t10:15:00.123456789z", "2026-06-02T00:00:00Z", "2024-02-29T23:59:59+14:00");
    return Combinators.combine(Arbitraries.of(SampleFacts.PAYLOADS.keySet()), identifiers, identifiers, unknown, times)
        .as((type, id, source, extra, time) -> {
          ObjectNode event = SampleFacts.of(id, type, SampleFacts.subjectOf(type));
          event.put("source", source).put("time", time);
          event.withObject("data").set("unheardOf", EventCodec.mapper().readTree(extra));
          for (String reference : List.of("corrects", "withdraws")) {
            if (event.get("data").has(reference)) {
              event.withObject("data").withObject(reference).put("source", source);
            }
          }
          return event;
        });
  }

  @Provide
  Arbitrary<Mutation> mutations() {
    return Arbitraries.of(removed("specversion"), removed("id"), removed("source"), removed("type"), removed("subject"),
        removed("time"), removed("data"), nulled("id"), nulled("time"), nulled("data"), nulled("subject"),
        put("specversion", "0.3", ProblemType.INVALID), put("id", "", ProblemType.INVALID),
        put("id", "x".repeat(501), ProblemType.INVALID), put("id", "a\u0000b", ProblemType.INVALID),
        put("id", "a\ud800b", ProblemType.INVALID), put("source", "a\nb", ProblemType.INVALID),
        put("source", "", ProblemType.INVALID), put("type", "purchase.dreamt", ProblemType.UNKNOWN_TYPE),
        put("type", "x.", ProblemType.UNKNOWN_TYPE), put("type", "loyalty.points-earned", ProblemType.UNKNOWN_TYPE),
        put("type", "", ProblemType.INVALID), put("subject", "", ProblemType.INVALID),
        put("subject", "C 42", ProblemType.INVALID), put("subject", "C".repeat(65), ProblemType.INVALID),
        put("subject", "site:", ProblemType.INVALID), put("subject", "客户", ProblemType.INVALID),
        put("time", "2026-03-01T10:15:00", ProblemType.INVALID), put("time", "2026-03-01", ProblemType.INVALID),
        put("time", "2026-02-30T10:15:00Z", ProblemType.INVALID), put("time", "yesterday", ProblemType.INVALID),
        put("time", "1899-12-31T23:59:59Z", ProblemType.INVALID),
        put("time", "2026-06-02T00:00:00.000000001Z", ProblemType.FUTURE),
        put("time", "9999-12-31T00:00:00Z", ProblemType.FUTURE),
        put("datacontenttype", "text/xml", ProblemType.INVALID), put("datacontenttype", "", ProblemType.INVALID),
        put("data_base64", "e30=", ProblemType.INVALID), put("data", "{}", ProblemType.INVALID),
        new Mutation("id a number", event -> event.put("id", 7), ProblemType.INVALID, "id"),
        new Mutation("time a number", event -> event.put("time", 0), ProblemType.INVALID, "time"),
        new Mutation("data an array", event -> event.putArray("data"), ProblemType.INVALID, "data"));
  }

  private static Mutation removed(String attribute) {
    return new Mutation("no " + attribute, event -> event.remove(attribute), ProblemType.MISSING, attribute);
  }

  private static Mutation nulled(String attribute) {
    return new Mutation(attribute + " null", event -> event.putNull(attribute), ProblemType.MISSING, attribute);
  }

  private static Mutation put(String attribute, String value, ProblemType code) {
    return new Mutation(attribute + " " + value.length(), event -> event.put(attribute, value), code, attribute);
  }

  record Mutation(String name, Consumer<ObjectNode> change, ProblemType code, String field) {
    @Override
    public String toString() {
      return name;
    }
  }
}
