package io.anamnesis.command.audit;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.sealing.KeyRotation;
import io.anamnesis.eventstore.sealing.LogKeyFiles;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.eventstore.sealing.Sealer;
import io.anamnesis.web.AccessRule;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

/** The sealer, and the key that it signs with; no other part of the program opens that key. */
@Configuration(proxyBeanMethods = false)
@Import(KeyHandoverController.class)
public class SealerConfiguration {

  /**
   * {@code ANAMNESIS_LOG_KEY}: file of the secret key; without it {@code log.skey} beside the key-encryption key. Made at the
   * first start, with the public key in {@code log.vkey} beside it; once anything was signed, another one comes by a handover only.
   */
  @Bean
  LogKeyFiles logKey(@Value("${anamnesis.log-key:}") String file, @Value("${anamnesis.kek-file:}") String kekFile,
      EventLog opened, DataSource database) {
    if (file.isBlank() && kekFile.isBlank()) {
      throw new IllegalStateException(
          "no signing key of the log is configured: set ANAMNESIS_LOG_KEY to the file that holds "
              + "it, or shall hold it; keep it apart from the database");
    }
    // The log is opened before: it makes the tables that are asked for checkpoints here.
    return LogKeyFiles.open(
        file.isBlank() ? Path.of(kekFile).toAbsolutePath().resolveSibling("log.skey") : Path.of(file),
        new SealedLog(database));
  }

  /** Made before anything that records: a log that was set back takes no event, and its process does not start. */
  @Bean
  Sealer sealer(EventLog log, LogTail tail, DataSource database, LogKeyFiles logKey, ObjectProvider<Clock> clocks)
      throws InterruptedException {
    Sealer sealer = new Sealer(log, tail, database, logKey, clocks.getIfAvailable(Clock::systemUTC));
    sealer.refuseIfSetBack();
    return sealer;
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  SealerRunner sealerRunner(EventLog log, Sealer sealer) {
    return new SealerRunner(log, sealer);
  }

  @Bean
  KeyRotation keyRotation(EventLog log, DataSource database, LogKeyFiles logKey, ObjectProvider<Clock> clocks) {
    return new KeyRotation(log, database, LogSchema.LOG, logKey, clocks.getIfAvailable(Clock::systemUTC));
  }

  @Bean
  AccessRule.Table keyHandoverAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, KeyHandoverController.PATH, "admin"));
  }

  @Bean
  SealerHealth sealerHealth(SealerRunner sealer, EventLog log, DataSource database) {
    return new SealerHealth(sealer, log, new SealedLog(database));
  }
}
