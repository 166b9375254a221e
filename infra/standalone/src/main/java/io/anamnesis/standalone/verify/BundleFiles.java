package io.anamnesis.standalone.verify;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files of a bundle, wherever they lie. None is ever held whole but the short ones. */
sealed interface BundleFiles extends Closeable permits Folder, Archive {
  /** All of them, in the order in which an archive holds them. */
  List<String> NAMES = List.of("README.txt", "bundle.json", "log.vkey", "checkpoint.txt", "events.ndjson",
      "history.ndjson", "schemas.ndjson", "index.html", Sums.NAME);

  int SHORT = 1 << 20;

  /** @throws Unreadable if there is neither a folder nor an archive */
  static BundleFiles at(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return Folder.at(path);
    }
    if (Files.isRegularFile(path)) {
      return Archive.at(path);
    }
    throw new Unreadable("there is no " + path);
  }

  /** As they are there, in that order, expected or not. */
  List<String> names();

  InputStream open(String name) throws IOException;

  /** What is wrong with what holds the files, beside the files themselves. */
  Optional<String> fault() throws IOException;

  /** A file that is held whole. */
  default byte[] small(String name) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (InputStream in = open(name)) {
      content.writeBytes(in.readNBytes(SHORT + 1));
    }
    if (content.size() > SHORT) {
      throw new Unreadable(name + " is too long");
    }
    return content.toByteArray();
  }

  /** A file of lines. */
  default Lines lines(String name) throws IOException {
    return new Lines(name, open(name));
  }

  @Override
  void close() throws IOException;
}
