package io.anamnesis.command.audit;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.sealing.LogKeyFiles;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.eventstore.sealing.Sealer;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The sealer of the log of reads, with a key and a name of that log's own. */
@Configuration(proxyBeanMethods = false)
public class ReadsSealerConfiguration {
  /** It reads what was just written, and nobody reads with it. */
  private static final long KEPT_BYTES = 2 << 20;

  /**
   * {@code ANAMNESIS_READS_KEY}: file of the secret key; without it {@code reads.skey} beside the log's own. Made at the first
   * start, with the public key in {@code reads.vkey} beside it; never again once anything was signed.
   */
  @Bean(defaultCandidate = false)
  LogKeyFiles readsKey(@Value("${anamnesis.reads-key:}") String file, @Value("${anamnesis.log-key:}") String logKey,
      @Value("${anamnesis.kek-file:}") String kekFile, @Qualifier("readsLog") EventLog opened,
      @Qualifier("readsDataSource") DataSource database, LogKeyFiles logsOwn) {
    String beside = logKey.isBlank() ? kekFile : logKey;
    return LogKeyFiles.open(
        file.isBlank() ? Path.of(beside).toAbsolutePath().resolveSibling("reads.skey") : Path.of(file),
        new SealedLog(database, LogSchema.READS));
  }

  /** As of the log: a log of reads that was set back takes no read, and the process does not start. */
  @Bean(initMethod = "start", destroyMethod = "close", defaultCandidate = false)
  SealerRunner readsSealerRunner(@Qualifier("readsLog") EventLog reads,
      @Qualifier("readsDataSource") DataSource database, @Qualifier("readsKey") LogKeyFiles key,
      ObjectProvider<Clock> clocks) throws InterruptedException {
    LogTail tail = new LogTail(reads, new EventDecoder(EventCatalogue.reads()), KEPT_BYTES);
    Sealer sealer =
        new Sealer(reads, tail, database, LogSchema.READS, key, clocks.getIfAvailable(Clock::systemUTC));
    sealer.refuseIfSetBack();
    return new SealerRunner(reads, sealer);
  }

  @Bean
  SealerHealth readsSealerHealth(@Qualifier("readsSealerRunner") SealerRunner sealer,
      @Qualifier("readsLog") EventLog reads, @Qualifier("readsDataSource") DataSource database) {
    return new SealerHealth(sealer, reads, new SealedLog(database, LogSchema.READS));
  }
}
