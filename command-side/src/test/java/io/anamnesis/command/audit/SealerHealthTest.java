package io.anamnesis.command.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.LogEvents;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.eventstore.sealing.LogKeyFiles;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.eventstore.sealing.Sealer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

class SealerHealthTest {
  private static final Duration LONG = Duration.ofSeconds(61);

  @TempDir
  private Path folder;

  @Test
  void a_log_that_grew_and_was_not_sealed_for_a_minute_is_told() throws InterruptedException {
    try (HikariDataSource database = TestPostgres.shared().freshDatabase();
        PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database))) {
      SealedLog sealed = new SealedLog(database);
      LogTail tail = new LogTail(log, new EventDecoder(EventCatalogue.standard()));
      Sealer sealer = new Sealer(log, tail, database, LogKeyFiles.open(folder.resolve("log.skey"), sealed),
          Clock.systemUTC());
      SealerHealth health = new SealerHealth(new SealerRunner(log, sealer), log, sealed);
      assertThat(health.within(LONG).getStatus()).as("nothing to seal").isEqualTo(Status.UP);

      log.append(new Append(List.of(LogEvents.fact("1"))));

      assertThat(health.within(Duration.ofSeconds(59)).getStatus()).isEqualTo(Status.UP);
      assertThat(health.within(LONG).getStatus()).isEqualTo(SealerHealth.UNSEALED);
      assertThat(health.within(LONG).getDetails()).containsEntry("head", 1L).containsEntry("sealed", 0L)
          .containsKey("failure");
      sealer.seal();
      assertThat(health.within(LONG).getStatus()).isEqualTo(Status.UP);
    }
  }
}
