package io.anamnesis.command.loyalty.voucher;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/**
 * A code that gets whoever tells it a reward: 17 random characters of Crockford's base 32, 85 bits, and a check character
 * (Luhn's algorithm modulo 32), which finds every single wrong character and nearly all that were swapped with their
 * neighbours. Letters that look like figures are read as these.
 *
 * @param text 18 characters without separators
 */
public record VoucherCode(String text) {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 18;
  private static final int GROUP = 6;

  static VoucherCode random(SecureRandom random) {
    StringBuilder text = new StringBuilder(LENGTH);
    while (text.length() < LENGTH - 1) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new VoucherCode(text.append(check(text)).toString());
  }

  /** What a person typed; empty if it cannot be a code. */
  public static Optional<VoucherCode> read(String typed) {
    String text = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT).replace('O', '0').replace('I', '1')
        .replace('L', '1');
    return text.length() == LENGTH && text.chars().allMatch(one -> ALPHABET.indexOf(one) >= 0)
        && check(text.substring(0, LENGTH - 1)) == text.charAt(LENGTH - 1)
            ? Optional.of(new VoucherCode(text))
            : Optional.empty();
  }

  private static char check(CharSequence text) {
    int base = ALPHABET.length();
    int sum = 0;
    int factor = 2;
    for (int i = text.length() - 1; i >= 0; i--) {
      int addend = factor * ALPHABET.indexOf(text.charAt(i));
      factor = 3 - factor;
      sum += addend / base + addend % base;
    }
    return ALPHABET.charAt((base - sum % base) % base);
  }

  /** As people read it. */
  String printed() {
    return String.join("-", text.substring(0, GROUP), text.substring(GROUP, 2 * GROUP), text.substring(2 * GROUP));
  }

  /** It is a secret. */
  @Override
  public String toString() {
    return "VoucherCode[…]";
  }
}
