package io.anamnesis.eventstore.postgres;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts that come again and again, such as the few dozen names of types: each is made a string once and shared from then
 * on. A text that meets another in its place takes it over, so what is kept stays small whatever comes. Thread-safe:
 * threads may overwrite each other's finds, which costs a string and nothing else.
 */
final class RecurringTexts {
  private static final int PLACES = 512;
  private static final int LONGEST = 100;

  private final @Nullable Known[] places = new @Nullable Known[PLACES];

  /** All final, so that a thread sees it whole without a lock. */
  private static final class Known {
    private final byte[] bytes;
    private final String text;

    Known(byte[] bytes, String text) {
      this.bytes = bytes;
      this.text = text;
    }

    boolean is(byte[] other, int from, int to) {
      return Arrays.equals(bytes, 0, bytes.length, other, from, to);
    }
  }

  String text(byte[] bytes, int from, int length) {
    if (length > LONGEST) {
      return new String(bytes, from, length, StandardCharsets.UTF_8);
    }
    int place = place(bytes, from, from + length);
    Known known = places[place];
    if (known == null || !known.is(bytes, from, from + length)) {
      known = new Known(Arrays.copyOfRange(bytes, from, from + length),
          new String(bytes, from, length, StandardCharsets.UTF_8));
      places[place] = known;
    }
    return known.text;
  }

  private static int place(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    return (hash ^ hash >>> 16) & PLACES - 1;
  }
}
