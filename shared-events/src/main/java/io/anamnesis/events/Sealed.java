package io.anamnesis.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Personal data as ciphertext: {@code {"~":"<c|r>.<place>.<ciphertext>"}} in JSON, where {@code c} and {@code r} name the
 * {@link KeyKind}, and the place, base64url as the ciphertext is, tells where in the log it was sealed. Before places were bound there was
 * none: {@code <c|r>.<ciphertext>}. Folds carry it along unopened; only the edge that answers a reader with the right to see it unseals
 * it. An object with the single member {@code ~} never comes from outside: unknown fields are sealed as a whole.
 */
public record Sealed(@JsonProperty(Sealed.MEMBER) String ciphertext) {
  public static final String MEMBER = "~";

  /** Of the letter of the key and what ends it. */
  private static final int HEAD = 2;
  private static final char END = '.';

  @JsonCreator
  public Sealed {}

  /** Whether a value stands for personal data. */
  public static boolean isOne(JsonNode value) {
    return value.size() == 1 && value.path(MEMBER).isString();
  }

  /** Of a value that {@link #isOne}. */
  public static Sealed of(JsonNode value) {
    return new Sealed(value.path(MEMBER).stringValue());
  }

  /** Which of the person's keys it is sealed under: whatever does not name the contact key is treated with the greater care. */
  public KeyKind under() {
    return ciphertext.startsWith("c.") ? KeyKind.CONTACT : KeyKind.RECORD;
  }

  /** Where it was sealed; null where that is not bound. */
  public @Nullable String place() {
    int end = ciphertext.indexOf(END, HEAD);
    return end < 0 ? null : ciphertext.substring(HEAD, end);
  }

  /** What is enciphered, in base64url. */
  public String body() {
    return ciphertext.substring(Math.max(HEAD, ciphertext.indexOf(END, HEAD) + 1));
  }
}
