package io.anamnesis.standalone.keys;

import io.anamnesis.eventstore.personal.KekSource;
import io.anamnesis.eventstore.personal.KeyStore;
import io.anamnesis.standalone.database.EmbeddedDatabase;
import io.anamnesis.standalone.folder.DataFolder;
import io.anamnesis.standalone.folder.FolderLock;
import io.anamnesis.standalone.terminal.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A key store that is reached from outside of the processes that use it, whether they run or not. */
final class OpenedStore implements AutoCloseable {
  private final DataSource database;
  private final Path kekFile;
  private final Path erasureList;
  private final @Nullable EmbeddedDatabase started;
  private final @Nullable FolderLock lock;

  private OpenedStore(DataSource database, Path kekFile, Path erasureList, @Nullable EmbeddedDatabase started,
      @Nullable FolderLock lock) {
    this.database = database;
    this.kekFile = kekFile;
    this.erasureList = erasureList;
    this.started = started;
    this.lock = lock;
  }

  /** Of services of their own: by the environment that they read. */
  static OpenedStore of(Map<String, String> environment) {
    Path kekFile = Path.of(Optional.ofNullable(environment.get("ANAMNESIS_KEK_FILE")).orElseThrow(
        () -> new UsageException(
            "ANAMNESIS_KEK_FILE names no file: a key-encryption key that is given as text is changed "
                + "by who gives it; put it into a file to have it rotated.")));
    Path list = Optional.ofNullable(environment.get("ANAMNESIS_ERASURE_LIST")).map(Path::of)
        .orElseGet(() -> KeyStore.listBeside(kekFile));
    PGSimpleDataSource database = new PGSimpleDataSource();
    setting(environment, "URL").ifPresent(database::setUrl);
    setting(environment, "USER").ifPresent(database::setUser);
    setting(environment, "PASSWORD").ifPresent(database::setPassword);
    return new OpenedStore(database, kekFile, list, null, null);
  }

  static boolean isNamedIn(Map<String, String> environment) {
    return setting(environment, "URL").isPresent();
  }

  /** What is told of the keys' own database comes first. */
  private static Optional<String> setting(Map<String, String> environment, String name) {
    return Stream.of("ANAMNESIS_KEYS_DB_", "ANAMNESIS_DB_").map(prefix -> environment.getOrDefault(prefix + name, ""))
        .filter(value -> !value.isBlank()).findFirst();
  }

  /** Of an instance in one process; its PostgreSQL is started where the instance does not run. */
  static OpenedStore of(DataFolder folder) throws IOException {
    Optional<FolderLock> lock = FolderLock.acquire(folder);
    if (lock.isEmpty()) {
      return of(folder, EmbeddedDatabase.running(folder), null, null);
    }
    try {
      EmbeddedDatabase started = EmbeddedDatabase.start(folder);
      return of(folder, started.access(), started, lock.get());
    } catch (IOException | RuntimeException failed) {
      lock.get().close();
      throw failed;
    }
  }

  private static OpenedStore of(DataFolder folder, EmbeddedDatabase.Access access, @Nullable EmbeddedDatabase started,
      @Nullable FolderLock lock) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(access.url());
    database.setUser(access.user());
    database.setPassword(access.password());
    return new OpenedStore(database, folder.keyEncryptionKey(), folder.erasureList(), started, lock);
  }

  DataSource database() {
    return database;
  }

  Path kekFile() {
    return kekFile;
  }

  KeyStore store() {
    return new KeyStore(database, new KekSource.InFile(kekFile), erasureList);
  }

  @Override
  public void close() throws IOException {
    try {
      if (started != null) {
        started.close();
      }
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }
}
