package io.anamnesis.query.reading;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/** A strong validator: a hash of the view's name and the whole answer, since an answer may age without a new event. */
record EntityTag(String text) {
  private static final int BYTES = 18;

  static EntityTag of(byte[] view, byte[] body) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(view);
      sha.update((byte) 0);
      byte[] hash = Arrays.copyOf(sha.digest(body), BYTES);
      return new EntityTag('"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"');
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** Whether {@code If-None-Match} names it (RFC 9110: weakly compared). */
  boolean isIn(@Nullable String ifNoneMatch) {
    return ifNoneMatch != null && Arrays.stream(ifNoneMatch.split(",")).map(String::strip)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag).anyMatch(tag -> tag.equals("*") || tag.equals(text));
  }
}
