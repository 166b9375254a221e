package io.anamnesis.eventstore.personal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Keys of Tink.
 *
 * @param prefix begins whatever the primary key wraps (Tink's output prefix: a 1, and the key's number in four bytes)
 */
record Keyset(KeysetHandle handle, Aead aead, byte[] prefix) implements WrappingKeys {
  private static final byte VERSION = 1;

  static {
    try {
      AeadConfig.register();
    } catch (GeneralSecurityException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  static Keyset generate() {
    try {
      return of(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** @throws GeneralSecurityException if the text is none, or its keys leave no prefix */
  static Keyset parse(String text) throws GeneralSecurityException {
    return of(TinkJsonProtoKeysetFormat.parseKeyset(text, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
  }

  private static Keyset of(KeysetHandle handle) throws GeneralSecurityException {
    Aead aead = handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
    byte[] prefix = ByteBuffer.allocate(5).put(VERSION).putInt(handle.getPrimary().getId()).array();
    byte[] probe = aead.encrypt(new byte[0], new byte[0]);
    if (!Arrays.equals(prefix, 0, prefix.length, probe, 0, prefix.length)) {
      throw new GeneralSecurityException("the primary key has not the output prefix TINK");
    }
    return new Keyset(handle, aead, prefix);
  }

  @Override
  public int size() {
    return handle.size();
  }

  /** With a new key, which wraps from now on; the others still unwrap. */
  Keyset withNewPrimary() {
    try {
      return of(KeysetHandle.newBuilder(handle).addEntry(KeysetHandle
          .generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM).withRandomId().makePrimary()).build());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Without the keys that only unwrap: what they wrapped is closed for good. */
  Keyset primaryAlone() {
    try {
      return of(KeysetHandle.newBuilder().addEntry(KeysetHandle.importKey(handle.getPrimary().getKey())
          .withFixedId(handle.getPrimary().getId()).makePrimary()).build());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** As it is kept. */
  String text() {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeyset(handle, RegistryConfiguration.get(),
          InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Never what it holds. */
  @Override
  public String toString() {
    return "Keyset";
  }
}
