package io.anamnesis.eventstore.personal;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import io.anamnesis.events.KeyKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** One of the two keys of a subject, unwrapped: AES-256-GCM, and a key for HMAC derived from it (HKDF, RFC 5869). */
final class SubjectKey {
  static final int BYTES = 32;
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  private final byte[] context;
  private final AesGcmJce cipher;
  private final Hmac contentMac;

  SubjectKey(KeyName name, byte[] key) {
    try {
      this.context = name.context();
      this.cipher = new AesGcmJce(key);
      this.contentMac = new Hmac(Hkdf.computeHkdf("HMACSHA256", key, new byte[0], CONTENT, BYTES));
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException("a stored key has not " + BYTES + " bytes", unusable);
    }
  }

  /** @param place where it is sealed; null as it was done before places were bound */
  byte[] seal(byte[] clear, byte @Nullable [] place) {
    try {
      return cipher.encrypt(clear, bound(place));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** @throws IllegalStateException if it was sealed with another key, for another subject or in another place, or was altered */
  byte[] open(byte[] sealed, byte @Nullable [] place) {
    try {
      return cipher.decrypt(sealed, bound(place));
    } catch (GeneralSecurityException foreign) {
      throw new IllegalStateException("a sealed value does not open under its subject's key: it was altered or moved",
          foreign);
    }
  }

  /** No subject holds a zero, so no context is the beginning of another one's with a place. */
  private byte[] bound(byte @Nullable [] place) {
    return place == null
        ? context
        : ByteBuffer.allocate(context.length + 1 + place.length).put(context).put((byte) 0).put(place).array();
  }

  byte[] contentMac(byte[] content) {
    return contentMac.of(content);
  }

  /** Which key of whom. */
  record KeyName(String subject, KeyKind kind) {

    /** Binds what is encrypted to the subject and the kind: ciphertext moved elsewhere does not open. */
    byte[] context() {
      return (subject + "/" + column()).getBytes(StandardCharsets.UTF_8);
    }

    String column() {
      return column(kind);
    }

    static String column(KeyKind kind) {
      return switch (kind) {
        case CONTACT -> "contact";
        case RECORD -> "record";
      };
    }

    static KeyKind kindOf(String column) {
      return switch (column) {
        case "contact" -> KeyKind.CONTACT;
        case "record" -> KeyKind.RECORD;
        default -> throw new IllegalStateException("no kind of key: " + column);
      };
    }
  }
}
