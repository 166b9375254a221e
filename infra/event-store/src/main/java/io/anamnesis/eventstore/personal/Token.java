package io.anamnesis.eventstore.personal;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/** A token of PKCS#11 that somebody is logged in to, through the JDK's own provider. Thread-safe. */
final class Token {
  private static final String CONFIGURATION = """
      --name = anamnesis-kek
      library = "%s"
      %s
      attributes(generate, CKO_SECRET_KEY, CKK_AES) = {
        CKA_SENSITIVE = true
        CKA_EXTRACTABLE = false
        CKA_ENCRYPT = true
        CKA_DECRYPT = true
      }
      """;

  private final KekSource.InToken source;
  private final Provider provider;

  private Token(KekSource.InToken source, Provider provider) {
    this.source = source;
    this.provider = provider;
  }

  /** @throws IllegalStateException if the library, the slot or its token is not there; the message names the setting */
  static Token open(KekSource.InToken source) {
    if (!Files.isReadable(source.library())) {
      throw new IllegalStateException("no PKCS#11 library can be read at " + source.library()
          + ": ANAMNESIS_KEK_PKCS11_LIBRARY names the file");
    }
    String slot = source.slot() == null ? "slotListIndex = 0" : "slot = " + source.slot();
    try {
      Provider provider = Security.getProvider("SunPKCS11").configure(CONFIGURATION.formatted(
          source.library().toAbsolutePath().toString().replace("\\", "\\\\").replace("\"", "\\\""), slot));
      if (provider.getService("KeyStore", "PKCS11") == null) {
        throw new IllegalStateException(
            "there is no token in the slot that ANAMNESIS_KEK_PKCS11_SLOT names, or none that was set up: " + source);
      }
      return new Token(source, provider);
    } catch (InvalidParameterException | ProviderException | UnsupportedOperationException failed) {
      throw new IllegalStateException("the PKCS#11 library or its slot is of no use (ANAMNESIS_KEK_PKCS11_LIBRARY, "
          + "ANAMNESIS_KEK_PKCS11_SLOT): " + source, failed);
    }
  }

  Provider provider() {
    return provider;
  }

  /** Those of the label, by number, as they are now. */
  NavigableMap<Integer, SecretKey> keys() {
    KeyStore store = store();
    NavigableMap<Integer, SecretKey> keys = new TreeMap<>();
    try {
      for (String alias : Collections.list(store.aliases())) {
        int number = number(alias);
        if (number > 0 && store.getKey(alias, null) instanceof SecretKey key) {
          keys.put(number, key);
        }
      }
      return keys;
    } catch (GeneralSecurityException | ProviderException failed) {
      throw new TokenUnavailable(source.toString(), failed);
    }
  }

  /** Made in the token, where it stays. */
  void generate(int number) {
    KeyStore store = store();
    try {
      KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
      generator.init(8 * SubjectKey.BYTES);
      store.setKeyEntry(alias(number), generator.generateKey(), null, null);
    } catch (GeneralSecurityException | ProviderException refused) {
      throw new IllegalStateException("the token makes no AES key, or does not keep it: " + source, refused);
    }
  }

  void destroy(int number) {
    KeyStore store = store();
    try {
      store.deleteEntry(alias(number));
    } catch (KeyStoreException | ProviderException refused) {
      throw new IllegalStateException("the token does not destroy the key " + alias(number) + ": " + source, refused);
    }
  }

  private String alias(int number) {
    return source.label() + "-" + number;
  }

  /** 0 for what is none of ours. */
  private int number(String alias) {
    String rest = alias.startsWith(source.label() + "-") ? alias.substring(source.label().length() + 1) : "";
    return rest.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(rest) : 0;
  }

  /** Reads what is in the token anew. */
  private KeyStore store() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, source.pin().toCharArray());
      return store;
    } catch (IOException refused) {
      if (isOfPin(refused)) {
        throw new IllegalStateException("the token does not take the PIN that ANAMNESIS_KEK_PKCS11_PIN_FILE or "
            + "ANAMNESIS_KEK_PKCS11_PIN tells: " + source, refused);
      }
      throw new TokenUnavailable(source.toString(), refused);
    } catch (GeneralSecurityException | ProviderException failed) {
      throw new TokenUnavailable(source.toString(), failed);
    }
  }

  private static boolean isOfPin(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (String.valueOf(at.getMessage()).contains("CKR_PIN_")) {
        return true;
      }
    }
    return false;
  }
}
