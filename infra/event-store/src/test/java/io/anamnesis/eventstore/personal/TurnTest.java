package io.anamnesis.eventstore.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that vanishes in its turn keeps nobody from keys for longer than a moment. */
class TurnTest {
  @TempDir
  Path folder;

  @Test
  void who_waits_for_a_turn_in_vain_is_told_to_try_again() {
    try (HikariDataSource database = TestPostgres.shared().freshDatabase();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      TinkPersonalData personal = TinkPersonalData.open(database, folder.resolve("kek.json"));
      Turn.alone(database, hanging -> {
        CompletableFuture<Void> maker =
            CompletableFuture.runAsync(() -> personal.prepare(List.of("C-1")), threads);
        CompletableFuture<Void> destroyer =
            CompletableFuture.runAsync(() -> personal.personKeys().destroy("C-2", KeyKind.RECORD), threads);
        for (CompletableFuture<Void> waiting : List.of(maker, destroyer)) {
          assertThatThrownBy(() -> waiting.orTimeout(1, TimeUnit.MINUTES).join())
              .isInstanceOf(CompletionException.class)
              .hasCauseInstanceOf(LogUnavailable.class).hasRootCauseMessage(
                  "ERROR: canceling statement due to lock timeout");
        }
        return true;
      });
      personal.prepare(List.of("C-1"));
    }
  }

  @Test
  void the_database_ends_the_turn_of_who_hangs_in_it() {
    try (HikariDataSource database = TestPostgres.shared().freshDatabase()) {
      String limit = Turn.alone(database, connection -> {
        try (var statement = connection.prepareStatement("show idle_in_transaction_session_timeout");
            var row = statement.executeQuery()) {
          row.next();
          return row.getString(1);
        }
      });
      assertThat(limit).isEqualTo("30s");
    }
  }
}
