package io.anamnesis.command.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
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
