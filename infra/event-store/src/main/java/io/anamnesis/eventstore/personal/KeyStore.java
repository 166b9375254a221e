package io.anamnesis.eventstore.personal;

import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Where the keys are, and what must lie outside of their database.
 *
 * @param database has, or gets, the schema {@code keys}; may be another one than the log's
 * @param kek the key-encryption key
 * @param erasureList file of the keys that were destroyed; all processes on the database name the same one
 */
public record KeyStore(DataSource database, KekSource kek, Path erasureList) {

  /** With the erasure list beside the file of the key-encryption key: {@code kek-erasures.list} for {@code kek.json}. */
  public static KeyStore of(DataSource database, Path kekFile) {
    return new KeyStore(database, new KekSource.InFile(kekFile), listBeside(kekFile));
  }

  public static Path listBeside(Path kekFile) {
    String name = Objects.requireNonNull(kekFile.getFileName(), "a file is expected").toString();
    int ending = name.lastIndexOf('.');
    return kekFile.resolveSibling((ending > 0 ? name.substring(0, ending) : name) + "-erasures.list");
  }
}
