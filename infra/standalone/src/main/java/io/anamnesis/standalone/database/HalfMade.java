package io.anamnesis.standalone.database;

import io.anamnesis.standalone.folder.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells a database folder whose making was cut short from one that holds data. A mark stands beside it from before its
 * making until it is whole, and from then on another stands in it: a folder is removed only with the first mark and
 * without the second.
 */
final class HalfMade {
  private final DataFolder folder;
  private final Path unfinished;
  private final Path whole;

  HalfMade(DataFolder folder) {
    this.folder = folder;
    this.unfinished = folder.root().resolve("postgres.unfinished");
    this.whole = folder.postgres().resolve("anamnesis.whole");
  }

  /** To be called before the folder's making. */
  void begin() throws IOException {
    if (!Files.exists(unfinished)) {
      Files.createFile(unfinished);
    }
    DataFolder.force(folder.root());
  }

  /** To be called at each start, once the database is ready: one made before there was a second mark gets it then. */
  void finish() throws IOException {
    if (!Files.exists(whole)) {
      DataFolder.writePrivately(whole, "This database is whole and is never removed as half made.\n");
    }
    Files.deleteIfExists(unfinished);
    DataFolder.force(folder.root());
  }

  void remove() throws IOException {
    if (Files.exists(unfinished) && !Files.exists(whole)) {
      DataFolder.remove(folder.postgres());
    }
  }
}
