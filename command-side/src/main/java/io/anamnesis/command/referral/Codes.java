package io.anamnesis.command.referral;

import java.security.SecureRandom;

/** Codes to give to others: short enough to be spelled out, of digits and letters that nobody takes for each other. */
final class Codes {
  private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  private static final int LENGTH = 10;

  private final SecureRandom random = new SecureRandom();

  /** One of 2⁵⁰. */
  String next() {
    StringBuilder code = new StringBuilder(LENGTH);
    random.ints(LENGTH, 0, ALPHABET.length()).forEach(place -> code.append(ALPHABET.charAt(place)));
    return code.toString();
  }
}
