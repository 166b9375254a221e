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
