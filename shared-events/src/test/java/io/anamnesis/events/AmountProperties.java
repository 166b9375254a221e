package io.anamnesis.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AmountProperties {

  @Property
  void an_amount_is_the_decimal_that_it_says(@ForAll("units") long units, @ForAll("decimals") int decimals) {
    BigDecimal value = BigDecimal.valueOf(units, decimals);

    assertThat(Amount.of(value.toPlainString())).isEqualTo(new Amount(value));
    assertThat(Amount.of(value.toPlainString()).text()).isEqualTo(value.toPlainString());
  }

  @Property(tries = 5_000)
  void a_text_is_an_amount_exactly_when_it_has_the_form(@ForAll("nearlyAmounts") String text) {
    if (hasTheForm(text)) {
      assertThat(Amount.of(text).value()).isEqualByComparingTo(new BigDecimal(text));
    } else {
      assertThatThrownBy(() -> Amount.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Provide
  Arbitrary<Long> units() {
    return Arbitraries.longs().between(0, 999_999_999_999L);
  }

  @Provide
  Arbitrary<Integer> decimals() {
    return Arbitraries.integers().between(0, 4);
  }

  @Provide
  Arbitrary<String> nearlyAmounts() {
    return Arbitraries.oneOf(Arbitraries.strings().withChars("0159.").ofMaxLength(18),
        Arbitraries.strings().withChars("09.-+e \n٣１").ofMaxLength(4));
  }

  /** Digit by digit, without a pattern. */
  private static boolean hasTheForm(String text) {
    int point = text.indexOf('.');
    String whole = point < 0 ? text : text.substring(0, point);
    String fraction = point < 0 ? "0" : text.substring(point + 1);
    return digits(whole, 12) && digits(fraction, 4);
  }

  private static boolean digits(String text, int most) {
    return !text.isEmpty() && text.length() <= most && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
