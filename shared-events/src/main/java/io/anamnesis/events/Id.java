package io.anamnesis.events;

/** A typed id. Its text is 1 to 200 characters, none of them a control character. */
public interface Id {
  String value();

  /** @throws IllegalArgumentException if the text cannot be an id */
  static void check(String value) {
    boolean valid = !value.isEmpty() && value.length() <= 200;
    for (int i = 0; valid && i < value.length(); i++) {
      valid = !Character.isISOControl(value.charAt(i));
    }
    if (!valid) {
      throw new IllegalArgumentException("an id of 1 to 200 characters without control characters is expected");
    }
  }
}
