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
      @Value("${anamnesis.kek-file:}") String kekFile, @Value("${anamnesis.kek:}") String kek,
      @Value("${anamnesis.erasure-list:}") String erasureList) {
    return TinkPersonalData.open(new KeyStore(database, source(kekFile, kek), list(kekFile, erasureList)));
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

  static KekSource source(String kekFile, String kek) {
    if (kekFile.isBlank() == kek.isBlank()) {
      throw new IllegalStateException(kek.isBlank()
          ? "no key-encryption key is configured: set ANAMNESIS_KEK_FILE to the file that "
              + "holds it, or shall hold it; keep it apart from the database's backups"
          : "two key-encryption keys are configured: set ANAMNESIS_KEK_FILE or ANAMNESIS_KEK, not both");
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
