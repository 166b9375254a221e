package io.anamnesis.standalone.log;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.eventstore.proof.NewEpoch;
import io.anamnesis.eventstore.sealing.EpochOpening;
import io.anamnesis.eventstore.sealing.LogAltered;
import io.anamnesis.eventstore.sealing.LogKeyFiles;
import io.anamnesis.eventstore.sealing.LogSetBack;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.eventstore.sealing.Sealer;
import io.anamnesis.standalone.database.EmbeddedDatabase;
import io.anamnesis.standalone.database.EmbeddedDatabase.Access;
import io.anamnesis.standalone.folder.DataFolder;
import io.anamnesis.standalone.folder.FolderLock;
import io.anamnesis.standalone.terminal.Arguments;
import io.anamnesis.standalone.terminal.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code log open-epoch --reason TEXT [--data-dir DIR]}: lets a log go on that was restored behind its last known checkpoint. Nothing
 * else may run meanwhile. Where {@code ANAMNESIS_DB_URL} names a database it is that one, with the key of {@code ANAMNESIS_LOG_KEY}.
 */
record OpenEpoch(PrintStream out, Clock clock, Map<String, String> environment) {

  void run(List<String> words) {
    Arguments arguments = Arguments.parse(words, Set.of("--reason", "--data-dir"), Set.of());
    String reason = arguments.option("--reason").map(String::strip).filter(NewEpoch::isReason)
        .orElseThrow(
            () -> new UsageException("Why? log open-epoch --reason TEXT [--data-dir DIR]; one line of 500 characters"
                + " at most, which is signed and shown for ever."));
    if (!arguments.rest().isEmpty()) {
      throw new UsageException("log open-epoch takes no " + arguments.rest().getFirst() + ".");
    }
    try {
      Optional<Access> named = Access.named("ANAMNESIS_DB", environment);
      // A folder that is named is meant.
      if (named.isPresent() && arguments.option("--data-dir").isEmpty()) {
        open(named.get(), key(), reason);
      } else {
        ofFolder(arguments.option("--data-dir").map(Path::of).map(DataFolder::new).orElseGet(DataFolder::standard),
            reason);
      }
    } catch (IOException failed) {
      throw new CannotDo("The database could not be started: " + failed.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CannotDo("Interrupted.");
    }
  }

  private Path key() {
    String file = environment.getOrDefault("ANAMNESIS_LOG_KEY", "");
    if (file.isBlank() || !Files.exists(Path.of(file))) {
      throw new CannotDo(
          "ANAMNESIS_LOG_KEY does not name the file of the log's signing key, as the command side has it.");
    }
    return Path.of(file);
  }

  private void ofFolder(DataFolder folder, String reason) throws IOException, InterruptedException {
    if (!Files.exists(folder.logKey())) {
      throw new CannotDo("There is no instance in " + folder.root() + ": name its folder with --data-dir.");
    }
    try (FolderLock _ = FolderLock.acquire(folder).orElseThrow(
        () -> new CannotDo("An instance runs on the folder " + folder.root() + ". Stop it first."));
        EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
      open(database.access(), folder.logKey(), reason);
    }
  }

  private void open(Access database, Path key, String reason) throws InterruptedException {
    try {
      boolean isOpen = open(database, LogSchema.LOG, key, reason);
      Path readsKey = environment.containsKey("ANAMNESIS_READS_KEY")
          ? Path.of(environment.get("ANAMNESIS_READS_KEY"))
          : key.toAbsolutePath().resolveSibling("reads.skey");
      // The log of reads was set back with it, unless it has a database of its own.
      isOpen |= Files.exists(readsKey)
          && open(Access.named("ANAMNESIS_READS_DB", environment).orElse(database), LogSchema.READS, readsKey,
              reason);
      if (!isOpen) {
        throw new CannotDo(
            "The log goes on from the last checkpoint that is known of it: it needs no new epoch, and none was opened.");
      }
      out.println("""
          This is signed and shown to every auditor, with the reason. Start the instance again; start every process anew that ran
          before the restore. Back up the statements beside the key, apart from the database. Witnesses will tell what is lost;
          what a source recorded since the backup it must send again, with the same ids.""");
    } catch (LogAltered altered) {
      throw new CannotDo("The log was altered, and no new epoch makes that right (" + altered.getMessage()
          + "): restore a backup that is whole. See docs/explanation/tamper-evidence.md.");
    }
  }

  /** @return whether there was need; a statement for ever is made only where there is something to be stated */
  private boolean open(Access of, LogSchema schema, Path key, String reason) throws InterruptedException {
    try (HikariDataSource database = pool(of);
        PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database).withSchema(schema))) {
      LogKeyFiles files = LogKeyFiles.open(key, new SealedLog(database, schema));
      // It only looks: nothing is decoded.
      LogTail tail = new LogTail(log, new EventDecoder(EventCatalogue.standard()));
      if (!isSetBack(new Sealer(log, tail, database, schema, files, clock))) {
        return false;
      }
      tell(new EpochOpening(log, database, schema, files, clock).open(reason));
      return true;
    }
  }

  private static HikariDataSource pool(Access access) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(access.url());
    if (!access.user().isBlank()) {
      config.setUsername(access.user());
      config.setPassword(access.password());
    }
    config.setMaximumPoolSize(4);
    return new HikariDataSource(config);
  }

  private static boolean isSetBack(Sealer sealer) throws InterruptedException {
    try {
      sealer.refuseIfSetBack();
      return false;
    } catch (LogSetBack asExpected) {
      return true;
    }
  }

  private void tell(NewEpoch opened) {
    out.println("Epoch " + opened.epoch() + " of the log " + opened.origin() + " is open: of " + opened.known().size()
        + " events that it had signed, " + opened.kept().size() + " are kept");
    if (opened.known().size() > opened.kept().size()) {
      out.println("  " + opened.lostUpTo(opened.known().size()));
    }
  }
}
