package io.anamnesis.eventstore.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** A limit for the length of a file, put upon the processes of the server: to it, the disk is full. */
final class ShortFiles implements Shortage {
  /** No more than a segment of write-ahead log: the table of events grows beyond it. */
  private static final long BYTES = 1 << 20;

  private final Path folder;

  ShortFiles() {
    try {
      this.folder = Files.createTempDirectory("anamnesis-short-files");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public String how() {
    return "a limit of " + BYTES + " bytes a file";
  }

  @Override
  public Path folder() {
    return folder;
  }

  /** The soft limit alone, which may be lifted again. */
  @Override
  public void begin(OwnCluster cluster) {
    try {
      limit(cluster, BYTES + ":unlimited");
    } catch (IllegalStateException | UncheckedIOException missing) {
      throw new TestAbortedException(
          "NOT TESTED: no file system can be mounted here and prlimit does not work: " + missing.getMessage());
    }
  }

  @Override
  public void end(OwnCluster cluster) {
    limit(cluster, "unlimited:unlimited");
  }

  private static void limit(OwnCluster cluster, String limit) {
    // The first one starts the others, which take after it.
    for (ProcessHandle process : cluster.processes()) {
      if (process.isAlive()) {
        Programs.run(List.of("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + limit));
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
