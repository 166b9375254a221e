package io.anamnesis.web;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.KekSource;
import io.anamnesis.eventstore.personal.KeyStore;
import io.anamnesis.eventstore.personal.PersonKeys;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import io.anamnesis.web.masking.Masking;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Opens the key store: on the database that {@code ANAMNESIS_KEYS_DB_URL}, {@code _USER} and {@code _PASSWORD} name, or else on the
 * log's; with a key-encryption key and an erasure list that lie outside of it.
 */
@Configuration(proxyBeanMethods = false)
class KeyBeans {
  private static final int CONNECTIONS = 4;

  /**
   * The keys' own, also where they are in the log's database: who holds a connection while a row is written may need a key, and must
   * never wait for others that do the same.
   */
  @Bean(destroyMethod = "close", defaultCandidate = false)
  HikariDataSource keyDataSource(@Value("${anamnesis.keys.db.url:${anamnesis.db.url:}}") String url,
      @Value("${anamnesis.keys.db.user:${anamnesis.db.user:}}") String user,
      @Value("${anamnesis.keys.db.password:${anamnesis.db.password:}}") String password) {
    return LogBeans.pool("anamnesis-keys", url, user, password, CONNECTIONS);
  }

  /** Waits for the log only so that two migrations never run at once. */
  @Bean
  TinkPersonalData personalData(@Qualifier("keyDataSource") DataSource database, EventLog log,
      @Value("${anamnesis.kek-file:}") String kekFile, @Value("${anamnesis.kek:}") String kek, TokenSettings token,
      @Value("${anamnesis.erasure-list:}") String erasureList) {
    return TinkPersonalData.open(new KeyStore(database, source(kekFile, kek, token), list(kekFile, erasureList)));
  }

  /** Of a key-encryption key in a token; blank where it is not told. */
  record TokenSettings(String library, String slot, String label, String pinFile, String pin) {
    static final TokenSettings NONE = new TokenSettings("", "", "", "", "");

    /** Never the PIN. */
    @Override
    public String toString() {
      return "TokenSettings[" + library + "]";
    }
  }

  @Bean
  TokenSettings kekTokenSettings(@Value("${anamnesis.kek-pkcs11.library:}") String library,
      @Value("${anamnesis.kek-pkcs11.slot:}") String slot, @Value("${anamnesis.kek-pkcs11.label:}") String label,
      @Value("${anamnesis.kek-pkcs11.pin-file:}") String pinFile, @Value("${anamnesis.kek-pkcs11.pin:}") String pin) {
    return new TokenSettings(library, slot, label, pinFile, pin);
  }

  /** The same keys as those of the personal data, for who destroys them. */
  @Bean
  PersonKeys personKeys(TinkPersonalData personalData) {
    return personalData.personKeys();
  }

  @Bean
  Masking masking(PersonalData personalData, PersonKeys personKeys) {
    return new Masking(personalData, personKeys);
  }

  static KekSource source(String kekFile, String kek, TokenSettings token) {
    long told = Stream.of(kekFile, kek, token.library()).filter(setting -> !setting.isBlank()).count();
    if (told != 1) {
      throw new IllegalStateException(told == 0
          ? "no key-encryption key is configured: set ANAMNESIS_KEK_FILE to the file that "
              + "holds it, or shall hold it, or ANAMNESIS_KEK_PKCS11_LIBRARY to the library of the token that does; "
              + "keep it apart from the database's backups"
          : "several key-encryption keys are configured: set one of ANAMNESIS_KEK_FILE, ANAMNESIS_KEK and "
              + "ANAMNESIS_KEK_PKCS11_LIBRARY, not both or all");
    }
    if (!token.library().isBlank()) {
      return KekSource.InToken.of(token.library(), token.slot(), token.label(), token.pinFile(), token.pin());
    }
    return kek.isBlank() ? new KekSource.InFile(Path.of(kekFile)) : new KekSource.InText(kek);
  }

  static Path list(String kekFile, String erasureList) {
    if (!erasureList.isBlank()) {
      return Path.of(erasureList);
    }
    if (kekFile.isBlank()) {
      throw new IllegalStateException(
          "no erasure list is configured: set ANAMNESIS_ERASURE_LIST to the file that holds it, or shall "
              + "hold it; it is the same for all processes, and is no part of a database's backups");
    }
    return KeyStore.listBeside(Path.of(kekFile));
  }
}
