package io.anamnesis.command.loyalty.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.events.schema.FieldForm;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class ConditionTest {

  @Test
  void money_and_codes_are_compared_in_one_condition() {
    Condition condition = Condition.compile("amount >= decimal(\"200\") && businessLine == \"paediatrics\"");

    assertThat(condition.holds(new BigDecimal("200.00"), Map.of("businessLine", "paediatrics"))).isTrue();
    assertThat(condition.holds(new BigDecimal("199.99"), Map.of("businessLine", "paediatrics"))).isFalse();
    assertThat(condition.holds(new BigDecimal("200.00"), Map.of("businessLine", "aesthetics"))).isFalse();
  }

  @Test
  void equal_amounts_are_equal_whatever_their_digits() {
    assertThat(Condition.compile("amount == decimal(\"1.5\")").holds(new BigDecimal("1.500"), Map.of())).isTrue();
  }

  @Test
  void what_an_interaction_lacks_is_an_empty_text_and_an_amount_that_no_comparison_accepts() {
    assertThat(Condition.compile("kind == \"\"").holds(null, Map.of())).isTrue();
    assertThat(Condition.compile("amount < decimal(\"1\") || amount >= decimal(\"1\")").holds(null, Map.of()))
        .isFalse();
  }

  @Test
  void a_condition_is_refused_when_it_is_compiled_not_when_it_is_used() {
    assertThatThrownBy(() -> Condition.compile("amount >= 200.0")).hasMessageContaining("no matching overload");
    assertThatThrownBy(() -> Condition.compile("nobody == \"x\"")).hasMessageContaining("undeclared reference");
    assertThatThrownBy(() -> Condition.compile("kind")).hasMessageContaining("true or false");
  }

  @Test
  void what_could_fail_for_some_interaction_is_refused_with_its_place() {
    assertRefused("amount >= decimal(\"many\")", 1, 18);
    assertRefused("amount >= decimal(kind)", 1, 18);
    assertRefused("kind == \"a\" ||\n kind.matches(\"(\")", 2, 14);
    assertRefused("kind == \"a\" ||\n size(kind) / 0 == 1", 2, 6);
    assertRefused("kind in [\"a\", 1]", 1, 15);
    assertRefused("[\"a\"].exists(x, x == kind)", 1, 13);
    assertRefused("kind == ", 1, 9);
  }

  private static final Map<String, FieldForm> OPEN = Map.of("steps", FieldForm.INTEGER, "km", FieldForm.DECIMAL,
      "device", FieldForm.TEXT, "day", FieldForm.DATE, "outdoors", FieldForm.BOOLEAN, "at", FieldForm.INSTANT);

  @Test
  void clear_fields_of_a_sources_own_type_are_seen_by_their_forms() {
    Condition condition = Condition.compile("""
        event.steps >= decimal("10000") && event.km > decimal("7.5") && event.device in ["watch", "phone"]
        && event.day < "2026-03-02" && (event.outdoors || event.device == "phone")""", OPEN);
    Map<String, String> seen = Map.of("event.steps", "10000", "event.km", "7.50001", "event.device", "watch",
        "event.day", "2026-03-01", "event.outdoors", "true");

    assertThat(condition.holds(null, seen)).isTrue();
    assertThat(condition.holds(null, with(seen, "event.steps", "9999"))).isFalse();
    assertThat(condition.holds(null, with(seen, "event.km", "7.5"))).isFalse();
    assertThat(condition.holds(null, with(seen, "event.device", "ring"))).isFalse();
    assertThat(condition.holds(null, with(seen, "event.day", "2026-03-02"))).isFalse();
    assertThat(condition.holds(null, with(seen, "event.outdoors", "false"))).isFalse();
    assertThat(condition.holds(null, Map.of())).isFalse();
  }

  @Test
  void a_field_that_the_fact_lacks_is_an_empty_text_false_and_an_amount_that_no_comparison_accepts() {
    assertThat(Condition.compile("event.device == \"\" && !event.outdoors", OPEN).holds(null, Map.of())).isTrue();
    assertThat(Condition.compile("event.km < decimal(\"1\") || event.km >= decimal(\"1\")", OPEN).holds(null, Map.of()))
        .isFalse();
  }

  @Test
  void a_field_that_is_not_clear_and_whatever_else_a_dot_could_say_is_refused() {
    assertThatThrownBy(() -> Condition.compile("event.note == \"x\"", OPEN)).isInstanceOf(InvalidCondition.class);
    assertThatThrownBy(() -> Condition.compile("event.at == \"x\"", OPEN)).isInstanceOf(InvalidCondition.class);
    assertThatThrownBy(() -> Condition.compile("event.steps.day == \"x\"", OPEN)).isInstanceOf(InvalidCondition.class);
    assertThatThrownBy(() -> Condition.compile("event == event", OPEN)).isInstanceOf(InvalidCondition.class);
    assertThatThrownBy(() -> Condition.compile("event.steps >= 10000", OPEN)).isInstanceOf(InvalidCondition.class);
    assertThatThrownBy(() -> Condition.compile("event.steps >= decimal(\"1\")")).isInstanceOf(InvalidCondition.class);
    assertThatThrownBy(() -> Condition.compile("has(event.steps)", OPEN)).isInstanceOf(InvalidCondition.class);
  }

  private static Map<String, String> with(Map<String, String> seen, String name, String text) {
    Map<String, String> other = new HashMap<>(seen);
    other.put(name, text);
    return other;
  }

  private static void assertRefused(String text, int line, int column) {
    assertThatThrownBy(() -> Condition.compile(text)).as(text).isInstanceOfSatisfying(InvalidCondition.class, wrong -> {
      assertThat(wrong.line()).as(text + ": " + wrong.getMessage()).isEqualTo(line);
      assertThat(wrong.column()).as(text + ": " + wrong.getMessage()).isEqualTo(column);
    });
  }

  @Test
  void codes_are_looked_up_in_lists_and_by_their_parts() {
    assertThat(Condition.compile("kind in [\"a\", \"b\"] ? product.startsWith(\"X-\") : !site.contains(\"y\")")
        .holds(null, Map.of("kind", "b", "product", "X-1"))).isTrue();
  }

  @Property
  void comparisons_are_those_of_exact_decimals(
      @ForAll @BigRange(min = "0", max = "999999999999") @Scale(4) BigDecimal left,
      @ForAll @BigRange(min = "0", max = "999999999999") @Scale(4) BigDecimal right) {
    String literal = "decimal(\"" + right.toPlainString() + "\")";
    assertThat(Condition.compile("amount < " + literal).holds(left, Map.of())).isEqualTo(left.compareTo(right) < 0);
    assertThat(Condition.compile("amount <= " + literal).holds(left, Map.of())).isEqualTo(left.compareTo(right) <= 0);
    assertThat(Condition.compile("amount > " + literal).holds(left, Map.of())).isEqualTo(left.compareTo(right) > 0);
    assertThat(Condition.compile("amount >= " + literal).holds(left, Map.of())).isEqualTo(left.compareTo(right) >= 0);
  }
}
