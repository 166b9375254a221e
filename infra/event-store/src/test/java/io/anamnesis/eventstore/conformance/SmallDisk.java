package io.anamnesis.eventstore.conformance;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file system in memory, filled up by a file. It takes root to mount one, which also some containers forbid. */
final class SmallDisk implements Shortage {
  private static final int MEGABYTES = 128;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  static Optional<SmallDisk> mount() throws IOException {
    if (!Programs.isRoot()) {
      return Optional.empty();
    }
    Path folder = Files.createTempDirectory("anamnesis-small-disk");
    try {
      Programs.run(List.of("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m,mode=0700", "tmpfs",
          folder.toString()));
      return Optional.of(new SmallDisk(folder));
    } catch (IllegalStateException forbidden) {
      Files.delete(folder);
      return Optional.empty();
    }
  }

  @Override
  public String how() {
    return "a file system of " + MEGABYTES + " MB that is filled up";
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public void begin(OwnCluster cluster) throws IOException {
    byte[] piece = new byte[4096];
    try (OutputStream filler = Files.newOutputStream(filler())) {
      for (int written = 0; written < MEGABYTES << 20; written += piece.length) {
        filler.write(piece);
      }
    } catch (IOException full) {
      return;
    }
    throw new IllegalStateException("the disk did not get full");
  }

  @Override
  public void end(OwnCluster cluster) throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  @Override
  public void close() throws IOException {
    Programs.run(List.of("umount", folder.toString()));
    Files.delete(folder);
  }
}
