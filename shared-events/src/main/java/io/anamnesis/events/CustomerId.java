package io.anamnesis.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A customer number: 1 to 64 of {@code A–Z a–z 0–9 . _ -}. */
public record CustomerId(@JsonValue String value) implements Id {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CustomerId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("a customer number is 1 to 64 of A-Z a-z 0-9 . _ -");
    }
  }

  public static boolean isValid(String value) {
    return FORM.matcher(value).matches();
  }
}
