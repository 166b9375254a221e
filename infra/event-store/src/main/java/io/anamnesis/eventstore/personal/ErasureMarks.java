package io.anamnesis.eventstore.personal;

import com.google.crypto.tink.subtle.Hkdf;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * What stands for a person on the erasure list. Customers' numbers are few enough to be guessed one by one, so a plain hash of one would
 * be no better than the number: without the installation's key the list tells nothing but how many were erased, and when. The key
 * is derived from one that every key store has had from its first day on, so the list can be applied to any backup of it.
 */
final class ErasureMarks {
  private static final byte[] PURPOSE = "erasure-list".getBytes(StandardCharsets.UTF_8);
  private static final String NOBODY = "";

  private final Hmac hmac;

  /** @param indexKey the installation's key for blind indexes */
  ErasureMarks(byte[] indexKey) {
    try {
      this.hmac = new Hmac(Hkdf.computeHkdf("HMACSHA256", indexKey, new byte[0], PURPOSE, SubjectKey.BYTES));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  String of(String subject) {
    return hash(("person/" + subject).getBytes(StandardCharsets.UTF_8));
  }

  /** Another for each key store. */
  String installation() {
    return hash(NOBODY.getBytes(StandardCharsets.UTF_8));
  }

  private String hash(byte[] text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hmac.of(text));
  }
}
