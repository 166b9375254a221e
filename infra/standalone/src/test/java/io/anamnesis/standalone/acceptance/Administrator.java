package io.anamnesis.standalone.acceptance;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.eventstore.sealing.LogKeyFiles;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.eventstore.sealing.Sealer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;

/** Whoever owns the database, and has got hold of the log's key too: nothing in either can stop him. */
final class Administrator implements AutoCloseable {
  private static final int OUT_OF_THE_WAY = 1_000_000;

  private final HikariDataSource database;
  private final Path stolenKey;

  Administrator(String databaseUrl, Path key, Path folder) throws IOException {
    this.database = TestPostgres.pool(databaseUrl, 8);
    this.stolenKey = Files.copy(key, folder.resolve("stolen.skey"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  void rewrites(long position) {
    run("update log.event set payload = regexp_replace(payload, '}$', ',\"rewritten\":true}') where position = "
        + position);
  }

  void restores(long position) {
    run("update log.event set payload = replace(payload, ',\"rewritten\":true}', '}') where position = " + position);
  }

  void deletes(long position) {
    run("delete from log.event where position = " + position);
    shifts(position + 1, -1);
  }

  void swapsWithTheNext(long position) {
    run("update log.event set position = position + " + OUT_OF_THE_WAY + " where position = " + position);
    run("update log.event set position = " + position + " where position = " + (position + 1));
    run("update log.event set position = " + (position + 1) + " where position = " + (position + OUT_OF_THE_WAY));
  }

  void inserts(long position) {
    shifts(position, 1);
    run("""
        insert into log.event (position, event_id, subject, type, revision, occurred_at, recorded_at, payload, metadata)
        select %d, gen_random_uuid(), 'C-nobody', 'signin.made', 1, occurred_at, recorded_at, '{}', '{}'
        from log.event where position = %d""".formatted(position, position + 1));
  }

  private void shifts(long from, int by) {
    run("update log.event set position = position + " + (OUT_OF_THE_WAY + by) + " where position >= " + from);
    run("update log.event set position = position - " + OUT_OF_THE_WAY + " where position >= " + OUT_OF_THE_WAY);
  }

  /** Throws all hashes and signatures away and makes them anew, over what is in the log now. */
  void recomputesEveryHash() throws Exception {
    run("delete from log.cosignature");
    run("delete from log.checkpoint");
    run("delete from log.tile");
    try (PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database))) {
      LogTail tail = new LogTail(log, new EventDecoder(EventCatalogue.standard()));
      Sealer sealer =
          new Sealer(log, tail, database, LogKeyFiles.open(stolenKey, new SealedLog(database)), Clock.systemUTC());
      while (sealer.seal()) {
        // Until all is sealed.
      }
    }
    // He remembers nothing that could betray him.
    Files.deleteIfExists(stolenKey.resolveSibling("stolen.checkpoint"));
  }

  private void run(String sql) {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute("set session_replication_role = replica");
      statement.execute(sql);
      statement.execute("set session_replication_role = origin");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
