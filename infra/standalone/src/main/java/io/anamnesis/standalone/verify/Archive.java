package io.anamnesis.standalone.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A bundle as it came. */
final class Archive implements BundleFiles {
  private final Path path;
  private final ZipFile zip;

  private Archive(Path path, ZipFile zip) {
    this.path = path;
    this.zip = zip;
  }

  /**
   * @throws AlteredArchive if it was a bundle's once
   * @throws Unreadable if it is none
   */
  static Archive at(Path path) throws IOException {
    try {
      return new Archive(path, new ZipFile(path.toFile()));
    } catch (IOException | IllegalArgumentException broken) {
      if (ArchiveLayout.isClaimedBy(path)) {
        throw new AlteredArchive(broken);
      }
      throw new Unreadable(path + " is no archive: " + broken.getMessage());
    }
  }

  @Override
  public List<String> names() {
    return zip.stream().map(ZipEntry::getName).toList();
  }

  @Override
  public InputStream open(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new Unreadable(name + " is missing");
    }
    return new ArchivedFile(zip.getInputStream(entry), entry);
  }

  @Override
  public Optional<String> fault() throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      return new ArchiveLayout(file, zip.stream().toList()).fault();
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
