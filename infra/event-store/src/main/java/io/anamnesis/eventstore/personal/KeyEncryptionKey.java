package io.anamnesis.eventstore.personal;

import io.anamnesis.eventstore.PrivateFile;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * The key that wraps all other keys. Whoever rotates it changes it under those who use it: what does not open is tried once more after
 * it was read anew. Thread-safe.
 */
final class KeyEncryptionKey {
  private static final String HOLDS = "the key-encryption key";

  private final KekSource source;
  private volatile Keyset keyset;

  private KeyEncryptionKey(KekSource source) {
    this.source = source;
    this.keyset = read(source);
  }

  /** @throws IllegalStateException if others may read the file, if it holds no keyset, or if it is missing though it was used */
  static KeyEncryptionKey open(KekSource source, boolean used) {
    if (source instanceof KekSource.InFile(Path path) && !file(path).exists()) {
      if (used) {
        throw new IllegalStateException(
            "the key-encryption key is missing, and without it nothing personal can be opened; restore " + path);
      }
      // If another process makes it first, its key counts; ours has wrapped nothing yet.
      file(path).create(Keyset.generate().text());
    }
    return new KeyEncryptionKey(source);
  }

  static PrivateFile file(Path path) {
    return new PrivateFile(path, HOLDS);
  }

  private static Keyset read(KekSource source) {
    String text = switch (source) {
      case KekSource.InFile(Path path) -> file(path).read();
      case KekSource.InText(String told) -> told;
    };
    try {
      return Keyset.parse(text);
    } catch (GeneralSecurityException damaged) {
      throw new IllegalStateException("the key-encryption key is no Tink keyset for AEAD with the output prefix TINK: "
          + switch (source) {
            case KekSource.InFile(Path path) -> path.toString();
            case KekSource.InText _ -> "the text in ANAMNESIS_KEK";
          }, damaged);
    }
  }

  /** What wraps at this moment. */
  Wrapper wrapper() {
    return new Wrapper(keyset);
  }

  /** Wraps by one reading of the key: prefix and what it wraps belong together. */
  record Wrapper(Keyset keyset) {
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
    keyset = read(source);
  }

  /** @throws IllegalStateException if another key-encryption key wrapped it, or if it is damaged */
  byte[] unwrap(byte[] wrapped, byte[] context) {
    try {
      return keyset.aead().decrypt(wrapped, context);
    } catch (GeneralSecurityException rotatedMeanwhile) {
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
