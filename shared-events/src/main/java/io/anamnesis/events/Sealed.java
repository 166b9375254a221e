package io.anamnesis.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Personal data as ciphertext: {@code {"~":"<c|r>.<base64url>"}} in JSON, where {@code c} and {@code r} name the
 * {@link KeyKind}. Folds carry it along unopened; only the edge that answers a reader with the right to see it unseals
 * it. An object with the single member {@code ~} never comes from outside: unknown fields are sealed as a whole.
 */
public record Sealed(@JsonProperty(Sealed.MEMBER) String ciphertext) {
  public static final String MEMBER = "~";

  @JsonCreator
  public Sealed {}

  /** Which of the person's keys it is sealed under: whatever does not name the contact key is treated with the greater care. */
  public KeyKind under() {
    return ciphertext.startsWith("c.") ? KeyKind.CONTACT : KeyKind.RECORD;
  }
}
