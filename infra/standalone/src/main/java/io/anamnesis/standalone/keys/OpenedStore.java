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
  private final KekSource kek;
  private final Path erasureList;
  private final @Nullable EmbeddedDatabase started;
  private final @Nullable FolderLock lock;

  private OpenedStore(DataSource database, KekSource kek, Path erasureList, @Nullable EmbeddedDatabase started,
      @Nullable FolderLock lock) {
    this.database = database;
    this.kek = kek;
    this.erasureList = erasureList;
    this.started = started;
    this.lock = lock;
  }

  /** Of services of their own: by the environment that they read. */
  static OpenedStore of(Map<String, String> environment) {
    KekSource kek = kek(environment);
    Path list = Optional.ofNullable(environment.get("ANAMNESIS_ERASURE_LIST")).map(Path::of)
        .orElseGet(() -> listBeside(kek));
    PGSimpleDataSource database = new PGSimpleDataSource();
    setting(environment, "URL").ifPresent(database::setUrl);
    setting(environment, "USER").ifPresent(database::setUser);
    setting(environment, "PASSWORD").ifPresent(database::setPassword);
    return new OpenedStore(database, kek, list, null, null);
  }

  private static KekSource kek(Map<String, String> environment) {
    String library = environment.getOrDefault("ANAMNESIS_KEK_PKCS11_LIBRARY", "");
    String file = environment.getOrDefault("ANAMNESIS_KEK_FILE", "");
    if (library.isBlank() == file.isBlank()) {
      throw new UsageException(library.isBlank()
          ? "ANAMNESIS_KEK_FILE names no file, and ANAMNESIS_KEK_PKCS11_LIBRARY no token: a key-encryption key that is "
              + "given as text is changed by who gives it; put it into a file to have it rotated."
          : "ANAMNESIS_KEK_FILE names a file, and ANAMNESIS_KEK_PKCS11_LIBRARY a token: one of them is expected.");
    }
    return library.isBlank()
        ? new KekSource.InFile(Path.of(file))
        : KekSource.InToken.of(library, environment.getOrDefault("ANAMNESIS_KEK_PKCS11_SLOT", ""),
            environment.getOrDefault("ANAMNESIS_KEK_PKCS11_LABEL", ""),
            environment.getOrDefault("ANAMNESIS_KEK_PKCS11_PIN_FILE", ""),
            environment.getOrDefault("ANAMNESIS_KEK_PKCS11_PIN", ""));
  }

  private static Path listBeside(KekSource kek) {
    if (kek instanceof KekSource.InFile(Path file)) {
      return KeyStore.listBeside(file);
    }
    throw new UsageException("ANAMNESIS_ERASURE_LIST names no file.");
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
    return new OpenedStore(database, new KekSource.InFile(folder.keyEncryptionKey()), folder.erasureList(), started,
        lock);
  }

  DataSource database() {
    return database;
  }

  KekSource kek() {
    return kek;
  }

  KeyStore store() {
    return new KeyStore(database, kek, erasureList);
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
