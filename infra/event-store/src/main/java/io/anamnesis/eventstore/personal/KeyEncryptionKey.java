package io.anamnesis.eventstore.personal;

import java.security.GeneralSecurityException;

/**
 * The key that wraps all other keys. Whoever rotates it changes it under those who use it: what does not open is tried once more after
 * it was read anew. Thread-safe.
 */
final class KeyEncryptionKey {
  private final KeptKek kept;
  private volatile WrappingKeys keyset;

  private KeyEncryptionKey(KeptKek kept) {
    this.kept = kept;
    this.keyset = kept.read();
  }

  /** @throws IllegalStateException if it cannot be read as it must be kept, is of no use, or is missing though it was used */
  static KeyEncryptionKey open(KekSource source, boolean used) {
    KeptKek kept = KeptKek.of(source);
    if (!kept.exists()) {
      if (used) {
        throw new IllegalStateException(
            "the key-encryption key is missing, and without it nothing personal can be opened; restore "
                + kept.where());
      }
      kept.make();
    }
    return new KeyEncryptionKey(kept);
  }

  /** What wraps at this moment. */
  Wrapper wrapper() {
    if (!keyset.canWrap()) {
      readAgain();
    }
    return new Wrapper(keyset);
  }

  /** Wraps by one reading of the key: prefix and what it wraps belong together. */
  record Wrapper(WrappingKeys keyset) {
    byte[] prefix() {
      return keyset.prefix().clone();
    }

    byte[] wrap(byte[] key, byte[] context) {
      try {
        return keyset.aead().encrypt(key, context);
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  void readAgain() {
    keyset = kept.read();
  }

  /** @throws IllegalStateException if another key-encryption key wrapped it, or if it is damaged */
  byte[] unwrap(byte[] wrapped, byte[] context) {
    try {
      return keyset.aead().decrypt(wrapped, context);
    } catch (GeneralSecurityException | TokenUnavailable rotatedMeanwhile) {
      readAgain();
      return unwrapAnew(wrapped, context);
    }
  }

  private byte[] unwrapAnew(byte[] wrapped, byte[] context) {
    try {
      return keyset.aead().decrypt(wrapped, context);
    } catch (GeneralSecurityException foreign) {
      throw new IllegalStateException(
          "a stored key does not open: the key-encryption key is not the one that wrapped it, or the row is damaged",
          foreign);
    }
  }
}
