package io.anamnesis.standalone.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A bundle that was unpacked. */
record Folder(Path path, List<String> names) implements BundleFiles {

  static Folder at(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return new Folder(path, files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Override
  public InputStream open(String name) throws IOException {
    Path file = path.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new Unreadable(name + " is no plain file");
    }
    return Files.newInputStream(file);
  }

  @Override
  public Optional<String> fault() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
