package io.anamnesis.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** A sum of money as a source tells it: a decimal string ≥ 0, at most 12 digits before and 4 after the point. */
public record Amount(BigDecimal value) {
  private static final Pattern FORM = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,4})?");
  public static final Amount ZERO = new Amount(BigDecimal.ZERO);

  /** @throws IllegalArgumentException if the text has another form */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Amount of(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a decimal string of at most 12 digits before and 4 after the point is expected, for example \"380.00\"");
    }
    return new Amount(new BigDecimal(text));
  }

  @JsonValue
  public String text() {
    return value.toPlainString();
  }
}
