package io.anamnesis.eventstore.proof;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/** 32 bytes of SHA-256. */
public final class Hash {
  public static final int BYTES = 32;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** @throws MalformedProof if they are not 32 bytes */
  public static Hash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new MalformedProof("a hash has 32 bytes, not " + bytes.length);
    }
    return new Hash(bytes.clone());
  }

  /** @throws MalformedProof if it is not the base 64 of 32 bytes */
  public static Hash parse(String base64) {
    return of(Base64Text.decoded(base64));
  }

  /** The next 32 bytes of a buffer. */
  public static Hash next(ByteBuffer buffer) {
    byte[] bytes = new byte[BYTES];
    buffer.get(bytes);
    return new Hash(bytes);
  }

  static Hash sha256(byte[]... parts) {
    MessageDigest digest = digest();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return new Hash(digest.digest());
  }

  static Hash sha256(byte prefix, Hash left, Hash right) {
    MessageDigest digest = digest();
    digest.update(prefix);
    digest.update(left.bytes);
    digest.update(right.bytes);
    return new Hash(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public String base64() {
    return Base64Text.of(bytes);
  }

  /** Each as {@link #base64()}. */
  public static List<String> base64(List<Hash> hashes) {
    return hashes.stream().map(Hash::base64).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** As {@link #base64}. */
  @Override
  public String toString() {
    return base64();
  }
}
