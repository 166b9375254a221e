package io.anamnesis.standalone.database;

import io.anamnesis.standalone.folder.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells a database folder whose making was cut short from one that holds data. A mark stands beside it from before its
 * making until it is whole; only a marked folder is ever removed.
 */
final class HalfMade {
  private final DataFolder folder;
  private final Path mark;

  HalfMade(DataFolder folder) {
    this.folder = folder;
    this.mark = folder.root().resolve("postgres.unfinished");
  }

  void mark() throws IOException {
    if (!Files.exists(mark)) {
      Files.createFile(mark);
    }
  }

  void unmark() throws IOException {
    Files.deleteIfExists(mark);
  }

  void remove() throws IOException {
    if (Files.exists(mark)) {
      DataFolder.remove(folder.postgres());
    }
  }
}
