package io.anamnesis.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class CanonicalJsonProperties {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Property(tries = 5_000)
  void bytes_are_equal_exactly_when_the_values_are(@ForAll("values") JsonNode one, @ForAll("values") JsonNode other) {
    assertThat(canonical(one).equals(canonical(other))).isEqualTo(same(one, other));
  }

  @Property(tries = 2_000)
  void numbers_are_equal_exactly_when_they_are_as_decimals(@ForAll("numbers") BigDecimal one,
      @ForAll("numbers") BigDecimal other) {
    assertThat(canonical(NODES.numberNode(one)).equals(canonical(NODES.numberNode(other))))
        .isEqualTo(one.compareTo(other) == 0);
  }

  @Property(tries = 2_000)
  void the_order_of_members_white_space_and_the_way_a_number_is_written_do_not_matter(
      @ForAll("values") JsonNode value, @ForAll long seed) {
    String dressed = dressed(value, new Random(seed));

    assertThat(canonical(EventCodec.mapper().readTree(dressed))).as(dressed).isEqualTo(canonical(value));
  }

  @Property(tries = 2_000)
  void the_canonical_form_is_JSON_of_the_same_value(@ForAll("values") JsonNode value) {
    assertThat(same(EventCodec.mapper().readTree(canonical(value)), value)).isTrue();
  }

  @Property
  void a_string_is_escaped_as_RFC_8785_has_it(@ForAll("anyText") String text) {
    String canonical = canonical(NODES.stringNode(text));

    assertThat(EventCodec.mapper().readTree(canonical).stringValue()).isEqualTo(text);
    assertThat(canonical.chars()).allMatch(c -> c >= 0x20);
  }

  @Example
  void examples_of_RFC_8785() {
    assertThat(canonical(json("{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"CR\",\"\\ufb33\":\"Dalet\",\"1\":\"One\","
        + "\"\\ud83d\\ude00\":\"Smiley\",\"\\u0080\":\"Control\",\"\\u00f6\":\"o\"}"))).isEqualTo(
            "{\"\\r\":\"CR\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"o\",\"€\":\"Euro Sign\",\"\ud83d\ude00\":\"Smiley\",\"\ufb33\":\"Dalet\"}");
    assertThat(canonical(json("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\\b\\f\\t\\u007f\"")))
        .isEqualTo("\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\b\\f\\t\u007f\"");
    assertThat(canonical(json(" [ 56 , { \"d\" : true , \"10\" : null , \"1\" : [ ] } , { } ] ")))
        .isEqualTo("[56,{\"1\":[],\"10\":null,\"d\":true},{}]");
  }

  @Example
  void numbers_are_exact_decimals() {
    assertThat(List.of("1", "1.0", "1.00", "10e-1", "0.1e1")).allMatch(text -> canonical(json(text)).equals("1"));
    assertThat(List.of("0", "-0", "0.000", "-0.0e5", "0e99999")).allMatch(text -> canonical(json(text)).equals("0"));
    assertThat(canonical(json("-1200.50"))).isEqualTo("-12005e-1");
    assertThat(canonical(json("9007199254740993"))).isNotEqualTo(canonical(json("9007199254740992")));
    assertThat(canonical(json("0.1"))).isNotEqualTo(canonical(json("0.1000000000000000055511151231257827")));
    assertThat(canonical(NODES.numberNode(1.0d))).isEqualTo(canonical(NODES.numberNode(1L)));
  }

  @Example
  void a_far_exponent_costs_nothing() {
    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(1), () -> {
      assertThat(canonical(json("1e999999999"))).isEqualTo("1e999999999");
      assertThat(canonical(json("1000e2147483647"))).isEqualTo("1e2147483650");
      assertThat(canonical(json("-10e-2147483647"))).isEqualTo("-1e-2147483646");
    });
  }

  @Example
  void what_cannot_be_encoded_has_no_canonical_form() {
    assertThat(List.of("\"\\ud800\"", "\"\\udc00\\ud800\"", "{\"a\\ud800\":1}", "[{\"a\":\"\\ud83dx\"}]"))
        .allSatisfy(text -> assertThatThrownBy(() -> CanonicalJson.bytes(json(text)))
            .isInstanceOf(IllegalArgumentException.class));
    assertThatThrownBy(() -> CanonicalJson.bytes(NODES.missingNode())).isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<BigDecimal> numbers() {
    Arbitrary<BigDecimal> small = Arbitraries.integers().between(-120, 120)
        .flatMap(digits -> Arbitraries.integers().between(-3, 3).map(scale -> BigDecimal.valueOf(digits, scale)));
    Arbitrary<BigDecimal> large = Arbitraries.of("9007199254740992", "9007199254740993", "1e999999", "10e999998",
        "1e-999999", "0e999999", "123456789012345678901234567890.5").map(BigDecimal::new);
    return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(5, small), net.jqwik.api.Tuple.of(1, large));
  }

  @Provide
  Arbitrary<String> anyText() {
    return Arbitraries.strings().all().ofMaxLength(12).filter(text -> !Surrogates.areUnpaired(text));
  }

  @Provide
  Arbitrary<JsonNode> values() {
    return valuesTo(3);
  }

  /** From a small world, so that equal ones meet. */
  private Arbitrary<JsonNode> valuesTo(int depth) {
    Arbitrary<String> names = Arbitraries.of("a", "b", "ab", "", "\ufb33", "\ud83d\ude00", "\"", "\n", "字");
    Arbitrary<JsonNode> leaves = Arbitraries.oneOf(numbers().map(NODES::numberNode), names.map(NODES::stringNode),
        Arbitraries.of(NODES.booleanNode(true), NODES.booleanNode(false), NODES.nullNode()));
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<JsonNode> below = Arbitraries.lazy(() -> valuesTo(depth - 1));
    Arbitrary<JsonNode> arrays = below.list().ofMaxSize(3).map(elements -> NODES.arrayNode().addAll(elements));
    Arbitrary<JsonNode> objects =
        Arbitraries.maps(names, below).ofMaxSize(3).map(members -> NODES.objectNode().setAll(members));
    return Arbitraries.oneOf(leaves, arrays, objects);
  }

  /** Equality of JSON values, by the book: no sorting, no text. */
  private static boolean same(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue()) == 0;
    } else if (one.getNodeType() != other.getNodeType() || one.size() != other.size()) {
      return false;
    } else if (one.isObject()) {
      return one.properties().stream()
          .allMatch(entry -> other.has(entry.getKey()) && same(entry.getValue(), other.get(entry.getKey())));
    } else if (one.isArray()) {
      for (int i = 0; i < one.size(); i++) {
        if (!same(one.get(i), other.get(i))) {
          return false;
        }
      }
      return true;
    }
    return one.equals(other);
  }

  private static String dressed(JsonNode value, Random random) {
    String space = " \t\n\r".substring(0, random.nextInt(5));
    if (value.isObject()) {
      List<Map.Entry<String, JsonNode>> members = new ArrayList<>(value.properties());
      Collections.shuffle(members, random);
      return "{" + space + String.join(space + "," + space, members.stream()
          .map(entry -> NODES.stringNode(entry.getKey()) + space + ":" + dressed(entry.getValue(), random)).toList())
          + space + "}" + space;
    } else if (value.isArray()) {
      return "[" + String.join(",", value.values().stream().map(element -> space + dressed(element, random)).toList())
          + space + "]";
    } else if (value.isNumber()) {
      BigDecimal number = value.decimalValue();
      int zeros = random.nextInt(4);
      return space + new BigDecimal(number.unscaledValue().multiply(BigInteger.TEN.pow(zeros)), number.scale() + zeros);
    }
    return space + value + space;
  }

  private static String canonical(JsonNode value) {
    return new String(CanonicalJson.bytes(value), UTF_8);
  }

  private static JsonNode json(String text) {
    return EventCodec.mapper().readTree(text);
  }
}
