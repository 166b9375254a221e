package io.anamnesis.events;

/** Half characters: JSON can write them, no encoding of Unicode can. */
public final class Surrogates {
  private Surrogates() {}

  /** Whether a text holds half of a surrogate pair. */
  public static boolean areUnpaired(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** The text with every half character replaced, fit to be shown. */
  static String replaced(String text) {
    return areUnpaired(text) ? text.replaceAll("[\\ud800-\\udfff]", "\ufffd") : text;
  }
}
