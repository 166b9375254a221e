package io.anamnesis.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/** A sum of money as a source tells it: a decimal string ≥ 0, at most 12 digits before and 4 after the point. */
public record Amount(BigDecimal value) {
  public static final Amount ZERO = new Amount(BigDecimal.ZERO);

  /** @throws IllegalArgumentException if the text has another form */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Amount of(String text) {
    if (!hasForm(text)) {
      throw new IllegalArgumentException(
          "a decimal string of at most 12 digits before and 4 after the point is expected, for example \"380.00\"");
    }
    return new Amount(new BigDecimal(text));
  }

  private static boolean hasForm(String text) {
    int point = text.indexOf('.');
    return point < 0
        ? areDigits(text, 0, text.length(), 12)
        : areDigits(text, 0, point, 12) && areDigits(text, point + 1, text.length(), 4);
  }

  private static boolean areDigits(String text, int from, int to, int most) {
    boolean digits = from < to && to - from <= most;
    for (int i = from; digits && i < to; i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits;
  }

  @JsonValue
  public String text() {
    return value.toPlainString();
  }
}
