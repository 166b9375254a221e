package io.anamnesis.eventstore.personal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.anamnesis.eventstore.PrivateFile;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * The key that wraps all other keys: a Tink keyset in a file that its owner alone can read. It is no part of the
 * database, nor of its backups.
 */
final class KeyEncryptionKey {
  private static final String HOLDS = "the key-encryption key";

  private final Aead aead;

  private KeyEncryptionKey(Aead aead) {
    this.aead = aead;
  }

  /** @throws IllegalStateException if others may read the file, or if it holds no keyset */
  static KeyEncryptionKey read(Path file) {
    String text = new PrivateFile(file, HOLDS).read();
    try {
      AeadConfig.register();
      KeysetHandle keyset =
          TinkJsonProtoKeysetFormat.parseKeyset(text, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
      return new KeyEncryptionKey(keyset.getPrimitive(RegistryConfiguration.get(), Aead.class));
    } catch (GeneralSecurityException damaged) {
      throw new IllegalStateException("the key-encryption key's file holds no Tink keyset: " + file, damaged);
    }
  }

  /** Makes the file, unless somebody else makes it first. It is whole and on the disk as soon as it can be seen. */
  static void create(Path file) {
    try {
      AeadConfig.register();
      String keyset = TinkJsonProtoKeysetFormat.serializeKeyset(
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get()),
          RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
      // If another process makes it first, its key counts; ours has wrapped nothing yet.
      new PrivateFile(file, HOLDS).create(keyset);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  byte[] wrap(byte[] key, byte[] context) {
    try {
      return aead.encrypt(key, context);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** @throws IllegalStateException if another key-encryption key wrapped it, or if it is damaged */
  byte[] unwrap(byte[] wrapped, byte[] context) {
    try {
      return aead.decrypt(wrapped, context);
    } catch (GeneralSecurityException foreign) {
      throw new IllegalStateException(
          "a stored key does not open: the key-encryption key is not the one that wrapped it, or the row is damaged",
          foreign);
    }
  }
}
