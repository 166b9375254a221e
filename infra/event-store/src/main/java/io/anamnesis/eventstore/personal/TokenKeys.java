package io.anamnesis.eventstore.personal;

import com.google.crypto.tink.Aead;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.NavigableMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Keys of a token: AES-256-GCM, worked out inside of it. What it wraps is a prefix, an initialisation vector of 12 random bytes, which are
 * made here, and ciphertext with its tag. The prefix is a 2, as Tink's begins with a 1 or a 0, and the key's number in four bytes.
 */
final class TokenKeys implements WrappingKeys, Aead {
  private static final byte VERSION = 2;
  private static final int PREFIX = 5;
  private static final int IV = 12;
  private static final int TAG_BITS = 128;

  private final String token;
  private final Provider provider;
  private final NavigableMap<Integer, SecretKey> keys;
  private final SecureRandom random = new SecureRandom();

  /** @param keys by number; at least one */
  TokenKeys(String token, Provider provider, NavigableMap<Integer, SecretKey> keys) {
    this.token = token;
    this.provider = provider;
    this.keys = keys;
  }

  static byte[] prefix(int number) {
    return ByteBuffer.allocate(PREFIX).put(VERSION).putInt(number).array();
  }

  int primary() {
    return keys.lastKey();
  }

  Iterable<Integer> others() {
    return keys.headMap(primary(), false).keySet();
  }

  @Override
  public Aead aead() {
    return this;
  }

  @Override
  public byte[] prefix() {
    return prefix(primary());
  }

  @Override
  public int size() {
    return keys.size();
  }

  /** It was destroyed where it was rotated away. */
  @Override
  public boolean canWrap() {
    try {
      encrypt(new byte[0], new byte[0]);
      return true;
    } catch (GeneralSecurityException | TokenUnavailable gone) {
      return false;
    }
  }

  /**
   * @throws IllegalStateException if what it wraps does not open again: then the token takes another initialisation vector than it was given
   */
  void requireUsable() {
    try {
      decrypt(encrypt(new byte[]{1}, new byte[0]), new byte[0]);
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException(
          "the token does not do AES-GCM (CKM_AES_GCM) with an initialisation vector that it is given: " + token,
          unusable);
    }
  }

  @Override
  public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
    byte[] iv = new byte[IV];
    random.nextBytes(iv);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.lastEntry().getValue(), iv, plaintext, associatedData);
    return ByteBuffer.allocate(PREFIX + IV + sealed.length).put(prefix()).put(iv).put(sealed).array();
  }

  @Override
  public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
    if (ciphertext.length < PREFIX + IV || ciphertext[0] != VERSION) {
      throw new GeneralSecurityException("not wrapped by a key of a token");
    }
    SecretKey key = keys.get(ByteBuffer.wrap(ciphertext, 1, Integer.BYTES).getInt());
    if (key == null) {
      throw new GeneralSecurityException("wrapped by a key that is not in the token");
    }
    return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOfRange(ciphertext, PREFIX, PREFIX + IV),
        Arrays.copyOfRange(ciphertext, PREFIX + IV, ciphertext.length), associatedData);
  }

  private byte[] cipher(int mode, SecretKey key, byte[] iv, byte[] text, byte[] associatedData)
      throws GeneralSecurityException {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
      cipher.updateAAD(associatedData);
      return cipher.doFinal(text);
    } catch (AEADBadTagException altered) {
      throw altered;
    } catch (ProviderException | InvalidKeyException gone) {
      // Also destroyed by a rotation since it was looked at: whoever asks again has the new one.
      throw new TokenUnavailable(token, gone);
    }
  }
}
