package io.anamnesis.eventstore.proof;

import java.util.Base64;

/** Base 64 of RFC 4648, section 4, in its one canonical form: what another text would decode to alike is refused. */
final class Base64Text {
  private Base64Text() {}

  static String of(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** @throws MalformedProof if it is not what {@link #of} gives */
  static byte[] decoded(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (of(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException refused) {
      // Told below, without the text.
    }
    throw new MalformedProof("base 64 of RFC 4648 with its padding is expected");
  }
}
