package io.anamnesis.eventstore.personal;

import io.anamnesis.eventstore.personal.PersonalData.IndexKind;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Keyed hashes of normalised values: equal for what people would call the same value, and for nothing else. */
final class BlindIndex {
  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
  private static final Pattern CHINA = Pattern.compile("^(?:\\+86|0086)");

  private final Hmac hmac;

  BlindIndex(byte[] key) {
    this.hmac = new Hmac(key);
  }

  byte[] of(IndexKind kind, String clear) {
    return hmac.of(kind.name().getBytes(StandardCharsets.UTF_8), new byte[]{0},
        normalised(kind, clear).getBytes(StandardCharsets.UTF_8));
  }

  static String normalised(IndexKind kind, String clear) {
    String text = Normalizer.normalize(clear, Normalizer.Form.NFKC);
    return switch (kind) {
      case NAME -> SPACES.matcher(folded(text)).replaceAll(" ").strip();
      case PHONE -> phone(text);
      case VOUCHER -> text;
      case NATIONAL_ID -> SPACES.matcher(text).replaceAll("").toUpperCase(Locale.ROOT);
    };
  }

  /** A text without a digit is nobody's number: it is like itself, not like every other such text. */
  private static String phone(String text) {
    String number = CHINA.matcher(dialled(text)).replaceFirst("");
    return number.isEmpty() || number.equals("+") ? text.strip() : number;
  }

  /** Upper case first: it spells out what lower case would keep apart, such as ß and ss. */
  private static String folded(String text) {
    String folded = text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFKC);
  }

  /** The digits, and a plus before the first of them. */
  private static String dialled(String text) {
    StringBuilder dialled = new StringBuilder();
    text.codePoints().forEach(c -> {
      int digit = Character.digit(c, 10);
      if (digit >= 0) {
        dialled.append(digit);
      } else if (c == '+' && dialled.isEmpty()) {
        dialled.append('+');
      }
    });
    return dialled.toString();
  }
}
