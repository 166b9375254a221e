package io.anamnesis.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A customer number: 1 to 64 of {@code A–Z a–z 0–9 . _ -}. */
public record CustomerId(@JsonValue String value) implements Id, Comparable<CustomerId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CustomerId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("a customer number is 1 to 64 of A-Z a-z 0-9 . _ -");
    }
  }

  @Override
  public int compareTo(CustomerId other) {
    return value.compareTo(other.value);
  }

  public static boolean isValid(String value) {
    boolean valid = !value.isEmpty() && value.length() <= 64;
    for (int i = 0; valid && i < value.length(); i++) {
      valid = isAllowed(value.charAt(i));
    }
    return valid;
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.'
        || c == '_';
  }
}
