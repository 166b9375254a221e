package io.anamnesis.eventstore.personal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Keyed hashes of customers' numbers. Numbers are few enough to be guessed one by one: without the key that leads nowhere. */
final class Pseudonyms {
  /** A letter first, and hexadecimal digits: no spreadsheet takes it for a number, nor for a formula. */
  private static final String PREFIX = "p";

  /** That any two of a billion customers share a pseudonym has a probability below 10⁻²⁰. */
  private static final int BYTES = 16;

  private final Hmac hmac;

  Pseudonyms(byte[] key) {
    this.hmac = new Hmac(key);
  }

  String of(String subject) {
    return isPerson(subject)
        ? PREFIX + HexFormat.of().formatHex(hmac.of(subject.getBytes(StandardCharsets.UTF_8)), 0, BYTES)
        : subject;
  }

  /** No customer's number has a colon in it. */
  private static boolean isPerson(String subject) {
    return subject.indexOf(':') < 0;
  }
}
